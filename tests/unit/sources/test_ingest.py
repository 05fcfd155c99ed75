"""A document is taken in from a file or a page, and citations open it when schemes cite it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from announcements import TEXT, read_here, scheme
from publisher import Publisher
from reportlab.pdfgen import canvas

from assistant.cli import main
from assistant.sources.failures import FetchFailed, FetchRefused
from assistant.sources.ingest import Taken, ingest, take
from assistant.sources.observations import Observation
from assistant.sources.policy import Policy
from assistant.sources.said import line
from assistant.sources.shelf import Shelf
from assistant.sources.versions import Origin, ShelfError
from assistant.sources.watched import watched_sources
from knowledge.documents.model import DocumentError
from knowledge.passages import Passages

NOBODY = Policy(frozenset())
TAKEN = Taken(TEXT.encode(), Origin(name="gronn.txt"))


async def test_a_file_is_taken_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "gronn.txt").write_text(TEXT, encoding="utf-8")
    assert await take(str(tmp_path / "gronn.txt"), NOBODY) == TAKEN


async def test_what_is_no_file_is_refused_with_what_to_do(tmp_path: Path) -> None:
    for place in (str(tmp_path), str(tmp_path / "missing.txt"), "/dev/zero", "", "ftp://example.no/a"):
        with pytest.raises(DocumentError, match="Give the path"):
            await take(place, NOBODY)


async def test_a_file_that_is_too_large_is_refused_before_it_is_read_whole(tmp_path: Path) -> None:
    with (tmp_path / "stor.txt").open("wb") as file:
        file.truncate(50_000_000_000)
    with pytest.raises(DocumentError, match="larger than 20 MB"):
        await take(str(tmp_path / "stor.txt"), NOBODY)


async def test_a_page_is_fetched_under_the_same_rules(publisher: Publisher) -> None:
    publisher.says("/side", TEXT, content_type="text/plain")
    taken = await take(publisher.url("/side"), publisher.policy())
    assert taken == Taken(TEXT.encode(), Origin(url=publisher.url("/side"), media_type="text/plain; charset=utf-8"))
    with pytest.raises(FetchRefused):
        await take("https://www.annet.no/", publisher.policy())
    with pytest.raises(FetchFailed):
        await take(publisher.url("/mangler"), publisher.policy())


async def test_a_file_whose_name_is_in_no_known_encoding_can_be_kept(tmp_path: Path) -> None:
    place = os.fsencode(tmp_path) + b"/gr\xf8nn.txt"
    with open(place, "wb") as file:
        file.write(TEXT.encode())
    taken = await take(os.fsdecode(place), NOBODY)
    done = ingest(taken, None, [scheme(None)], Shelf(tmp_path / "shelf"), read_at=1, read=read_here)
    assert Shelf(tmp_path / "shelf").history(done.version.source) == [done.version]


def test_the_document_of_a_cited_source_is_what_citations_open(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    done = ingest(TAKEN, "side-2030", [scheme(None)], shelf, read_at=1, read=read_here)
    assert done.text == tmp_path / "side-2030.txt"
    assert shelf.current("side-2030") == done.version
    assert Passages.read(tmp_path).find("side-2030", "Søknadsfrist")[0].cited.endswith("1. mars 2030.")
    assert done.unseen == ()


def test_citations_that_do_not_stand_in_the_document_are_told(tmp_path: Path) -> None:
    taken = Taken(TEXT.replace("Søknadsfrist", "Dato").encode(), TAKEN.origin)
    assert ingest(taken, "side-2030", [scheme(None)], Shelf(tmp_path), read_at=1, read=read_here).unseen == (
        "Søknadsfrist",
    )


def test_a_document_that_no_scheme_cites_waits_for_an_editor(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    done = ingest(TAKEN, None, [scheme(None)], shelf, read_at=1, read=read_here)
    assert (done.text, shelf.waiting()) == (None, [done.version])
    assert list(tmp_path.glob("*.txt")) == []
    newer = Taken(TEXT.replace("1. mars", "2. mars").encode(), TAKEN.origin)
    again = ingest(newer, done.version.source, [scheme(None)], shelf, read_at=2, read=read_here)
    assert (again.text, shelf.waiting()) == (None, [again.version])


def test_the_same_document_again_is_the_same_source(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    one = ingest(TAKEN, "side-2030", [scheme(None)], shelf, read_at=1, read=read_here)
    newer = Taken(TEXT.replace("1. mars", "2. mars").encode(), TAKEN.origin)
    two = ingest(newer, "side-2030", [scheme(None)], shelf, read_at=2, read=read_here)
    again = ingest(TAKEN, None, [scheme(None)], shelf, read_at=3, read=read_here)
    assert (again.version, again.text) == (one.version, None)
    assert shelf.current("side-2030") == two.version, "without --source nothing that citations open changes"
    back = ingest(TAKEN, "side-2030", [scheme(None)], shelf, read_at=4, read=read_here)
    assert shelf.current("side-2030") == back.version == one.version


def test_a_source_that_nobody_has_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ShelfError, match=r"no scheme has a source 'annen'\. Known: side-2030, slides-2025"):
        ingest(TAKEN, "annen", [scheme(None)], Shelf(tmp_path), read_at=1, read=read_here)
    with pytest.raises(ShelfError, match="no id"):
        ingest(TAKEN, "../annen", [scheme(None)], Shelf(tmp_path), read_at=1, read=read_here)
    assert list(tmp_path.iterdir()) == []


def test_a_page_that_was_taken_in_is_watched(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    page = Taken(TEXT.encode(), Origin(url="https://www.example.no/side"))
    ingest(page, "side-2030", [scheme(None)], shelf, read_at=1, read=read_here)
    watched = {source.id: source.url for source in watched_sources([scheme(None)], shelf)}
    assert watched["side-2030"] == "https://www.example.no/side"


def _veileder(monkeypatch: pytest.MonkeyPatch, folder: Path, *arguments: str) -> int:
    monkeypatch.setenv("VEILEDER_VAR", str(folder))
    return main(list(arguments))


def test_the_command_takes_in_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "gronn.txt").write_text(TEXT, encoding="utf-8")
    assert _veileder(monkeypatch, tmp_path, "ingest", str(tmp_path / "gronn.txt"), "--source", "page-2023") == 0
    said = capsys.readouterr().out
    assert said.startswith(f"{tmp_path / 'sources' / 'page-2023.txt'}\n")
    assert "not found word for word: Regelverk" in said
    assert _veileder(monkeypatch, tmp_path, "ingest", str(tmp_path / "gronn.txt")) == 0
    assert "page-2023: kept" in capsys.readouterr().out


def test_the_command_takes_in_a_pdf(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = canvas.Canvas(str(tmp_path / "gronn.pdf"))
    for size, y, text in ((20, 780, "Grønn ordning"), (16, 740, "Regelverk"), (11, 710, "Fristen er 1. mars 2030.")):
        page.setFont("Helvetica", size)
        page.drawString(60, y, text)
    page.save()
    assert _veileder(monkeypatch, tmp_path, "ingest", str(tmp_path / "gronn.pdf"), "--source", "page-2023") == 0
    assert "read as: «Grønn ordning», pdf" in capsys.readouterr().out
    assert "1. mars 2030" in Passages.read(tmp_path / "sources").find("page-2023", "Regelverk")[0].cited
    assert Shelf(tmp_path / "sources").original(Shelf(tmp_path / "sources").history("page-2023")[0])[:5] == b"%PDF-"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["missing.pdf"], "there is no file"),
        (["https://169.254.169.254/latest/"], "VEILEDER_SOURCE_HOSTS"),
        (["http://localhost/"], "https://"),
        (["gronn.txt", "--source", "../x"], "no id"),
        (["gronn.txt", "--source", "annen"], "Known: page-2023, slides-2025"),
        (["tom.txt"], "veileder: "),
    ],
)
def test_what_the_command_cannot_take_in_is_said_plainly(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "gronn.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "tom.txt").write_bytes(b"")
    assert _veileder(monkeypatch, tmp_path / "var", "ingest", *arguments) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "var" / "sources").exists()


def test_a_watch_that_was_not_asked_for_says_how(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _veileder(monkeypatch, tmp_path, "watch") == 2
    assert "--once" in capsys.readouterr().err


def test_the_command_looks_once_at_all_sources(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VEILEDER_SOURCE_HOSTS", "example.no")  # so that nothing outside is asked
    monkeypatch.setenv("VEILEDER_TODAY", "2026-11-22")
    assert _veileder(monkeypatch, tmp_path, "watch", "--once") == 0
    said = capsys.readouterr().out
    assert "www.statsforvalteren.no is not one of the hosts" in said
    assert "slides-2025 (tryggest): expired: 2025-03-31" in said


def test_an_observation_is_said_in_a_line() -> None:
    change = {"kind": "changed", "locator": "Søknadsfrist"}
    seen = Observation("side", "https://a.no/", (), "changed", {"changes": [change], "more": 2})
    assert line(seen) == "side (https://a.no/): changed: changed «Søknadsfrist»; and 2 more"
    assert line(Observation("side", "https://a.no/", (), "unchanged")) == "side (https://a.no/): unchanged"
