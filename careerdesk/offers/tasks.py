"""Background work of offers."""

from careerdesk.kernel.context import Context
from careerdesk.kernel.tasks import task
from careerdesk.offers import service


@task("offers.lapse", cron="* * * * *")
async def lapse(context: Context) -> None:
    """End the offers whose deadline has passed. Safe to repeat: an offer that has ended is not found again."""
    while await service.lapse_overdue(context) == 500:
        pass
