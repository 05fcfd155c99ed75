"""`veileder doctor`: what the service knows and says."""

from __future__ import annotations

from pathlib import Path

import pytest
from doctor_support import bad, good, installation

from assistant.doctor import contents
from knowledge.loader import SCHEMES_DIR


def test_a_scheme_file_that_is_not_valid_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "x.yml").write_text("id: [")
    bad(contents.schemes(installation(tmp_path, places={"scheme_files": tmp_path})), "error", "x.yml", "veileder check")


def test_deadlines_past_and_assumptions_never_confirmed_are_warnings(tmp_path: Path) -> None:
    bad(contents.schemes(installation(tmp_path, today="2026-11-23")), "warning", "deadline is past", "tryggest")
    bad(contents.schemes(installation(tmp_path, today="2026-11-23")), "warning", "assumed", "oppfolging-voksne")
    good(contents.schemes(installation(tmp_path, today="2025-02-01")))


def test_sources_not_compared_for_a_year_are_a_warning(tmp_path: Path) -> None:
    bad(contents.schemes(installation(tmp_path, today="2030-01-01")), "warning", "more than a year", "checked:")


def test_documents_that_are_missing_wrong_or_broken_are_told(tmp_path: Path) -> None:
    bad(contents.documents(installation(tmp_path)), "warning", "Not installed", "make ingest")
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "slides-2025.txt").write_text("Something else altogether.\n", encoding="utf-8")
    bad(contents.documents(installation(tmp_path)), "warning", "slides-2025: ", "not found in their document")
    (folder / "slides-2025.txt").write_bytes(b"\xff\xfe\x00")
    bad(contents.documents(installation(tmp_path)), "error", "cannot be read", "make ingest")


def test_a_sentence_that_is_missing_in_a_language_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good(contents.all_texts(installation(tmp_path)))
    (tmp_path / "x.yml").write_text("hello: {nb: Hei, nn: Hei}\n")
    monkeypatch.setattr("assistant.bootstrap.TEXTS", tmp_path)
    bad(contents.all_texts(installation(tmp_path)), "error", "x.yml", "'hello'")


def test_a_sami_language_without_its_reply_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.bootstrap.sami_replies", lambda: {"se": "…"})
    bad(contents.all_texts(installation(tmp_path)), "error", "sma, smj")


def test_a_widget_that_was_not_built_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good(contents.widget(installation(tmp_path)))
    monkeypatch.setattr(contents, "_WIDGET", tmp_path)
    bad(contents.widget(installation(tmp_path)), "error", "veileder.js", "npm run build")


def test_a_checklist_that_cannot_be_written_and_a_missing_font_are_errors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good(contents.export(installation(tmp_path)))

    def fail(_: object) -> bytes:
        raise RuntimeError("no")

    monkeypatch.setattr("knowledge.export.pdf.render_pdf", fail)
    bad(contents.export(installation(tmp_path)), "error", "cannot be written as PDF", "RuntimeError")
    monkeypatch.setattr(contents, "_FONT", "No Such Font")
    bad(contents.export(installation(tmp_path)), "error", "No Such Font", "make setup")


def test_the_shipped_schemes_are_read_where_nothing_else_is_said(tmp_path: Path) -> None:
    assert installation(tmp_path).scheme_files.samefile(SCHEMES_DIR)
