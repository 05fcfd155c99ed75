"""What is loaded and run is the project's own; what is kept secret can be read by its owner alone."""

from __future__ import annotations

import ast
import io
import os
import stat
import subprocess
import sys
import tarfile
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import numpy as np
import pytest
from ruamel.yaml import YAML

from assistant.cli import main
from assistant.conversations.secret import load_keyring
from assistant.conversations.stores import open_stores
from assistant.engine import seals, training
from assistant.engine.seals import UnsafeFolder
from assistant.settings import Settings
from knowledge.loader import SchemeFileError, load_scheme, read_yaml

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("assistant", "actions", "knowledge", "tools")
# Calls that run what they read, or hand it to a shell.
FORBIDDEN = {
    "eval", "exec", "compile", "__import__", "pickle.load", "pickle.loads", "pickle.Unpickler", "joblib.load",
    "jsonpickle.decode", "marshal.loads", "shelve.open", "dill.load", "os.system", "os.popen", "yaml.load",
    "yaml.unsafe_load", "yaml.full_load", "subprocess.getoutput", "tempfile.mktemp", "ET.parse", "ET.fromstring",
}  # fmt: skip
# Development, the filter of its log lines, and the stock Rasa that ours is measured against: none is the service.
STARTERS = {"assistant/development.py", "assistant/logs.py", "assistant/evaluation/stock/bench.py"}
TAGS = [
    "!!python/object/apply:os.system ['touch {path}']",
    "!!python/object/new:os.system ['touch {path}']",
    "!!python/name:os.system",
    "!!python/module:os",
    "!!python/object:subprocess.Popen {{args: ['touch', '{path}']}}",
    "!!binary Zm9v",
    "!own x",
]


def _sources() -> list[Path]:
    return [path for package in PACKAGES for path in (ROOT / package).rglob("*.py") if "node_modules" not in str(path)]


def test_nothing_of_ours_runs_what_it_reads() -> None:
    found = []
    for path in _sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = ast.unparse(node.func)
            settings = {each.arg: ast.unparse(each.value) for each in node.keywords}
            unsafe = name in FORBIDDEN or settings.get("shell") == "True" or settings.get("allow_pickle") == "True"
            unsafe |= name == "YAML" and settings.get("typ") == "'unsafe'"
            unsafe |= name == "np.load" and settings.get("allow_pickle") != "False"
            if unsafe:
                found.append(f"{path.relative_to(ROOT)}:{node.lineno} {name}")
    assert found == []


def test_rasas_own_server_and_model_loading_are_started_by_development_alone() -> None:
    users = [path for path in _sources() if "rasa.server" in (text := path.read_text("utf-8")) or "enable_api" in text]
    assert users == []
    started = [path.relative_to(ROOT) for path in _sources() if '"rasa"' in path.read_text("utf-8")]
    assert {str(path) for path in started} <= STARTERS


@pytest.mark.parametrize("tag", TAGS)
def test_a_tag_in_yaml_makes_no_object(tag: str, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    path = tmp_path / "ny.yml"
    path.write_text(f"id: ny\nname: {tag.format(path=trace)}\n", encoding="utf-8")
    with pytest.raises(SchemeFileError):
        load_scheme(path)
    try:
        YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    except Exception as error:  # noqa: BLE001  whichever refusal it is
        assert "construct" in str(error)
    with pytest.raises(SchemeFileError, match="line 2: a tag"):
        read_yaml(path)
    assert not trace.exists()


def test_an_array_file_with_objects_in_it_is_not_read(tmp_path: Path) -> None:
    from knowledge import rankers

    kept = tmp_path / "questions.npz"
    np.savez(kept, letters=np.array([{"a": 1}], dtype=object))
    assert rankers._read([], kept) is None or rankers._read([], kept) == {}
    with np.load(kept, allow_pickle=False) as arrays, pytest.raises(ValueError, match="allow_pickle"):
        arrays["letters"]


@pytest.fixture
def model(tmp_path: Path) -> Path:
    folder = tmp_path / "models"
    seals.make_folder(folder)
    path = folder / "veileder-0.tar.gz"
    path.write_bytes(b"trained")
    path.chmod(0o644)
    seals.seal(path)
    return path


def test_a_model_as_training_left_it_is_taken(model: Path) -> None:
    assert seals.is_sealed(model)
    said = model.with_name(f"{model.name}.sha256").read_text()
    assert said == f"33fbcd8470eae125a265eb3f4375137f38ea4dc42f75ac09594bfe1a1c951af6  {model.name}\n", (
        "as sha256sum writes it"
    )


@pytest.mark.parametrize("damage", ["changed", "cut", "no checksum", "another's checksum", "empty checksum", "gone"])
def test_a_model_that_is_not_as_training_left_it_is_not(model: Path, damage: str) -> None:
    beside = model.with_name(f"{model.name}.sha256")
    if damage == "changed":
        model.write_bytes(b"Trained")
    elif damage == "cut":
        model.write_bytes(b"train")
    elif damage == "no checksum":
        beside.unlink()
    elif damage == "another's checksum":
        beside.write_text(beside.read_text().replace(model.name, "veileder-1.tar.gz"))
    elif damage == "empty checksum":
        beside.write_text("")
    else:
        model.unlink()
    assert not seals.is_sealed(model)


@pytest.mark.parametrize("what", ["folder", "model", "checksum"])
@pytest.mark.parametrize("mode", [0o020, 0o002])
def test_a_model_that_others_may_write_to_is_refused_with_the_remedy(model: Path, what: str, mode: int) -> None:
    path = {"folder": model.parent, "model": model, "checksum": model.with_name(f"{model.name}.sha256")}[what]
    path.chmod(stat.S_IMODE(path.stat().st_mode) | mode)
    with pytest.raises(UnsafeFolder, match="chmod go-w"):
        seals.is_sealed(model)


def test_a_folder_for_models_is_made_so_that_its_owner_alone_writes_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        seals.make_folder(tmp_path / "models")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "models").stat().st_mode) == 0o755


def test_a_model_without_our_checksum_is_trained_anew_and_never_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "models"
    seals.make_folder(folder)
    training.model_path(folder).write_bytes(b"put here by hand")
    said: list[str] = []
    monkeypatch.setattr("assistant.engine.training.sys.executable", "/bin/false")
    with pytest.raises(training.TrainingError):
        training.ensure_model(folder, said.append)
    assert "is not as training left it" in said[0]


def _archive(folder: Path, *members: tarfile.TarInfo) -> Path:
    path = folder / "model.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for member in members:
            member.size = 4 if member.isreg() else 0
            archive.addfile(member, io.BytesIO(b"evil") if member.isreg() else None)
    return path


def _member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, link
    return member


HOSTILE = {
    "up": [_member("../evil.txt")],
    "up from below": [_member("components/../../evil.txt")],
    "absolute": [_member("{outside}/evil.txt")],
    "link up": [_member("components", tarfile.SYMTYPE, "{outside}"), _member("components/evil.txt")],
    "hard link up": [_member("a", tarfile.LNKTYPE, "../../secret"), _member("b")],
    "device": [_member("a", tarfile.CHRTYPE)],
}


@pytest.mark.rasa
@pytest.mark.parametrize("name", HOSTILE)
def test_rasa_unpacks_no_model_beyond_its_folder(name: str, tmp_path: Path) -> None:
    from rasa.engine.storage.local_model_storage import LocalModelStorage
    from tarsafe import TarSafeException

    inside, outside = tmp_path / "inside" / "deep", tmp_path / "outside"
    inside.mkdir(parents=True)
    outside.mkdir()
    for member in HOSTILE[name]:
        member.name = member.name.format(outside=outside)
        member.linkname = member.linkname.format(outside=outside)
    with pytest.raises((TarSafeException, tarfile.TarError, OSError)):
        LocalModelStorage._extract_archive_to_directory(_archive(tmp_path, *HOSTILE[name]), inside)
    assert not list(tmp_path.rglob("evil.txt"))


def test_what_is_secret_is_for_its_owner_alone_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        settings = Settings(var=tmp_path / "new" / "var")
        load_keyring(settings)
        open_stores(settings).close()
    finally:
        os.umask(before)
    assert stat.S_IMODE(settings.var.stat().st_mode) == 0o700
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in settings.var.iterdir() if path.is_file()}
    assert {"secret.key", "conversations.db"} <= modes.keys()
    assert set(modes.values()) == {0o600}


def test_the_var_folder_is_private_too_when_the_models_are_made_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def beside(folder: Path, _report: object = None) -> AbstractContextManager[None]:
        return nullcontext(folder.mkdir(parents=True, exist_ok=True))

    monkeypatch.setattr("assistant.engine.training.model_beside", beside)
    monkeypatch.setattr("assistant.engine.training.rankers_beside", beside)
    monkeypatch.setenv("VEILEDER_VAR", str(tmp_path / "var"))
    monkeypatch.delenv("VEILEDER_MODELS", raising=False)
    before = os.umask(0)
    try:
        assert main(["train"]) == 0
    finally:
        os.umask(before)
    assert (tmp_path / "var" / "models").is_dir()
    assert stat.S_IMODE((tmp_path / "var").stat().st_mode) == 0o700


def test_the_var_folder_is_private_too_when_the_workers_metrics_are_the_first_in_it(tmp_path: Path) -> None:
    made = "from pathlib import Path; from assistant.observability.shared import prepare_shared_metrics as prepare; "
    made += "import os, sys; os.umask(0); prepare(Path(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", made, str(tmp_path / "var")], cwd=ROOT, check=True)
    assert stat.S_IMODE((tmp_path / "var").stat().st_mode) == 0o700


def test_two_services_with_one_folder_have_one_secret(tmp_path: Path) -> None:
    settings = Settings(var=tmp_path / "var")
    assert load_keyring(settings).key("token") == load_keyring(settings).key("token")
    assert load_keyring(settings).key("token") != load_keyring(settings).key("payload")


def test_no_secret_is_shown_by_the_settings(tmp_path: Path) -> None:
    secret = "s" * 40
    settings = Settings(var=tmp_path, secret=secret, handoff_secret=secret)
    assert secret not in repr(settings) + str(settings) + settings.model_dump_json()
