"""A source that is gone, out of reach, elsewhere or past its deadline is told once, to an editor, and truly."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from announcements import TEXT, scheme
from watching import LATER, TODAY, Watching, says

from assistant.sources.shelf import Shelf
from assistant.sources.watched import watched_sources


@pytest.mark.parametrize("status", [404, 410])
async def test_a_source_is_gone_when_two_looks_say_so(watching: Watching, status: int) -> None:
    says(watching, TEXT)
    await watching.look()
    says(watching, "", status=status)
    assert await watching.kinds() == ["unreachable"]
    assert (await watching.told(), watching.shelf.gone("side-2030")) == ([], {})
    assert await watching.kinds() == ["gone"]
    assert await watching.kinds() == ["gone"]
    assert await watching.told() == ["gone"], "once is enough"
    assert watching.shelf.gone("side-2030") == {watching.source().url: TODAY}


async def test_a_source_that_comes_back_is_not_gone_any_more(watching: Watching) -> None:
    says(watching, TEXT)
    await watching.look()
    for _ in range(2):
        says(watching, "", status=404)
        await watching.look()
        await watching.look()
        assert await watching.told() == ["gone"]
        says(watching, TEXT)
        assert await watching.kinds() == ["unchanged"]
        assert (await watching.told(), watching.shelf.gone("side-2030")) == ([], {})
    assert [row.resolved_by for row in await watching.register.findings(resolved=True)] == ["watch", "watch"]


async def test_what_an_editor_has_dealt_with_is_told_again_only_after_it_has_been_over(watching: Watching) -> None:
    says(watching, TEXT)
    await watching.look()
    says(watching, "", status=404)
    await watching.look()
    await watching.look()
    (row,) = await watching.register.findings()
    assert await watching.register.resolve(row.id, "Kari")
    assert not await watching.register.resolve(row.id, "Ola"), "somebody was faster"
    await watching.look()
    assert await watching.told() == []
    says(watching, TEXT)
    await watching.look()
    says(watching, "", status=404)
    await watching.look()
    await watching.look()
    assert await watching.told() == ["gone"]


async def test_a_site_that_fails_between_two_404_does_not_make_a_source_gone(watching: Watching) -> None:
    for status, kind in ((404, "unreachable"), (503, "unreachable"), (404, "unreachable"), (404, "gone")):
        says(watching, "", status=status)
        assert await watching.kinds() == [kind]


async def test_a_network_that_fails_is_told_after_the_third_time_and_once(watching: Watching) -> None:
    says(watching, TEXT)
    await watching.look()
    says(watching, "", status=503)
    told = []
    for _ in range(5):
        assert await watching.kinds() == ["unreachable"]
        told.append(await watching.told())
    assert told == [[], [], ["unreachable"], ["unreachable"], ["unreachable"]]
    says(watching, TEXT)
    assert await watching.kinds() == ["unchanged"], "what it is compared with is still there"
    assert await watching.told() == []


async def test_what_a_rule_forbids_is_told_at_once(watching: Watching) -> None:
    watching.publisher.redirects("/side", "https://169.254.169.254/latest/")
    (seen,) = await watching.look()
    assert (seen.kind, seen.detail["refused"]) == ("unreachable", True)
    assert await watching.told() == ["unreachable"]


async def test_a_page_without_words_is_unreadable_and_changes_nothing(watching: Watching) -> None:
    says(watching, TEXT)
    await watching.look()
    says(watching, " \n ", headers={"ETag": '"empty"'})
    assert await watching.kinds() == ["unreadable"]
    assert await watching.told() == ["unreadable"]
    (row,) = await watching.register.rows()
    assert row.etag != '"empty"', "an unreadable page must be fetched again"
    says(watching, TEXT)
    assert await watching.kinds() == ["unchanged"]
    assert await watching.told() == []


async def test_a_permanent_redirect_is_told_once_for_each_place(watching: Watching) -> None:
    says(watching, TEXT, "/ny")
    watching.publisher.redirects("/side", "/ny", 301)
    assert await watching.kinds() == ["first", "moved"]
    assert await watching.kinds() == ["unchanged", "moved"]
    (row,) = await watching.register.findings()
    assert (row.kind, row.detail) == ("moved", {"to": watching.publisher.url("/ny")})
    await watching.register.resolve(row.id, "Kari")
    await watching.look()
    assert await watching.told() == []


async def test_a_redirect_that_ends_is_not_told_any_more(watching: Watching) -> None:
    says(watching, TEXT, "/ny")
    watching.publisher.redirects("/side", "/ny", 301)
    await watching.look()
    says(watching, TEXT)
    assert await watching.kinds() == ["unchanged"]
    assert await watching.told() == []


async def test_what_was_found_at_an_address_that_is_not_watched_any_more_is_over(watching: Watching) -> None:
    says(watching, TEXT)
    await watching.look()
    says(watching, LATER)
    await watching.look()
    says(watching, "", status=404)
    await watching.look()
    await watching.look()
    assert sorted(await watching.told()) == ["changed", "gone"]
    await watching.register.retire([("side-2030", watching.publisher.url("/ny")), ("annen", "")])
    assert await watching.told() == ["changed"], "an editor has still to see what had changed"
    assert await watching.register.rows() == []


async def test_a_temporary_redirect_is_no_move(watching: Watching) -> None:
    says(watching, TEXT, "/ny")
    watching.publisher.redirects("/side", "/ny", 302)
    assert await watching.kinds() == ["first"]


async def test_a_source_whose_deadline_is_past_has_expired(watching: Watching) -> None:
    says(watching, TEXT)
    one = scheme(watching.publisher.url("/side").replace("http:", "https:"))
    deadlines = (("tryggest", "2025", one.edition().deadlines.application),)
    source = watching.source(deadlines=deadlines)
    assert [seen.kind for seen in await watching.look(source, today=dt.date(2030, 3, 1))] == ["first"]
    seen = await watching.look(source, today=dt.date(2030, 3, 2))
    assert [one.kind for one in seen] == ["unchanged", "expired"]
    assert seen[1].detail == {"edition": "2025", "deadline": "2030-03-01", "precision": "day", "certainty": "fixed"}
    await watching.look(source, today=dt.date(2030, 3, 3))
    assert await watching.told() == ["expired"]
    newer = one.edition().deadlines.application.model_copy(update={"date": dt.date(2031, 3, 1)})
    await watching.look(replace(source, deadlines=(("tryggest", "2031", newer),)), today=dt.date(2030, 3, 4))
    assert await watching.told() == []


async def test_a_document_that_came_as_a_file_can_expire_too(watching: Watching) -> None:
    deadlines = (("tryggest", "2025", scheme(None).edition().deadlines.application),)
    seen = await watching.look(watching.source(url="", deadlines=deadlines), today=dt.date(2031, 1, 1))
    assert [one.kind for one in seen] == ["expired"]
    assert (await watching.told(), watching.publisher.asked) == (["expired"], [])


def test_a_scheme_that_is_closed_does_not_expire(tmp_path: Path) -> None:
    one = scheme(None)
    edition = one.edition().model_copy(update={"status": "closed"})
    closed = one.model_copy(update={"editions": (edition,)})
    assert [source.deadlines for source in watched_sources([closed], Shelf(tmp_path))] == [(), ()]
