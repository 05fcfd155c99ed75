"""A checklist as a calendar file, with reminders."""

import datetime as dt
from typing import Any

from icalendar import Alarm, Calendar, Event

_ALARMS_DAYS = (7, 1)
_PRODUCT = "-//Tilskuddsveilederen//Sjekkliste//NO"


def render_ics(content: dict[str, Any]) -> bytes:
    """Writes each dated item as an all-day event with alarms a week and a day ahead.

    UIDs are made from the checklist's id and the item's, so that a file downloaded again updates the events.

    Args:
        content: a checklist as kept: `id`, `title`, `items` (each as in the HTTP contract).
    """
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
    event = Event()
    event.add("uid", f"{content['id']}-{item['id']}@tilskuddsveilederen")
    event.add("dtstamp", dt.datetime.now(dt.UTC))
    event.add("dtstart", date)
    event.add("dtend", date + dt.timedelta(days=1))
    event.add("summary", item["what"])
    cited = item["citation"]
    event.add("description", "\n".join([item["why"], item["due"]["text"], f"{cited['title']}: {cited['locator']}"]))
    event.add("status", "TENTATIVE" if item["due"]["certainty"] == "assumed" else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    for days in _ALARMS_DAYS:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", item["what"])
        alarm.add("trigger", dt.timedelta(days=-days))
        event.add_component(alarm)
    return event
