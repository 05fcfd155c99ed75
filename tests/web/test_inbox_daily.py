"""The daily counts: the same however often they are made, and never fewer because conversations were erased."""

from __future__ import annotations

import datetime as dt

import pytest
from inbox_support import HOUR, Reply, no_source, question, talk
from sqlalchemy import inspect
from web_support import Site

from assistant.inbox.daily import Count
from assistant.inbox.figures import totals
from assistant.inbox.tables import DailyRow

pytestmark = pytest.mark.usefixtures("database_url")  # on SQLite and on PostgreSQL

DAY = 24 * HOUR
EVER = dt.date(2000, 1, 1)


async def counted(site: Site) -> list[Count]:
    await site.stores.inbox.daily.count()
    return await site.stores.inbox.daily.read(EVER)


async def test_counting_again_changes_nothing(site: Site) -> None:
    await talk(site.stores, ("a b c", no_source()), ("d e f", Reply("answer", helpful=True)), at=site.clock.now - HOUR)
    first = await counted(site)
    assert first == await counted(site)
    sums = totals(first)
    assert (sums["asked"], sums["no_source"], sums["answered"], sums["helpful"]) == (2, 1, 1, 1)


async def test_a_day_is_counted_anew_when_more_is_said_and_when_a_reply_is_rated_later(site: Site) -> None:
    await site.open()
    (reply, _) = await site.replies("hva er målet")
    assert totals(await counted(site))["helpful"] == 0
    await site.call("POST", f"/messages/{reply['id']}/feedback", json={"helpful": False})
    await site.replies("og hvem kan søke")
    sums = totals(await counted(site))
    assert (sums["answered"], sums["not_helpful"]) == (2, 1)


async def test_a_check_that_is_taken_up_again_is_no_longer_left(site: Site) -> None:
    await talk(site.stores, ("sjekk", question()), at=site.clock.now - HOUR)
    assert totals(await counted(site))["walk_left"] == 1
    site.clock.now -= HOUR - 60
    assert totals(await counted(site))["walk_left"] == 0


async def test_erasing_makes_no_day_smaller_and_days_without_messages_stand(site: Site) -> None:
    old, _ = await talk(site.stores, ("gammelt spørsmål", no_source()), at=site.clock.now - 10 * DAY)
    one, _ = await talk(site.stores, ("nytt spørsmål", no_source()), at=site.clock.now - HOUR)
    await talk(site.stores, ("et til", no_source()), at=site.clock.now - HOUR)
    before = await counted(site)
    for conversation in (old, one):
        await site.stores.eraser.erase(conversation)
    assert await counted(site) == before
    assert totals(before)["no_source"] == 3


async def test_the_table_has_no_column_for_text_or_for_who_asked(site: Site) -> None:
    assert {column.key for column in inspect(DailyRow).columns} == {
        "day",
        "scheme",
        "topic",
        "lang",
        "outcome",
        "count",
    }


async def test_a_conversation_in_which_nothing_was_said_yet_counts_nothing_and_stops_nothing(site: Site) -> None:
    await site.open()
    assert await site.stores.inbox.daily.count() == 0
    await site.replies("hva er målet?")
    assert await site.stores.inbox.daily.count() == 1
