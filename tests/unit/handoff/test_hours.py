"""Opening hours are Norway's: summer time, public holidays, and the minute that the door closes."""

from __future__ import annotations

import datetime as dt

import pytest

from assistant.handoff.hours import HoursError, parse
from assistant.settings import Settings, SettingsError

HOURS = parse("TL mon-thu 08:00-15:45; BUFDIR mon-fri 09:00-10:00; TL fri 08:00-15:00")["TL"]


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-23T07:00:00+00:00", True),  # Monday 08.00 in Oslo, winter
        ("2026-11-23T06:59:59+00:00", False),
        ("2026-06-22T06:00:00+00:00", True),  # Monday 08.00 in Oslo, summer
        ("2026-11-26T14:44:59+00:00", True),  # Thursday, the last second
        ("2026-11-26T14:45:00+00:00", False),
        ("2026-11-27T14:30:00+00:00", False),  # Friday closes earlier
        ("2026-11-28T10:00:00+00:00", False),  # Saturday
        ("2026-05-14T10:00:00+00:00", False),  # Ascension Day, a Thursday
        ("2026-12-25T10:00:00+00:00", False),
        ("2026-04-02T10:00:00+00:00", False),  # Maundy Thursday
    ],
)
def test_open_and_closed(moment: str, is_open: bool) -> None:
    assert HOURS.is_open(dt.datetime.fromisoformat(moment)) is is_open


@pytest.mark.parametrize(
    "text",
    [
        "alltid",
        "mon-fri 08:00-16:00",
        "TL mon-fri 8-16",
        "TL fri-mon 08:00-15:00",
        "TL mon 15:00-08:00",
        "TL mon 25:00-26:00",
        "TL xyz 08:00-09:00",
    ],
)
def test_hours_that_cannot_be_read_are_refused_with_an_example(text: str) -> None:
    with pytest.raises(HoursError, match="mon-thu 08:00-15:45"):
        parse(text)
    with pytest.raises(SettingsError, match="VEILEDER_OPENING_HOURS"):
        Settings.from_env({"VEILEDER_OPENING_HOURS": text})


@pytest.mark.parametrize(
    ("url", "accepted"),
    [
        ("https://sak.example.no/hook", True),
        ("http://127.0.0.1:9000/hook", True),
        ("http://sak.example.no/hook", False),
        ("https://user:pass@sak.example.no/hook", False),
        ("file:///etc/passwd", False),
    ],
)
def test_a_webhook_is_https_or_on_this_machine(url: str, accepted: bool) -> None:
    if accepted:
        assert Settings.from_env({"VEILEDER_HANDOFF_WEBHOOK": url}).handoff_webhook == url
    else:
        with pytest.raises(SettingsError, match="VEILEDER_HANDOFF_WEBHOOK"):
            Settings.from_env({"VEILEDER_HANDOFF_WEBHOOK": url})
