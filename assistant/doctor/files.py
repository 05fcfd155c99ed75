"""The var folder: may the service work in it, is its secret one, is the model there and whole."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from assistant.doctor.finding import Finding, Installation, error, ok, warning
from assistant.engine import seals
from assistant.engine.training import learned_path, model_path, words_path

_SECRET_BYTES = 32
_MANY_OLD = 4  # files: the model and what is learned beside it, of two earlier states
_MIB = 1024**2


def var(installation: Installation) -> Iterator[Finding]:
    """Whether the var folder is there, and this user's to write in."""
    folder = installation.settings.var
    if not folder.exists():
        why = f"{folder.absolute()} is not there. The first start makes it."
        yield warning(
            "var folder", why, "If it should be there already, correct VEILEDER_VAR or the working directory."
        )
        return
    if not folder.is_dir():
        yield error("var folder", f"{folder} is no folder.", "Move the file away, or set VEILEDER_VAR to a folder.")
        return
    yield from _usable("var folder", folder) or [ok("var folder", f"{folder.absolute()}, writable.")]


def _usable(check: str, path: Path) -> list[Finding]:
    """What is wrong with a folder's or file's owner and mode."""
    found = []
    state = path.stat()
    if not os.access(path, os.R_OK | os.W_OK):
        if os.statvfs(path).f_flag & os.ST_RDONLY:
            return [error(check, f"{path} is on a file system that is mounted read-only.", "Mount it for writing.")]
        why = f"This user (uid {os.geteuid()}) may not read and write {path}; its owner is uid {state.st_uid}."
        return [error(check, why, f"Run as the service's user, or `chown` {path} to it.")]
    if state.st_uid != os.geteuid():
        why = f"{path} belongs to uid {state.st_uid}, and this is uid {os.geteuid()}."
        found.append(warning(check, why, "Run this as the service's user; otherwise it says little about the service."))
    if state.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        why = f"Others than the owner may write to {path}."
        found.append(warning(check, why, f"`chmod go-w '{path}'`"))
    return found


def secret(installation: Installation) -> Iterator[Finding]:
    """Whether the secret that signs tokens is there, and nobody else's."""
    if installation.settings.secret is not None:
        yield ok("secret", "From VEILEDER_SECRET.")
        return
    path = installation.settings.var / "secret.key"
    if path.is_symlink() and not path.exists():
        why = f"{path} is a link to {os.readlink(path)}, which is not there: the service does not start."
        yield error("secret", why, "Bring the file back, or delete the link: then open conversations must start anew.")
        return
    if not path.is_file():
        remedy = "If conversations are open, bring the old file back: a new one ends them all."
        yield warning("secret", f"{path} is not there. The next start makes one.", remedy)
        return
    state = path.stat()
    if state.st_mode & 0o077:
        yield error("secret", f"Others than the owner may read {path}.", f"`chmod 600 '{path}'`")
    if state.st_uid != os.geteuid():
        why = f"{path} belongs to uid {state.st_uid}, and this is uid {os.geteuid()}."
        yield error("secret", why, "Run as the service's user, or `chown` the file to it.")
    elif not os.access(path, os.R_OK):
        yield error("secret", f"{path} cannot be read.", f"`chmod 600 '{path}'`")
    elif len(path.read_bytes().strip()) < _SECRET_BYTES:
        remedy = "Bring the right file back, or delete it: then open conversations must start anew."
        yield error("secret", f"{path} holds no secret: it is shorter than {_SECRET_BYTES} characters.", remedy)
    elif not state.st_mode & 0o077:
        yield ok("secret", f"{path}, readable by its owner only.")


def model(installation: Installation) -> Iterator[Finding]:
    """Whether the model for the present release is there, and is as training left it."""
    folder = installation.settings.models_folder
    path, remedy = model_path(folder), "Train it in advance: `veileder train` with the same VEILEDER_VAR."
    if not path.is_file():
        why = f"There is no model for this release in {folder}. The next start trains it first, for about a minute."
        yield warning("model", why, remedy)
        return
    try:
        whole = seals.is_sealed(path)
    except seals.UnsafeFolder as unsafe:
        yield error("model", str(unsafe), f"`chmod go-w` {folder} and what is in it.")
        return
    if not whole:
        why = f"{path.name} is not as training left it, or has no checksum. The next start trains it anew."
        yield warning("model", why, remedy)
    elif not learned_path(folder).is_file():
        why = f"The model is there, but {learned_path(folder).name} is not. The next start learns it first."
        yield warning("model", why, remedy)
    else:
        yield from _loaded(path) if installation.load_model else [ok("model", f"{path.name}, as training left it.")]


def _loaded(path: Path) -> Iterator[Finding]:
    from assistant.engine.processor import DirectProcessor

    try:
        DirectProcessor._load_model(path)
    except Exception as failed:  # noqa: BLE001  whatever Rasa says, the model cannot be used
        why = f"{path.name} cannot be loaded ({type(failed).__name__})."
        yield error("model", why, f"Delete {path} and `veileder train`; if that does not help, `make setup`.")
    else:
        yield ok("model", f"{path.name}, loaded with Rasa.")


def old_models(installation: Installation) -> Iterator[Finding]:
    """Whether models of earlier states take room."""
    folder = installation.settings.models_folder
    used = {model_path(folder), learned_path(folder), *words_path(folder).glob("*")}
    kept = {path for pattern in ("veileder-*.tar.gz", "questions-*.npz", "words-*/*") for path in folder.glob(pattern)}
    old = kept - used
    size = sum(path.stat().st_size for path in old)
    if len(old) > _MANY_OLD:
        why = f"{len(old)} files of earlier releases in {folder} take {size / _MIB:.0f} MiB."
        yield warning("old models", why, "Delete them, unless another service shares the folder or you may go back.")
    else:
        yield ok("old models", f"{len(old)} files of earlier releases, {size / _MIB:.0f} MiB.")
