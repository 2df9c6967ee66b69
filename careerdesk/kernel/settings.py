"""Every setting, declared once. Environment variables `CAREERDESK_*`; nested ones with two underscores.

`.env.example` and `docs/reference/settings.md` are generated from here.
"""

import secrets
from functools import lru_cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class MailSettings(BaseModel):
    """Outgoing mail by SMTP. Without a host, mails are written to the data folder's `outbox`."""

    host: str | None = Field(None, description="SMTP server. Empty: mails are written to <data folder>/outbox as files")
    port: int = Field(587, ge=1, le=65535, description="SMTP port")
    username: str | None = Field(None, description="SMTP user name")
    password: SecretStr | None = Field(None, description="SMTP password")
    sender: str = Field("Careerdesk <no-reply@localhost>", alias="from", description="From address of every mail")
    start_tls: bool | None = Field(None, description="STARTTLS: true, false, or empty for 'where the server offers it'")
    timeout_seconds: float = Field(30, gt=0, le=300, description="Longest wait for the SMTP server")

    model_config = {"populate_by_name": True}


class AuthSettings(BaseModel):
    """Signing in."""

    access_minutes: int = Field(30, ge=1, le=1440, description="Life of an access token, minutes")
    refresh_days: int = Field(7, ge=1, le=90, description="Life of a refresh token, days")
    cookie_days: int = Field(14, ge=1, le=90, description="Life of a browser session, days")
    fresh_minutes: int = Field(
        60,
        ge=1,
        le=10_080,
        description="How long after signing in passkeys, keys and settings of signing in may be changed",
    )
    invitation_days: int = Field(14, ge=1, le=90, description="Life of an invitation, days")
    acting_minutes: int = Field(
        60, ge=1, le=60, description="Life of an administrator's session in another person's place, minutes"
    )
    argon2_threads: int = Field(2, ge=1, le=16, description="Password hashes computed at the same time, at most")
    verify_email: bool = Field(
        True, description="Who registers proves their address by a code before there is an account"
    )
    otp_seconds: int = Field(300, ge=30, le=3600, description="Life of a one-time code, seconds")
    otp_resend_seconds: int = Field(30, ge=0, le=600, description="When the page offers to send a code again, seconds")
    otp_requests: int = Field(3, ge=1, description="Codes sent to one address for one purpose in the window")
    otp_request_window_seconds: int = Field(86_400, ge=1, description="Window of that limit, seconds")
    otp_block_register_seconds: int = Field(1_200, ge=1, description="Block after too many requests: registering")
    otp_block_login_seconds: int = Field(86_400, ge=1, description="Block after too many requests: signing in")
    otp_block_forgetpassword_seconds: int = Field(
        86_400, ge=1, description="Block after too many requests: a forgotten password"
    )
    otp_wrong: int = Field(5, ge=1, description="Wrong codes for one address and purpose in the window")
    otp_wrong_window_seconds: int = Field(3_600, ge=1, description="Window of that limit, seconds")
    otp_block_wrong_seconds: int = Field(1_800, ge=1, description="Block after too many wrong codes")
    otp_requests_per_ip: int = Field(2_000, ge=1, description="Codes asked for from one IP address in an hour")
    otp_wrong_per_ip: int = Field(200, ge=1, description="Wrong codes from one IP address in an hour")
    breaker_wrong_codes: int = Field(
        500,
        ge=1,
        description="Wrong codes of the whole installation after which a code alone opens nothing for a while",
    )
    breaker_seconds: int = Field(3_600, ge=1, description="Window of that limit, seconds")


class SendGridSettings(BaseModel):
    """Outgoing mail by SendGrid, where no SMTP server is set."""

    api_key: SecretStr | None = Field(None, description="SendGrid API key. Empty: not used")
    base_url: str = Field("https://api.sendgrid.com/v3", description="Address of SendGrid's API")


class RateLimitSettings(BaseModel):
    """Limits on requests, per signed-in caller, else per IP address; and on sign-ins, of which only failed ones count."""

    enabled: bool = Field(True, description="Count and refuse at all")
    requests: int = Field(100, ge=1, description="Requests of one caller in the window")
    strict_requests: int = Field(30, ge=1, description="Of these, requests to routes at which guesses could be made")
    window_seconds: int = Field(60, ge=1, le=3600, description="Window of the limits on requests, seconds")
    sign_in_per_address: int = Field(10, ge=1, description="Failed sign-ins for one e-mail address in the window")
    sign_in_per_ip: int = Field(50, ge=1, description="Failed sign-ins from one IP address in the window")
    sign_in_window_seconds: int = Field(900, ge=1, description="Window of the sign-in limits, seconds")
    register_per_ip: int = Field(100, ge=1, description="New accounts from one IP address in the window")


class EgressSettings(BaseModel):
    """Requests to addresses that somebody else wrote: identity providers, job sources, webhooks."""

    allow: str = Field(
        "",
        description="Only with ENV=test: `host:port,…` that may be reached although they are not on the open internet",
    )

    def pairs(self) -> frozenset[tuple[str, int]]:
        """The hosts and ports that are named."""
        found = set()
        for part in filter(None, (part.strip() for part in self.allow.split(","))):
            host, _, port = part.rpartition(":")
            if not host or not port.isdecimal() or not 0 < int(port) < 65_536:
                raise ValueError("CAREERDESK_EGRESS__ALLOW is written host:port,host:port")
            found.add((host.strip("[]").lower(), int(port)))
        return frozenset(found)


class Settings(BaseSettings):
    """The settings of one process."""

    model_config = SettingsConfigDict(
        env_prefix="CAREERDESK_",
        env_nested_delimiter="__",
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        populate_by_name=True,
    )

    env: Literal["development", "test", "production"] = Field("development", description="Kind of installation")
    data_dir: Path = Field(Path("var"), description="Folder of the embedded database, files and outbox")
    database_url: str | None = Field(
        None, description="PostgreSQL to use. Empty: the embedded server in the data folder"
    )
    database_role: str | None = Field(
        "careerdesk_app", description="Role that requests run as: owns no table, cannot bypass row-level security"
    )
    database_pool: int = Field(10, ge=1, le=200, description="Connections of one web process, at most")
    public_url: str = Field("http://localhost:8000", description="Address under which people reach the installation")
    redis_url: SecretStr | None = Field(
        None, description="Redis for one-time codes, counters and rate limits over several processes. Empty: PostgreSQL"
    )
    secret_key: SecretStr | None = Field(
        None, description="Signs tokens. Empty: made once and kept in the data folder; required in production"
    )
    default_institution: str | None = Field(None, description="Slug of the institution of signed-out requests")
    cors_origins: list[str] = Field([], description="Other origins whose pages may call the API, as a JSON list")
    trusted_proxies: list[str] = Field([], description="IP addresses whose X-Forwarded-For is believed, as a JSON list")
    metrics_port: int | None = Field(None, ge=0, le=65535, description="Port of /metrics, on loopback. Empty: none")
    metrics_host: str = Field("127.0.0.1", description="Address on which /metrics listens")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="Least level that is logged")
    log_format: Literal["json", "text"] = Field("json", description="One JSON object a line, or readable text")
    max_body_bytes: int = Field(12_000_000, ge=1_000, description="Largest request body")
    body_seconds: float = Field(30, gt=0, description="Longest time in which a request must have arrived")
    import_inline_rows: int = Field(200, ge=0, description="An import of at most so many rows is answered at once")
    undo_seconds: int = Field(10, ge=1, le=300, description="How long a held bulk move can be taken back, seconds")
    features: dict[str, bool] = Field(
        {},
        description='Features that the installation decides for every institution, as JSON: {"FEATURE_API_KEYS": false}',
    )
    mail: MailSettings = Field(default_factory=MailSettings, description="Outgoing mail")
    sendgrid: SendGridSettings = Field(default_factory=SendGridSettings, description="Mail by SendGrid")
    auth: AuthSettings = Field(default_factory=AuthSettings, description="Signing in")
    rate_limit: RateLimitSettings = Field(default_factory=RateLimitSettings, description="Limits on attempts")
    egress: EgressSettings = Field(default_factory=EgressSettings, description="Requests to the outside world")

    @model_validator(mode="after")
    def _only_tests_reach_inside(self) -> "Settings":
        if self.egress.pairs() and self.env != "test":
            raise ValueError(
                "CAREERDESK_EGRESS__ALLOW opens the inner network and works with CAREERDESK_ENV=test only. Unset it."
            )
        return self

    @property
    def secure(self) -> bool:
        """Whether the public address is HTTPS: decides cookie names and HSTS."""
        return urlsplit(self.public_url).scheme == "https"

    def secret(self) -> bytes:
        """The signing key. In production it must be set, so that several machines share it."""
        if self.secret_key is not None:
            value = self.secret_key.get_secret_value()
            if self.env == "production" and len(value) < 32:
                raise RuntimeError("CAREERDESK_SECRET_KEY must have at least 32 characters in production.")
            return value.encode()
        if self.env == "production":
            raise RuntimeError("CAREERDESK_SECRET_KEY is not set. Make one: openssl rand -hex 32")
        return _kept_secret(self.data_dir)


@lru_cache
def _kept_secret(data_dir: Path) -> bytes:
    """The key of a trial installation, made once. Two processes that start together agree on one."""
    path = data_dir / "secret_key"
    data_dir.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x") as file:
            path.chmod(0o600)
            file.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    return path.read_text().strip().encode()
