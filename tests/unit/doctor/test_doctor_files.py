"""`veileder doctor`: the files of the var folder; and that looking changes none."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from doctor_support import bad, good, installation, made

from assistant.doctor import contents, files, others, tables
from assistant.engine import training


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


def test_a_secret_that_is_a_link_to_nowhere_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "secret.key").symlink_to(tmp_path / "gone")
    bad(files.secret(installation(tmp_path)), "error", "is a link to", "Bring the file back")


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
    words = trained / "words-0.0.1"
    words.mkdir()
    (words / "nb.trie").write_bytes(b"old")
    training.words_path(trained).mkdir()
    (training.words_path(trained) / "nb.trie").write_bytes(b"present")
    bad(files.old_models(installation(tmp_path)), "warning", "6 files of earlier releases")


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
