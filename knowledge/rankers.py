"""The rankers of all editions: fitted once, kept on disk, looked up by edition."""

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from knowledge.known_questions import KnownQuestions, names_of, space_of, statement_texts
from knowledge.mapped_arrays import map_arrays
from knowledge.model import Edition, Scheme
from knowledge.question_space import Arrays, QuestionSpace
from knowledge.ranking import StatementRanker

_rankers: dict[int, tuple[Edition, StatementRanker]] = {}
_learned: dict[str, KnownQuestions] = {}


def prepare(schemes: Sequence[Scheme], kept: Path | None = None, *, without: Collection[str] = ()) -> None:
    """Builds the rankers of all editions, so that schemes learn from each other's questions and none is built late.

    Args:
        kept: a file (.npz) for what is learned; its name must change with everything that is learned from. Read if it
            is there, written if not.
        without: questions without an answer that are held back from what is learned.
    """
    known = _read(schemes, kept) if kept else None
    known = known or _fit(schemes, kept, without)
    _rankers.clear()
    _learned.clear()
    _learned.update(known)
    for scheme, edition in _editions(schemes):
        _rankers[id(edition)] = (edition, StatementRanker(scheme, edition, known[_key(scheme, edition)]))


def adopt(schemes: Sequence[Scheme]) -> None:
    """`adopting`, put in place at once."""
    adopting(schemes)()


def adopting(schemes: Sequence[Scheme]) -> Callable[[], None]:
    """Makes rankers of what was learned for other editions: a published change answers at once, without learning anew.

    Statements are the same when their ids are. An edition takes what was learned for itself, else for the newest of its
    scheme, else for the one that has most of its statements; a statement unknown there is ranked by its own words.

    Returns:
        What puts them in place of those in use.
    """
    made: dict[int, tuple[Edition, StatementRanker]] = {}
    for scheme, edition in _editions(schemes):
        held = _rankers.get(id(edition))
        if held is None or held[0] is not edition:
            held = (edition, StatementRanker(scheme, edition, _nearest(scheme, edition)))
        made[id(edition)] = held

    def put_in_place() -> None:
        _rankers.clear()
        _rankers.update(made)

    return put_in_place


def _nearest(scheme: Scheme, edition: Edition) -> KnownQuestions:
    if not _learned:
        return KnownQuestions.fit(statement_texts(scheme, edition), space_of([scheme]))
    own = sorted((key for key in _learned if key.startswith(f"{scheme.id}:")), reverse=True)
    if own:
        return _learned.get(_key(scheme, edition), _learned[own[0]])
    wanted = {s.id for s in edition.statements}
    return max(_learned.values(), key=lambda known: len(wanted.intersection(known.statements)))


def ranker_of(scheme: Scheme, edition: Edition) -> StatementRanker:
    """The ranker of one edition; one that was not prepared knows its own scheme's questions only."""
    held = _rankers.get(id(edition))
    if held is None or held[0] is not edition:
        known = KnownQuestions.fit(statement_texts(scheme, edition), space_of([scheme]))
        held = _rankers[id(edition)] = (edition, StatementRanker(scheme, edition, known))
    return held[1]


def _fit(schemes: Sequence[Scheme], kept: Path | None, without: Collection[str]) -> dict[str, KnownQuestions]:
    space = space_of(schemes, without)
    texts = {
        _key(scheme, edition): statement_texts(scheme, edition, shared_questions(scheme, schemes), without)
        for scheme, edition in _editions(schemes)
    }
    read = space.read(line for by_statement in texts.values() for lines in by_statement.values() for line in lines)
    known = {key: KnownQuestions.fit(by_statement, space, read) for key, by_statement in texts.items()}
    if kept:
        _write(kept, space, known)
    return known


def shared_questions(scheme: Scheme, schemes: Sequence[Scheme]) -> dict[str, list[str]]:
    """The questions of all other schemes, by statement id. Not their contrasts, which ask for details of their own."""
    shared: dict[str, list[str]] = {}
    for other in schemes:
        if other.id != scheme.id:
            for statement, texts in other.questions.items():
                shared.setdefault(statement, []).extend(texts)
    return shared


def _write(kept: Path, space: QuestionSpace, known: dict[str, KnownQuestions]) -> None:
    """Whole or not at all: another process may be starting too."""
    arrays: Arrays = space.save()
    for key, questions in known.items():
        arrays |= questions.save(key)
    kept.parent.mkdir(parents=True, exist_ok=True)
    part = kept.with_name(f"{kept.stem}.{os.getpid()}.part.npz")
    np.savez(part, **arrays)  # not packed: it is looked at where it lies (`map_arrays`)
    part.replace(kept)


def _read(schemes: Sequence[Scheme], kept: Path) -> dict[str, KnownQuestions] | None:
    """What is kept; None when nothing is, or when the file is damaged: then it is learned and written again."""
    try:
        arrays = map_arrays(kept)
        space = QuestionSpace.load(arrays, names_of(schemes))
        keys = [_key(scheme, edition) for scheme, edition in _editions(schemes)]
        return {key: KnownQuestions.load(arrays, key, space) for key in keys}
    except (FileNotFoundError, EOFError, ValueError, KeyError, BadZipFile):
        return None


def _editions(schemes: Sequence[Scheme]) -> Iterator[tuple[Scheme, Edition]]:
    for scheme in schemes:
        for edition in scheme.editions:
            yield scheme, edition


def _key(scheme: Scheme, edition: Edition) -> str:
    return f"{scheme.id}:{edition.id}"
