"""`veileder doctor`: every check passes on a good installation and tells a bad one apart, in words that help."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import shutil
import sqlite3
import sys
import zoneinfo
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.conversations.database import Database
from assistant.doctor import configuration, contents, files, machine, others, tables
from assistant.doctor.finding import Finding, Installation
from assistant.engine import seals, training
from assistant.settings import Settings
from knowledge.loader import SCHEMES_DIR

OSLO = zoneinfo.ZoneInfo("Europe/Oslo")
NOW = dt.datetime(2026, 11, 23, 12, 0, tzinfo=OSLO)
Look = Callable[..., list[Finding]]


def installation(
    folder: Path, *, now: dt.datetime = NOW, places: dict[str, Any] | None = None, **settings: Any
) -> Installation:
    given = {"var": folder, "port": 0, **settings}
    return Installation(Settings(**given), environ={}, now=now, **(places or {}))


def only(found: Iterator[Finding]) -> Finding:
    (finding,) = found
    return finding


def bad(found: Iterator[Finding], result: str, *words: str) -> None:
    """Assert that something is found with this result, in these words, and with something to do."""
    findings = list(found)
    matching = [each for each in findings if each.result == result and all(w in each.why + each.remedy for w in words)]
    assert matching, findings
    assert all(each.remedy for each in matching)


def good(found: Iterator[Finding]) -> None:
    findings = list(found)
    assert findings
    assert [each for each in findings if each.result != "ok"] == []


# --- The machine


def test_a_python_that_the_packages_are_not_made_for_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good(machine.python(installation(tmp_path)))
    monkeypatch.setattr(sys, "version_info", (3, 13, 0))
    bad(machine.python(installation(tmp_path)), "error", "3.13.0", "make setup")


LOCK = """
[[package]]
name = "tilskuddsveilederen"
source = { editable = "." }
dependencies = [{ name = "pydantic" }, { name = "not-there-at-all" }]

[[package]]
name = "pydantic"
version = "0.0.1"
"""


def test_packages_that_differ_from_the_lock_are_named(tmp_path: Path) -> None:
    lock = tmp_path / "uv.lock"
    places = {"lock": lock}
    good(machine.packages(installation(tmp_path, places=places)))  # no lock: nothing to compare
    lock.write_text(LOCK)
    bad(machine.packages(installation(tmp_path, places=places)), "error", "not-there-at-all", "make setup")
    bad(machine.packages(installation(tmp_path, places=places)), "error", "pydantic", "0.0.1")


def test_a_pretended_day_a_wrong_clock_and_another_time_zone_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good(machine.clock(installation(tmp_path)))
    bad(machine.clock(installation(tmp_path, today="2025-02-01")), "warning", "VEILEDER_TODAY", "2025-02-01")
    bad(machine.clock(installation(tmp_path, now=NOW.replace(year=1999))), "error", "1999", "timedatectl")
    tokyo = NOW.astimezone(zoneinfo.ZoneInfo("Asia/Tokyo"))
    bad(machine.clock(installation(tmp_path, now=tokyo)), "warning", "JST", "TZ=Europe/Oslo")

    def missing(name: str) -> None:
        raise zoneinfo.ZoneInfoNotFoundError(name)

    monkeypatch.setattr(machine, "ZoneInfo", missing)
    bad(machine.clock(installation(tmp_path)), "error", "tzdata")


def test_little_memory_is_a_warning(tmp_path: Path) -> None:
    told = tmp_path / "meminfo"
    told.write_text("MemTotal: 8000000 kB\nMemAvailable:    4000000 kB\n")
    good(machine.memory(installation(tmp_path, places={"memory": told})))
    told.write_text("MemTotal: 8000000 kB\nMemAvailable:    100000 kB\n")
    bad(machine.memory(installation(tmp_path, places={"memory": told})), "warning", "0.1 GiB")
    good(machine.memory(installation(tmp_path, places={"memory": tmp_path / "none"})))


@pytest.mark.parametrize(("free", "result"), [(50 * 1024**3, "ok"), (1024**3, "warning"), (1024**2, "error")])
def test_a_disk_that_fills_up_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, result: str) -> None:
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    assert only(machine.disk(installation(tmp_path / "not" / "there"))).result == result


# --- The settings


def test_settings_that_cannot_be_read_name_the_variable() -> None:
    settings, finding = configuration.readable({"VEILEDER_PORT": "http"})
    assert settings is None
    assert finding.result == "error"
    assert "VEILEDER_PORT" in finding.why
    assert "docs/settings.md" in finding.remedy
    settings, finding = configuration.readable({"VEILEDER_PORT": "80"})
    assert settings is not None and finding.result == "ok"


def test_a_misspelt_variable_is_told_with_what_it_may_have_meant(tmp_path: Path) -> None:
    found = installation(tmp_path)
    good(configuration.names(found))
    wrong = dataclasses.replace(found, environ={"VEILEDER_TRUSTED_PROXY": "x", "OTHER": "y"})
    bad(configuration.names(wrong), "warning", "VEILEDER_TRUSTED_PROXY is no setting", "VEILEDER_TRUSTED_PROXIES")


def test_a_public_address_without_a_trusted_proxy_is_a_warning(tmp_path: Path) -> None:
    good(configuration.proxy(installation(tmp_path)))
    behind = {"public_url": "https://veileder.example.no", "trusted_proxies": "127.0.0.1/32"}
    good(configuration.proxy(installation(tmp_path, **behind)))
    alone = {"public_url": "https://veileder.example.no"}
    bad(configuration.proxy(installation(tmp_path, **alone)), "warning", "none is trusted", "VEILEDER_TRUSTED_PROXIES")
    bad(configuration.proxy(installation(tmp_path, host="0.0.0.0")), "warning", "0.0.0.0", "open to the network")
    plain = {"public_url": "http://veileder.example.no", "trusted_proxies": "127.0.0.1/32"}
    bad(configuration.proxy(installation(tmp_path, **plain)), "warning", "without encryption", "https")
    nameless = {"trusted_proxies": "127.0.0.1/32"}
    bad(configuration.proxy(installation(tmp_path, **nameless)), "warning", "VEILEDER_PUBLIC_URL")


def test_an_unencrypted_site_that_may_call_the_api_is_a_warning(tmp_path: Path) -> None:
    good(configuration.cors(installation(tmp_path)))
    good(configuration.cors(installation(tmp_path, cors_origins="https://a.no,http://localhost:3000")))
    bad(configuration.cors(installation(tmp_path, cors_origins="http://a.no")), "warning", "http://a.no")


def test_a_controller_that_is_not_named_is_a_warning(tmp_path: Path) -> None:
    bad(configuration.controller(installation(tmp_path)), "warning", "/personvern", "VEILEDER_CONTROLLER_NAME")
    named = {"controller_name": "Statsforvalteren", "controller_contact": "post@example.no"}
    good(configuration.controller(installation(tmp_path, **named)))


def test_hours_of_an_office_that_does_not_exist_are_an_error(tmp_path: Path) -> None:
    good(configuration.opening_hours(installation(tmp_path)))
    good(configuration.opening_hours(installation(tmp_path, opening_hours="TL mon-fri 08:00-15:00")))
    wrong = installation(tmp_path, opening_hours="XX mon-fri 08:00-15:00")
    bad(configuration.opening_hours(wrong), "error", "no office 'XX'", "VEILEDER_OPENING_HOURS")


def test_tracing_without_its_packages_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good(configuration.tracing(installation(tmp_path)))
    on = installation(tmp_path, tracing_endpoint="http://127.0.0.1:4318/v1/traces")
    monkeypatch.setattr(configuration, "find_spec", lambda _: object())
    good(configuration.tracing(on))
    monkeypatch.setattr(configuration, "find_spec", lambda _: None)
    bad(configuration.tracing(on), "error", "does not start", "--extra tracing")


# --- The var folder


def test_a_var_folder_that_is_missing_a_file_or_not_ours_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good(files.var(installation(tmp_path)))
    bad(files.var(installation(tmp_path / "none")), "warning", "not there", "VEILEDER_VAR")
    (tmp_path / "file").write_text("")
    bad(files.var(installation(tmp_path / "file")), "error", "no folder")
    tmp_path.chmod(0o777)
    bad(files.var(installation(tmp_path)), "warning", "Others than the owner may write", "chmod go-w")
    tmp_path.chmod(0o700)
    monkeypatch.setattr(files.os, "geteuid", lambda: 4711)
    bad(files.var(installation(tmp_path)), "warning", "this is uid 4711")
    monkeypatch.setattr(files.os, "access", lambda *_: False)
    bad(files.var(installation(tmp_path)), "error", "may not read and write", "chown")


def test_a_secret_that_others_may_read_or_that_is_none_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad(files.secret(installation(tmp_path)), "warning", "not there", "ends them all")
    path = tmp_path / "secret.key"
    path.write_text("s" * 64)
    path.chmod(0o600)
    good(files.secret(installation(tmp_path)))
    path.chmod(0o644)
    bad(files.secret(installation(tmp_path)), "error", "may read", "chmod 600")
    path.chmod(0o600)
    path.write_text("short")
    bad(files.secret(installation(tmp_path)), "error", "holds no secret")
    good(files.secret(installation(tmp_path, secret="x" * 40)))
    monkeypatch.setattr(files.os, "geteuid", lambda: 4711)
    bad(files.secret(installation(tmp_path)), "error", "uid 4711", "chown")


@pytest.fixture
def trained(tmp_path: Path) -> Path:
    """A models folder with files that stand in for a model and what is learned beside it."""
    folder = tmp_path / "models"
    seals.make_folder(folder)
    for path in (training.model_path(folder), training.learned_path(folder)):
        path.write_bytes(b"model")
        seals.seal(path)
    return folder


def test_a_model_that_is_missing_changed_or_open_to_others_is_told(tmp_path: Path, trained: Path) -> None:
    good(files.model(installation(tmp_path)))
    path = training.model_path(trained)
    path.write_bytes(b"another")
    bad(files.model(installation(tmp_path)), "warning", "not as training left it", "veileder train")
    trained.chmod(0o777)
    bad(files.model(installation(tmp_path)), "error", "chmod go-w")
    trained.chmod(0o755)
    path.unlink()
    bad(files.model(installation(tmp_path)), "warning", "no model for this release", "veileder train")


def test_a_model_without_what_is_learned_beside_it_is_a_warning(tmp_path: Path, trained: Path) -> None:
    training.learned_path(trained).unlink()
    bad(files.model(installation(tmp_path)), "warning", "learns it first")


def test_a_model_that_cannot_be_loaded_is_an_error(
    tmp_path: Path, trained: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Processor:
        @staticmethod
        def _load_model(path: Path) -> None:
            raise EOFError(path)

    monkeypatch.setitem(sys.modules, "assistant.engine.processor", SimpleNamespace(DirectProcessor=Processor))
    bad(files.model(installation(tmp_path, places={"load_model": True})), "error", "cannot be loaded", "EOFError")


def test_many_old_models_are_a_warning(tmp_path: Path, trained: Path) -> None:
    good(files.old_models(installation(tmp_path)))
    for number in range(5):
        (trained / f"veileder-{number:016}.tar.gz").write_bytes(b"old")
    bad(files.old_models(installation(tmp_path)), "warning", "5 files of earlier releases")


# --- The database


def made(folder: Path) -> Path:
    """A database of this release, closed."""
    database = Database(Settings(var=folder).effective_database_url)
    database.close()
    return folder / "conversations.db"


def test_a_good_database_is_whole_and_at_the_head(tmp_path: Path) -> None:
    good(tables.database(installation(tmp_path)))  # there is none yet
    made(tmp_path)
    found = list(tables.database(installation(tmp_path)))
    assert {each.check for each in found} == {"database", "migrations"}
    good(iter(found))


def test_a_damaged_database_is_an_error(tmp_path: Path) -> None:
    path = made(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(b"no database at all" * 100)
    bad(tables.database(installation(tmp_path)), "error", "cannot be read", "backup")
    middle = len(whole) // 2 // 4096 * 4096
    path.write_bytes(whole[:middle] + b"\xff" * 8192 + whole[middle + 8192 :])
    bad(tables.database(installation(tmp_path)), "error", "damaged", "backup")


@pytest.mark.parametrize(
    ("change", "result", "words"),
    [
        ("UPDATE alembic_version SET version_num = '9999'", "error", "newer one made it"),
        ("UPDATE alembic_version SET version_num = '0000'", "warning", "The next start brings them there"),
        ("DROP TABLE alembic_version", "warning", "no revision"),
    ],
)
def test_tables_of_another_release_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str, result: str, words: str
) -> None:
    path = made(tmp_path)
    head = tables.SHIPPED.head
    monkeypatch.setattr(tables, "SHIPPED", SimpleNamespace(head=head, titles=lambda: {"0000": "earlier", head: "now"}))
    with sqlite3.connect(path) as connection:
        connection.execute(change)
    connection.close()
    bad(tables.database(installation(tmp_path)), result, words, "veileder migrate")


def test_another_journal_mode_and_a_log_that_grows_are_warnings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made(tmp_path)
    keeps_open = sqlite3.connect(path)
    keeps_open.execute("PRAGMA user_version=1")
    keeps_open.commit()
    monkeypatch.setattr(tables, "_LARGE_WAL_BYTES", 0)
    bad(tables.database(installation(tmp_path)), "warning", "conversations.db-wal", "restart")
    keeps_open.close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    connection.close()
    bad(tables.database(installation(tmp_path)), "warning", "journal mode", "not wal")


def test_a_database_too_large_to_check_is_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = made(tmp_path)
    with sqlite3.connect(path) as connection:
        connection.execute(
            "CREATE TABLE large AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n LIMIT 50000) SELECT i FROM n"
        )
    connection.close()
    monkeypatch.setattr(tables, "_LONGEST_CHECK_SECONDS", -1)
    bad(tables.database(installation(tmp_path)), "warning", "too large to be checked")


@pytest.mark.parametrize("system", ["nfs4", "cifs", "fuse.sshfs"])
def test_a_database_on_a_network_file_system_is_an_error(tmp_path: Path, system: str) -> None:
    mounts = tmp_path / "mounts"
    place = str(tmp_path).replace(" ", "\\040")
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nserver:/x {place} {system} rw 0 0\n")
    bad(tables.database(installation(tmp_path, places={"mounts": mounts})), "error", system, "PostgreSQL")


def test_a_database_that_may_not_be_written_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(tmp_path)
    monkeypatch.setattr(tables.os, "access", lambda *_: False)
    bad(tables.database(installation(tmp_path)), "error", "may not write", "chown")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("no address", "no address of a database"),
        ("sqlite://", "names no file"),
        ("postgresql+nothing://u:secret@127.0.0.1/db", "no driver"),
        ("postgresql+psycopg2://u:secret@127.0.0.1:9/db", "does not answer"),
    ],
)
def test_a_database_that_cannot_be_reached_is_an_error_without_its_password(
    tmp_path: Path, url: str, words: str
) -> None:
    found = list(tables.database(installation(tmp_path, database_url=url)))
    bad(iter(found), "error", words)
    assert "secret" not in str(found)


# --- What it knows


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


# --- Nothing is changed


def test_looking_changes_no_file(tmp_path: Path, trained: Path) -> None:
    made(tmp_path)
    (tmp_path / "secret.key").write_text("s" * 64)
    (tmp_path / "secret.key").chmod(0o644)

    def state() -> dict[str, tuple[int, int, bytes]]:
        found = sorted(path for path in tmp_path.rglob("*") if path.is_file())
        return {str(p): (p.stat().st_mode, p.stat().st_mtime_ns, p.read_bytes()) for p in found}

    before = state()
    looked = installation(tmp_path)
    for check in (files.var, files.secret, files.model, files.old_models, tables.database, contents.documents):
        list(check(looked))
    assert state() == before
    absent = installation(tmp_path / "absent")
    for check in (files.var, files.secret, files.model, files.old_models, tables.database, contents.documents):
        list(check(absent))
    assert not (tmp_path / "absent").exists()


def test_a_full_copy_with_a_good_environment_has_no_error(tmp_path: Path, trained: Path) -> None:
    from assistant.doctor.run import examine, exit_code

    made(tmp_path)
    shutil.copy(os.devnull, tmp_path / "nothing")
    findings = list(examine(installation(tmp_path)))
    assert exit_code(findings) == 0, [each for each in findings if each.result == "error"]
    assert {each.check for each in findings} >= {"python", "database", "export", "service", "redis"}
    good(others.service(installation(tmp_path)))
