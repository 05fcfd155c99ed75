"""Settings are documented, and a bad value names its variable."""

from __future__ import annotations

import re
import traceback
from datetime import date
from pathlib import Path

import pytest

from assistant.doctor.configuration import readable
from assistant.settings import Settings, SettingsError, variable

PAGE = Path(__file__).parents[3] / "docs" / "settings.md"


def test_every_setting_is_documented_and_nothing_else_is() -> None:
    documented = set(re.findall(r"^\| `(VEILEDER_[A-Z_]+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    assert documented == {variable(name) for name in Settings.model_fields}


def test_every_setting_says_what_it_is() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


@pytest.mark.parametrize(
    "name", [name for name, field in Settings.model_fields.items() if isinstance(field.default, int)]
)
def test_the_documented_default_is_the_real_one(name: str) -> None:
    default = Settings.model_fields[name].default
    written = (
        str(default).lower() if isinstance(default, bool) else f"{default:g}" if isinstance(default, float) else default
    )
    assert f"| `{variable(name)}` | `{written}` |" in PAGE.read_text(encoding="utf-8")


def test_values_come_from_the_environment_and_empty_ones_do_not_count() -> None:
    environ = {"VEILEDER_PORT": "80", "VEILEDER_TODAY": "2025-02-01", "VEILEDER_HOST": "", "OTHER": "x"}
    environ["VEILEDER_CORS_ORIGINS"] = "https://a.no, https://b.no:8443"
    settings = Settings.from_env(environ)
    assert (settings.port, settings.host, settings.today) == (80, "127.0.0.1", date(2025, 2, 1))
    assert settings.cors_origins == ("https://a.no", "https://b.no:8443")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("VEILEDER_PORT", "http"),
        ("VEILEDER_PORT", "70000"),
        ("VEILEDER_TODAY", "1. mars"),
        ("VEILEDER_SECRET", "too-short-secret"),
        ("VEILEDER_CORS_ORIGINS", "*"),
        ("VEILEDER_TRUSTED_PROXIES", "not-a-network"),
        ("VEILEDER_PUBLIC_URL", "example.no/path"),
        ("VEILEDER_RETENTION_DAYS", "0"),
    ],
)
def test_a_bad_value_names_the_variable_and_not_the_value(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_env({name: value})
    assert name in str(caught.value)
    if name == "VEILEDER_SECRET":
        assert value not in str(caught.value)


def test_the_secret_is_not_shown_when_settings_are_printed() -> None:
    assert "s" * 32 not in repr(Settings.from_env({"VEILEDER_SECRET": "s" * 32}))


@pytest.mark.parametrize(
    "url",
    [
        "redis://:hun/ter2@127.0.0.1:6379/0",
        "redis://:12/hunter2@127.0.0.1:6379/0",
        "redis://:12?hunter2@127.0.0.1:6379/0",
        "redis://:hun#ter2@127.0.0.1:6379/0",
        "redis://127.0.0.1:hunter2",
        "redis://127.0.0.1:99999/0",
        "redis://[hunter2",
        "redis://127.0.0.1/0?socket_timeout=hunter2",
        "http://:hunter2@127.0.0.1/",
    ],
)
def test_an_address_of_redis_that_is_none_is_refused_without_quoting_it(url: str) -> None:
    assert_refused("VEILEDER_REDIS_URL", url)


@pytest.mark.parametrize(
    "url",
    [
        "hunter2",
        "postgresql+psycopg2://u:hunter2@127.0.0.1:ter2/db",
        "postgresql+psycopg2://u:hun@ter2@127.0.0.1/db",
        "postgresql+psycopg2://u:hunter2@127.0.0.1:99999/db",
        "postgresql+psycopg2://u:hunter2@[::1/db",
        "mysql://u:hunter2@127.0.0.1/db",
        "nothing://u:hunter2@127.0.0.1/db",
        "postgresql+nothing://u:hunter2@127.0.0.1/db",
    ],
)
def test_an_address_of_a_database_that_is_none_is_refused_without_quoting_it(url: str) -> None:
    assert_refused("VEILEDER_DATABASE_URL", url)


@pytest.mark.parametrize("driver", ["postgresql+nothing", "postgresql+asyncpg", "sqlite+nothing", "sqlite+aiosqlite"])
def test_a_driver_that_is_not_there_is_told_with_what_to_write(driver: str) -> None:
    with pytest.raises(SettingsError, match=r"VEILEDER_DATABASE_URL: .*driver.* not installed.*: begin .*psycopg2://"):
        Settings.from_env({"VEILEDER_DATABASE_URL": f"{driver}://u:hunter2@127.0.0.1/db"})


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///", "sqlite:///:memory:"])
def test_a_database_without_a_file_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match=r"VEILEDER_DATABASE_URL: .*names no file"):
        Settings.from_env({"VEILEDER_DATABASE_URL": url})


def test_the_doctor_tells_of_a_driver_that_is_not_there() -> None:
    settings, finding = readable({"VEILEDER_DATABASE_URL": "postgresql+nothing://u:hunter2@127.0.0.1/db"})
    assert (settings, finding.result) == (None, "error")
    assert "driver" in finding.why and "hunter2" not in str(finding)


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("VEILEDER_REDIS_URL", "redis://127.0.0.1:6379/0"),
        ("VEILEDER_REDIS_URL", "redis://127.0.0.1"),
        ("VEILEDER_REDIS_URL", "rediss://user:hun%2Fter2@redis.example.no:6380/1?socket_timeout=2"),
        ("VEILEDER_REDIS_URL", "unix:///run/redis/redis@1.sock?db=1"),
        ("VEILEDER_DATABASE_URL", "postgresql+psycopg2://u:hun%40ter2@127.0.0.1:5432/db?sslmode=verify-full"),
        ("VEILEDER_DATABASE_URL", "postgresql://u:hun/ter2@[::1]/db"),
        ("VEILEDER_DATABASE_URL", "postgresql+psycopg2:///db?host=/run/postgresql"),
        ("VEILEDER_DATABASE_URL", "sqlite:////var/lib/veileder/conversations.db"),
    ],
)
def test_an_address_that_works_is_taken(name: str, url: str) -> None:
    settings = Settings.from_env({name: url})
    given = settings.redis_url.get_secret_value() if settings.redis_url else settings.database_url
    assert given == url


def test_the_doctor_says_it_without_quoting_either() -> None:
    settings, finding = readable({"VEILEDER_REDIS_URL": "redis://:hun/ter2@127.0.0.1:6379/0"})
    assert settings is None
    assert "VEILEDER_REDIS_URL" in str(finding)
    assert not [part for part in ("hun", "ter2") if part in str(finding)]


def assert_refused(name: str, url: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_env({name: url})
    shown = "".join(traceback.format_exception(caught.value))
    assert name in str(caught.value)
    assert not [part for part in ("hun", "ter2", "99999", url) if part in shown.replace(__file__, "")]
