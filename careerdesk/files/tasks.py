"""Background work of files: removing the bytes of what was removed."""

from uuid import UUID

from careerdesk.files import service
from careerdesk.kernel.context import Context
from careerdesk.kernel.tasks import task


@task("files.remove")
async def remove(context: Context, *, file_id: str) -> None:
    """Remove the bytes of a file that is no longer there."""
    await service.remove_bytes(context, UUID(file_id))
