"""What a release says and judges with: its fixed texts, its rules as code and data, under a hash of all of it."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from knowledge.language.texts import Texts, read_texts
from knowledge.yaml_files import plain_reader

ROOT = Path(__file__).resolve().parents[2]
# Scheme files are not among them: each version of a scheme is kept whole by itself.
_PLACES = (
    ("assistant/texts", "*.yml"),
    ("assistant", "texts_sami.yml"),
    ("assistant/dialogue", "*.yml"),
    ("assistant/nlu", "*.py"),
    ("actions", "*.py"),
    ("knowledge", "*.py"),
    ("knowledge", "*.yml"),
    ("knowledge/offices", "*.csv"),
    (".", "config.yml"),
)
_LEFT_OUT = ("knowledge/schemes", "knowledge/unanswered")
_TEXTS, _SAMI = "assistant/texts", "assistant/texts_sami.yml"
_PHRASES, _TITLES = "knowledge/phrases.yml", "knowledge/topics.yml"


@dataclass(frozen=True)
class Release:
    """The files of a release by their path; `version` is the package's number."""

    digest: str
    version: str
    files: Mapping[str, str]


@dataclass(frozen=True)
class Sentences:
    """The fixed sentences of a release: of the dialogue, of the knowledge layer, the topics' titles, and in Sami."""

    texts: Texts
    phrases: Texts
    titles: Texts
    sami: Mapping[str, str]


def current_release() -> Release:
    """The release that runs, read anew: its files are two million letters, which are needed when it begins to run."""
    return release_of({path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in _files()})


def release_of(files: Mapping[str, str]) -> Release:
    """A release of these files."""
    ordered = dict(sorted(files.items()))
    digest = hashlib.sha256(json.dumps(ordered, ensure_ascii=False).encode()).hexdigest()[:32]
    return Release(digest, package_version(), ordered)


def pack(files: Mapping[str, str]) -> bytes:
    """The files for the database."""
    return zlib.compress(json.dumps(dict(files), ensure_ascii=False).encode(), 9)


def unpack(packed: bytes) -> dict[str, str]:
    """What `pack` packed."""
    return dict(json.loads(zlib.decompress(packed)))


def sentences(release: Release) -> Sentences:
    """The sentences that a release spoke with.

    Raises:
        TextsError: a text file of it is not usable.
        KeyError: it has not the files.
    """
    own = {p: text for p, text in release.files.items() if PurePosixPath(p).parent.as_posix() == _TEXTS}
    sami: dict[str, str] = plain_reader().load(release.files[_SAMI])
    return Sentences(
        _read(own), _read({_PHRASES: release.files[_PHRASES]}), _read({_TITLES: release.files[_TITLES]}), dict(sami)
    )


def _read(files: Mapping[str, str]) -> Texts:
    with TemporaryDirectory() as folder:
        for path, text in files.items():
            (Path(folder) / PurePosixPath(path).name).write_text(text, encoding="utf-8")
        return read_texts(Path(folder))


def _files() -> Iterator[Path]:
    for folder, pattern in _PLACES:
        place = ROOT / folder
        found = place.glob(pattern) if "*" not in pattern else place.rglob(pattern)
        for path in sorted(found):
            if not path.relative_to(ROOT).as_posix().startswith(_LEFT_OUT):
                yield path


def package_version() -> str:
    """The number of the package that runs."""
    try:
        return version("tilskuddsveilederen")
    except PackageNotFoundError:  # run from a folder that is not installed
        return "unknown"
