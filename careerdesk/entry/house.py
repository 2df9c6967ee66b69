"""Building what one process shares: settings, database, adapters."""

from careerdesk.adapters.mail import Mailer, OutboxMailer, SmtpMailer
from careerdesk.adapters.storage import LocalStorage
from careerdesk.identity.guard import authenticate
from careerdesk.kernel.context import House
from careerdesk.kernel.db import Database
from careerdesk.kernel.settings import Settings


def build(settings: Settings, database_url: str | None = None, *, name: str = "careerdesk") -> House:
    """The house of one process. `database_url`: where the embedded server listens; else the settings' own."""
    url = database_url or settings.database_url
    if url is None:
        raise RuntimeError("No database: start the embedded one, or set CAREERDESK_DATABASE_URL.")
    database = Database(url, role=settings.database_role, size=settings.database_pool, name=name)
    return House(
        settings,
        database,
        authenticate,
        {"mailer": mailer(settings), "storage": LocalStorage(settings.data_dir / "files")},
    )


def mailer(settings: Settings) -> Mailer:
    """SMTP where a host is set; else files in the data folder."""
    mail = settings.mail
    if mail.host is None:
        return OutboxMailer(settings.data_dir / "outbox", sender=mail.sender)
    return SmtpMailer(
        host=mail.host,
        port=mail.port,
        sender=mail.sender,
        username=mail.username,
        password=mail.password.get_secret_value() if mail.password else None,
        start_tls=mail.start_tls,
        timeout=mail.timeout_seconds,
    )
