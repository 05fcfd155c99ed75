"""Settings are documented, and a bad value names its variable."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

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
