"""Settings come from the environment; what is set to nothing counts as not set, as in a compose file."""

import pytest

from careerdesk.kernel.settings import Settings


@pytest.fixture
def clean(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.chdir("/")
    return monkeypatch


def test_nothing_is_as_good_as_absent(clean: pytest.MonkeyPatch) -> None:
    for name in ("MAIL__HOST", "MAIL__PORT", "DEFAULT_INSTITUTION", "DATABASE_URL", "SECRET_KEY"):
        clean.setenv(f"CAREERDESK_{name}", "")
    settings = Settings()
    assert (settings.mail.host, settings.mail.port, settings.default_institution) == (None, 587, None)
    assert settings.database_url is None


def test_nested_settings_have_two_underscores(clean: pytest.MonkeyPatch) -> None:
    clean.setenv("CAREERDESK_MAIL__HOST", "mail.example.edu")
    clean.setenv("CAREERDESK_MAIL__FROM", "Office <office@example.edu>")
    settings = Settings()
    assert (settings.mail.host, settings.mail.sender) == ("mail.example.edu", "Office <office@example.edu>")


def test_production_refuses_to_start_without_a_key_or_with_a_weak_one(clean: pytest.MonkeyPatch) -> None:
    clean.setenv("CAREERDESK_ENV", "production")
    with pytest.raises(RuntimeError, match="SECRET_KEY is not set"):
        Settings().secret()
    clean.setenv("CAREERDESK_SECRET_KEY", "short")
    with pytest.raises(RuntimeError, match="32 characters"):
        Settings().secret()
    clean.setenv("CAREERDESK_SECRET_KEY", "k" * 32)
    assert Settings().secret() == b"k" * 32
