"""Originals are kept whole or not at all, and citations open what an editor has seen."""

from __future__ import annotations

import datetime as dt
import os
import stat
from pathlib import Path

import pytest
from announcements import ORIGIN, TEXT, read, titled
from hypothesis import given
from hypothesis import strategies as st

from assistant.sources.shelf import Shelf, is_id, made_id
from assistant.sources.versions import Origin, ShelfError
from knowledge.documents import as_text
from knowledge.passages import Passages


def _files(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def test_an_original_is_kept_with_what_is_known_of_it(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    data, document = read(TEXT)
    version = shelf.put("side-2030", data, document, ORIGIN, read_at=7)
    assert shelf.original(version) == data
    assert (version.size, version.origin, version.read_at, version.format) == (len(data), ORIGIN, 7, "text")
    assert Shelf(tmp_path).history("side-2030") == [version]
    assert shelf.sources() == ["side-2030"]
    assert shelf.text("side-2030") is None, "nothing is opened that was not adopted"


def test_what_is_kept_is_for_its_owner_alone_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        shelf = Shelf(tmp_path / "var" / "sources")
        data, document = read(TEXT)
        shelf.adopt(shelf.put("side", data, document, ORIGIN, read_at=1), as_text(document))
    finally:
        os.umask(before)
    made = {str(path.relative_to(tmp_path)): path for path in tmp_path.rglob("*")}
    assert {
        "var",
        "var/sources",
        "var/sources/side",
        "var/sources/side.txt",
        "var/sources/side/state.json",
    } <= made.keys()
    modes = {name: stat.S_IMODE(path.stat().st_mode) for name, path in made.items()}
    assert modes == {name: 0o700 if path.is_dir() else 0o600 for name, path in made.items()}


def test_days_survive_being_kept(tmp_path: Path) -> None:
    data, document = read(TEXT + "\nFørst publisert: 09.05.2029 Sist oppdatert: 19.01.2030\n")
    Shelf(tmp_path).put("side", data, document, ORIGIN, read_at=1)
    version = Shelf(tmp_path).history("side")[0]
    assert (version.published, version.updated) == (dt.date(2029, 5, 9), dt.date(2030, 1, 19))


def test_the_same_bytes_again_change_nothing(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    data, document = read(TEXT)
    version = shelf.put("side", data, document, ORIGIN, read_at=1)
    shelf.adopt(version, as_text(document))
    before = _files(tmp_path)
    again = shelf.put("side", data, document, Origin(url="https://example.no/"), read_at=2)
    shelf.adopt(again, as_text(document))
    assert (_files(tmp_path), again) == (before, version)


def test_citations_open_the_version_that_was_adopted(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    data, document = read(TEXT)
    shelf.adopt(shelf.put("side", data, document, ORIGIN, read_at=1), as_text(document))
    newer, changed = read(TEXT.replace("1. mars", "1. april"))
    waiting = shelf.put("side", newer, changed, ORIGIN, read_at=2)
    assert "1. mars" in Passages.read(tmp_path).find("side", "Søknadsfrist")[0].cited
    assert shelf.waiting() == [waiting]
    shelf.adopt(waiting, as_text(changed))
    assert "1. april" in Passages.read(tmp_path).find("side", "Søknadsfrist")[0].cited
    assert (shelf.current("side"), shelf.waiting()) == (waiting, [])
    assert [version.read_at for version in shelf.history("side")] == [2, 1]


def test_a_source_can_be_gone_and_come_back(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    assert shelf.gone("side") == {}
    shelf.mark_gone("side", "https://a.no/", dt.date(2030, 5, 1))
    shelf.mark_gone("side", "https://b.no/", dt.date(2030, 5, 2))
    shelf.mark_gone("side", "https://a.no/", None)
    assert Shelf(tmp_path).gone("side") == {"https://b.no/": dt.date(2030, 5, 2)}


def test_a_text_without_an_original_is_left_in_peace(tmp_path: Path) -> None:
    (tmp_path / "side.txt").write_text(TEXT, encoding="utf-8")
    shelf = Shelf(tmp_path)
    assert (shelf.text("side"), shelf.current("side"), shelf.sources(), shelf.waiting()) == (TEXT, None, [], [])
    assert shelf.id_for("Side", ORIGIN, set()) == "side-2", "its name is taken"


@pytest.mark.parametrize("fail_at", [1, 2])
def test_a_crash_while_writing_leaves_no_half_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fail_at: int
) -> None:
    calls = 0
    replace = os.replace

    def failing(source: str, target: Path) -> None:
        nonlocal calls
        calls += 1
        if calls == fail_at:
            raise OSError(28, "No space left on device")
        replace(source, target)

    monkeypatch.setattr(os, "replace", failing)
    shelf = Shelf(tmp_path)
    data, document = read(TEXT)
    with pytest.raises(OSError, match="No space"):
        shelf.put("side", data, document, ORIGIN, read_at=1)
    assert (shelf.history("side"), shelf.sources(), list(tmp_path.rglob("*.part"))) == ([], [], [])
    monkeypatch.undo()
    assert shelf.original(shelf.put("side", data, document, ORIGIN, read_at=1)) == data


def test_what_somebody_changed_on_disk_is_noticed(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    data, document = read(TEXT)
    version = shelf.put("side", data, document, ORIGIN, read_at=1)
    (tmp_path / "side" / version.file_name).write_bytes(b"other")
    with pytest.raises(ShelfError, match="has been changed"):
        shelf.original(version)
    (tmp_path / "side" / version.file_name).unlink()
    with pytest.raises(ShelfError, match="is missing"):
        shelf.original(version)
    for content in ("", "{}", "[]", '{"source": 1', "null"):
        (tmp_path / "side" / f"{version.sha256}.json").write_text(content, encoding="utf-8")
        with pytest.raises(ShelfError, match="damaged"):
            shelf.history("side")


def test_a_document_that_was_read_from_other_bytes_is_refused(tmp_path: Path) -> None:
    _, document = read(TEXT)
    with pytest.raises(ShelfError, match="not read from these bytes"):
        Shelf(tmp_path).put("side", b"other", document, ORIGIN, read_at=1)


@pytest.mark.parametrize(
    "source",
    ["..", ".", "", "/etc", "a/b", "a\\b", "a..b", "-a", "a-", "A", "å", "a\n", "a\x00", "a.txt", "a" * 65, "a--b"],
)
def test_an_id_that_is_none_is_refused_everywhere(tmp_path: Path, source: str) -> None:
    shelf = Shelf(tmp_path / "shelf")
    data, document = read(TEXT)
    with pytest.raises(ShelfError, match="no id"):
        shelf.put(source, data, document, ORIGIN, read_at=1)
    for ask in (shelf.history, shelf.current, shelf.text, shelf.gone):
        with pytest.raises(ShelfError, match="no id"):
            ask(source)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("sha256", ["..", "../" + "a" * 61, "A" * 64, "a" * 64 + "\n", ""])
def test_a_hash_that_is_none_is_refused(tmp_path: Path, sha256: str) -> None:
    with pytest.raises(ShelfError, match="no SHA-256"):
        Shelf(tmp_path).version("side", sha256)


@given(st.text(max_size=200))
def test_an_id_that_is_made_of_any_title_is_one_or_nothing(title: str) -> None:
    made = made_id(title)
    assert made == "" or (is_id(made) and is_id(f"{made}-9999"))


@pytest.mark.parametrize(
    ("title", "made"),
    [
        ("Tilskudd til Grønt arbeid 2026", "tilskudd-til-gront-arbeid-2026"),
        ("Ørsta – særskilde «tiltak» på ås", "orsta-saerskilde-tiltak-pa-as"),
        ("Sámi giellaváhkku, Kárášjohka", "sami-giellavahkku-karasjohka"),
        ("Tilskudd " * 20, "tilskudd-tilskudd-tilskudd-tilskudd-tilskudd-tilskudd"),
        ("★", ""),
    ],
)
def test_an_id_is_made_of_the_words_of_a_title(title: str, made: str) -> None:
    assert made_id(title) == made


def test_a_document_from_the_same_place_keeps_its_id_and_another_gets_a_number(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    page = Origin(url="https://example.no/a")
    data, document = titled("Grønn ordning")
    assert shelf.id_for(document.title, page, {"gronn-ordning"}) == "gronn-ordning-2"
    shelf.put("gronn-ordning", data, document, page, read_at=1)
    assert shelf.id_for(document.title, page, set()) == "gronn-ordning"
    assert shelf.id_for(document.title, Origin(url="https://example.no/b"), set()) == "gronn-ordning-2"
    assert shelf.id_for("", Origin(name="Utlysning (1).pdf"), set()) == "utlysning-1"
    assert shelf.id_for("", Origin(url="https://example.no/"), set()) == "dokument"
