"""Sources are read again, and what has changed in them is told once, to an editor, and truly."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import web
from announcements import TEXT, scheme
from watching import LATER, Watching, says

from assistant.settings import Settings
from assistant.sources.service import look_at_all
from assistant.sources.shelf import Shelf
from assistant.sources.watch import run_forever
from assistant.sources.watched import WatchedSource, watched_sources
from knowledge.documents.model import Document


async def test_the_first_look_is_what_later_ones_are_compared_with(watching: Watching) -> None:
    says(watching, TEXT)
    assert await watching.kinds() == ["first"]
    assert await watching.kinds() == ["unchanged"]
    assert await watching.told() == []
    assert [source for source, _ in watching.heard] == ["side-2030"]
    assert watching.shelf.text("side-2030") is None, "what citations open is for an editor to decide"


async def test_a_change_is_told_with_the_words_before_and_after(watching: Watching) -> None:
    says(watching, TEXT)
    await watching.look()
    says(watching, LATER)
    (seen,) = await watching.look()
    (change,) = seen.detail["changes"]
    assert (seen.kind, change["kind"]) == ("changed", "changed")
    assert (change["before"], change["after"]) == (
        "Søknadsfristen er 1. mars 2030.",
        "Søknadsfristen er 15. april 2030.",
    )
    newest, oldest = watching.shelf.history("side-2030")
    assert (seen.detail["before"], seen.detail["after"]) == (oldest.sha256, newest.sha256)
    (row,) = await watching.register.findings()
    assert (row.source, row.scheme, row.kind, row.detail) == ("side-2030", "tryggest", "changed", seen.detail)
    assert any("15. april" in block.text for block in watching.heard[-1][1].blocks)
    assert await watching.kinds() == ["unchanged"]


async def test_the_same_change_there_and_back_and_there_is_told_each_time(watching: Watching) -> None:
    for text in (TEXT, LATER, TEXT, LATER):
        says(watching, text)
        await watching.look()
    assert await watching.told() == ["changed"] * 3


async def test_other_bytes_with_the_same_words_are_no_change(watching: Watching) -> None:
    says(watching, TEXT)
    await watching.look()
    says(watching, TEXT.replace("\n\n", "\n \n") + "  \n")
    assert await watching.kinds() == ["unchanged"]
    assert len(watching.shelf.history("side-2030")) == 1


def _page(main: str, menu: str = "Forside") -> str:
    body = f"<nav><a href='/'>{menu}</a></nav><main>{main}</main><footer>{menu}</footer>"
    return f"<!doctype html><html lang='nb'><head><title>Byen</title></head><body>{body}</body></html>"


async def test_a_menu_that_is_another_is_no_change_of_a_web_page(watching: Watching) -> None:
    main = "<h1>Grønn ordning</h1><h2>Søknadsfrist</h2><p>Søknadsfristen er 1. mars 2030.</p>"
    says(watching, _page(main), content_type="text/html")
    assert await watching.kinds() == ["first"]
    says(watching, _page(f"<!-- 17:02 -->{main}<script>n=1</script>", "Aktuelt nå"), content_type="text/html")
    assert await watching.kinds() == ["unchanged"]
    says(watching, _page(main.replace("1. mars", "2. mars")), content_type="text/html")
    (seen,) = await watching.look()
    assert [(change["locator"], change["after"]) for change in seen.detail["changes"]] == [
        ("Søknadsfrist", "Søknadsfristen er 2. mars 2030.")
    ]


async def test_a_server_is_not_asked_for_what_has_not_changed(watching: Watching) -> None:
    sent = 0

    async def answer(request: web.Request) -> web.Response:
        nonlocal sent
        if request.headers.get("If-None-Match") == '"a"':
            return web.Response(status=304)
        sent += 1
        return web.Response(text=TEXT, headers={"ETag": '"a"'})

    watching.publisher.pages["/side"] = answer
    assert [await watching.kinds() for _ in range(3)] == [["first"], ["unchanged"], ["unchanged"]]
    assert sent == 1
    (row,) = await watching.register.rows()
    assert (row.last_status, row.etag, row.misses, row.last_read) == (304, '"a"', 0, watching.now)


async def test_a_version_that_was_lost_is_fetched_again(watching: Watching) -> None:
    says(watching, TEXT, headers={"ETag": '"a"'})
    await watching.look()
    for path in (watching.shelf.history("side-2030")[0].sha256,):
        (watching.shelf._folder / "side-2030" / f"{path}.json").unlink()
    assert await watching.kinds() == ["first"]


async def test_a_look_at_all_sources_of_the_schemes(watching: Watching, tmp_path: Path) -> None:
    says(watching, TEXT)
    one = scheme(watching.publisher.url("/side").replace("http:", "https:"))
    heard: list[str] = []

    async def hear(source: str, _document: Document) -> None:
        heard.append(source)

    settings = Settings(var=tmp_path, source_hosts=("example.no",))
    seen = await look_at_all(settings, [one], watching.register, dt.date(2031, 1, 1), on_changed=hear)
    assert sorted((one.source, one.kind) for one in seen) == [
        ("side-2030", "expired"),
        ("side-2030", "unreachable"),
        ("slides-2025", "unreachable"),
    ]
    assert (heard, watching.publisher.asked) == ([], []), "https only, and only hosts on the list"


async def test_a_hook_that_fails_stops_no_other_source_and_sees_the_change_again(watching: Watching) -> None:
    says(watching, TEXT)
    says(watching, LATER, "/annen")
    other = watching.source("/annen", id="annen-2030")

    async def fail(source: str, document: Document) -> None:
        await watching.hear(source, document)
        if source == "side-2030":
            raise RuntimeError("the drafts cannot be written")

    watching.watch = replace(watching.watch, on_changed=fail)
    for _ in range(2):
        with pytest.raises(RuntimeError, match="drafts"):
            await watching.look(watching.source(), other)
    assert [source for source, _ in watching.heard] == ["side-2030", "annen-2030", "side-2030"]
    assert [row.source for row in await watching.register.rows()] == ["annen-2030"]
    watching.watch = replace(watching.watch, on_changed=watching.hear)
    assert await watching.kinds(watching.source(), other) == ["first", "unchanged"]


async def test_a_damaged_file_is_told_and_stops_nothing(watching: Watching) -> None:
    says(watching, TEXT)
    says(watching, LATER, "/annen")
    sources = watching.source(), watching.source("/annen", id="annen-2030")
    await watching.look(*sources)
    version = watching.shelf.history("side-2030")[0]
    (watching.shelf._folder / "side-2030" / f"{version.sha256}.json").write_text("{", encoding="utf-8")
    assert await watching.kinds(*sources) == ["unreadable", "unchanged"]


async def test_a_host_is_asked_one_thing_at_a_time(watching: Watching) -> None:
    inside = most = 0

    async def answer(_request: web.Request) -> web.Response:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        await asyncio.sleep(0.02)
        inside -= 1
        return web.Response(text=TEXT)

    paths = [f"/{number}" for number in range(5)]
    watching.publisher.pages |= dict.fromkeys(paths, answer)
    seen = await watching.kinds(*(watching.source(path, id=f"side-{path[1:]}") for path in paths))
    assert (seen, most) == (["first"] * 5, 1)
    assert watching.publisher.asked.count("/robots.txt") == 1


async def test_a_huge_change_is_told_in_part(watching: Watching) -> None:
    says(watching, TEXT)
    await watching.look()
    says(watching, "\n\n".join(f"Overskrift {n}:\n\nAvsnitt {n}. {'Ord ' * 3000}" for n in range(150)))
    (seen,) = await watching.look()
    assert (len(seen.detail["changes"]), seen.detail["more"] > 0) == (100, True)
    assert max(len(change["after"]) for change in seen.detail["changes"]) == 10_000


async def test_the_watch_goes_on_after_a_look_that_failed() -> None:
    waits: list[float] = []
    looks: list[int] = []

    async def wait(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) > 3:
            raise asyncio.CancelledError

    async def run() -> None:
        looks.append(1)
        raise RuntimeError("not today")

    with pytest.raises(asyncio.CancelledError):
        await run_forever(run, 24, wait=wait)
    assert len(looks) == 3
    assert 60 <= waits[0] <= 600
    assert all(0.9 * 86_400 <= seconds <= 1.1 * 86_400 for seconds in waits[1:])


def _shown(sources: Sequence[WatchedSource]) -> list[tuple[str, str, tuple[str, ...], int]]:
    return [(source.id, source.url, source.schemes, len(source.deadlines)) for source in sources]


def test_what_is_watched_is_what_schemes_give_an_address_for(tmp_path: Path) -> None:
    one = scheme("https://www.example.no/side")
    two = scheme(None).model_copy(update={"id": "annen"})
    shown = _shown(watched_sources([one, two], Shelf(tmp_path)))
    assert ("side-2030", "https://www.example.no/side", ("tryggest",), 2) in shown
    assert {source for source, _, _, _ in shown} == {"side-2030", "slides-2025"}


def test_a_source_that_is_in_no_address_is_watched_for_its_deadline_alone(tmp_path: Path) -> None:
    assert ("side-2030", "", ("tryggest",), 1) in _shown(watched_sources([scheme(None)], Shelf(tmp_path)))
