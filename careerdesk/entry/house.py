"""Building what one process shares: settings, database, adapters."""

from careerdesk.adapters.egress import Egress
from careerdesk.adapters.mail import Mailer, OutboxMailer, SmtpMailer
from careerdesk.adapters.sendgrid import SendGridMailer
from careerdesk.adapters.storage import LocalStorage
from careerdesk.identity.guard import authenticate, require_fresh
from careerdesk.kernel.context import House
from careerdesk.kernel.db import Database, Db
from careerdesk.kernel.limits import MemoryLimiter
from careerdesk.kernel.settings import Settings
from careerdesk.kernel.store import PostgresStore, Store


def build(settings: Settings, database_url: str | None = None, *, name: str = "careerdesk") -> House:
    """The house of one process. `database_url`: where the embedded server listens; else the settings' own."""
    url = database_url or settings.database_url
    if url is None:
        raise RuntimeError("No database: start the embedded one, or set CAREERDESK_DATABASE_URL.")
    database = Database(url, role=settings.database_role, size=settings.database_pool, name=name)
    house = House(
        settings,
        database,
        authenticate,
        require_fresh,
        MemoryLimiter(),
        {
            "mailer": mailer(settings),
            "storage": LocalStorage(settings.data_dir / "files"),
            "egress": Egress(allow=settings.egress.pairs()),
        },
    )
    if settings.redis_url is not None:
        _share(house, settings.redis_url.get_secret_value())
    return house


def _share(house: House, url: str) -> None:
    """Have Redis keep short-lived state, and count requests over all processes."""
    from careerdesk.adapters.redis import RedisClient, RedisLimiter, RedisStore

    client = RedisClient(url)

    def store(db: Db) -> Store:
        return RedisStore(client, PostgresStore(db))

    house.adapters["redis"], house.store, house.limiter = client, store, RedisLimiter(client)


def mailer(settings: Settings) -> Mailer:
    """SMTP where a host is set, SendGrid where a key is; else files in the data folder."""
    mail, sendgrid = settings.mail, settings.sendgrid
    if mail.host is None and sendgrid.api_key is not None:
        return SendGridMailer(
            api_key=sendgrid.api_key.get_secret_value(),
            base_url=sendgrid.base_url,
            sender=mail.sender,
            timeout=mail.timeout_seconds,
        )
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
