"""A checklist as a calendar file, with reminders."""

import datetime as dt
import hashlib
from typing import Any

from icalendar import Alarm, Calendar, Event

from knowledge.export.layout import on_one_line
from knowledge.language.texts import knowledge_texts

_ALARMS_DAYS = (7, 1)
_PRODUCT = "-//Tilskuddsveilederen//Sjekkliste//NO"


def render_ics(content: dict[str, Any]) -> bytes:
    """Writes each dated item as an all-day event with alarms a week and a day ahead.

    UIDs follow from the checklist's id and the item's, so that a file downloaded again updates the events.

    Args:
        content: a checklist as kept: `id`, `title`, `items` (each as in the HTTP contract).
    """
    content = on_one_line(content)
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", content["title"])
    for item in content["items"]:
        if item["due"]["date"]:
            calendar.add_component(_event(content, item))
    return bytes(calendar.to_ical())


def _event(content: dict[str, Any], item: dict[str, Any]) -> Event:
    date = dt.date.fromisoformat(item["due"]["date"])
    now = dt.datetime.now(dt.UTC)
    event = Event()
    event.add("uid", _uid(content["id"], item["id"]))
    event.add("dtstamp", now)
    event.add("sequence", int(now.timestamp()) // 60)  # a later file replaces an earlier one
    event.add("dtstart", date)
    event.add("dtend", date + dt.timedelta(days=1))
    event.add("summary", f"{item['what']} ({_done(content)})" if item["done"] else item["what"])
    cited = item["citation"]
    event.add("description", "\n".join([item["why"], item["due"]["text"], f"{cited['title']}: {cited['locator']}"]))
    if cited["url"]:
        event.add("url", cited["url"])
    event.add("status", "TENTATIVE" if item["due"]["certainty"] == "assumed" else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    for days in () if item["done"] else _ALARMS_DAYS:
        event.add_component(_alarm(item["what"], days))
    return event


def _uid(checklist_id: str, item_id: str) -> str:
    """The same each time, and no way back to the checklist: who gets the file must not get the link."""
    digest = hashlib.sha256(f"{checklist_id}/{item_id}".encode()).hexdigest()
    return f"{digest[:32]}@tilskuddsveilederen"


def _done(content: dict[str, Any]) -> str:
    return knowledge_texts()("document_done", content["lang"])


def _alarm(text: str, days: int) -> Alarm:
    """A reminder at nine in the morning so many days ahead; an all-day event begins at midnight."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text)
    alarm.add("trigger", dt.timedelta(days=-days, hours=9))
    return alarm
