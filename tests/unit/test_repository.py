"""The knowledge base comes back from the database as it went in, and tells what has changed."""

import pytest
from known_schemes import SCHEMES
from sqlalchemy import Engine, create_engine, func, select
from sqlalchemy.orm import Session

from knowledge.model import LANGS, Scheme
from knowledge.repository import SchemeRepository, fingerprint
from knowledge.tables import SourceRow, StatementRow

ALL = [SCHEMES["oppfolging-voksne"], SCHEMES["tryggest"]]  # two are enough, and fast


@pytest.fixture
def engine() -> Engine:
    return create_engine("sqlite://")


@pytest.fixture
def repository(engine: Engine) -> SchemeRepository:
    made = SchemeRepository(engine)
    made.replace_all(ALL)
    return made


def renamed(scheme: Scheme, **update: object) -> Scheme:
    return Scheme.model_validate({**scheme.model_dump(), **update})


def count(engine: Engine, table: type) -> int:
    with Session(engine) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_every_scheme_comes_back_equal_and_in_order(repository: SchemeRepository) -> None:
    assert repository.schemes() == ALL


def test_the_first_load_changes_all_and_the_second_none(engine: Engine) -> None:
    repository = SchemeRepository(engine)
    assert repository.replace_all(ALL) == len(ALL)
    assert repository.replace_all(ALL) == 0
    assert SchemeRepository(engine).replace_all(ALL) == 0


def test_every_statement_is_there_in_every_language(repository: SchemeRepository, engine: Engine) -> None:
    wanted = sum(len(e.facts) + len(e.gaps) for s in ALL for e in s.editions) * len(LANGS)
    assert count(engine, StatementRow) == wanted == len(repository.statements())
    assert count(engine, SourceRow) == sum(len(s.sources) for s in ALL)


def test_a_statement_keeps_its_text_place_and_kind(repository: SchemeRepository) -> None:
    rows = {(r.scheme_id, r.id, r.lang): r for r in repository.statements()}
    row = rows["tryggest", "total-amount", "nn"]
    assert "7,7 millionar kroner" in row.text
    assert (row.topic, row.kind, row.source_id, row.edition) == ("total_amount", "fact", "slides-2025", "2025")
    assert rows["tryggest", "salary", "nb"].kind == "gap"


def test_one_changed_word_changes_one_scheme(repository: SchemeRepository) -> None:
    changed = renamed(ALL[0], aliases=(*ALL[0].aliases, "et nytt kallenavn"))
    assert repository.replace_all([changed, *ALL[1:]]) == 1
    assert repository.schemes() == [changed, *ALL[1:]]


def test_a_scheme_that_is_taken_out_leaves_nothing_behind(repository: SchemeRepository, engine: Engine) -> None:
    assert repository.replace_all(ALL[1:]) == 1
    assert repository.schemes() == ALL[1:]
    assert ALL[0].id not in {row.scheme_id for row in repository.statements()}
    assert count(engine, SourceRow) == sum(len(s.sources) for s in ALL[1:])


def test_a_new_scheme_is_added_beside_the_others(repository: SchemeRepository) -> None:
    new = renamed(SCHEMES["tryggest"], id="ny-ordning")
    assert repository.replace_all([*ALL, new]) == 1
    assert [s.id for s in repository.schemes()] == ["oppfolging-voksne", "tryggest", "ny-ordning"]


def test_the_order_of_the_files_is_kept_when_only_the_order_changes(repository: SchemeRepository) -> None:
    repository.replace_all(ALL[::-1])
    assert [s.id for s in repository.schemes()] == [s.id for s in ALL[::-1]]


def test_the_fingerprint_follows_the_content_and_nothing_else() -> None:
    scheme = SCHEMES["tryggest"]
    assert fingerprint(scheme) == fingerprint(Scheme.model_validate(scheme.model_dump(mode="json")))
    assert fingerprint(scheme) != fingerprint(renamed(scheme, hints=()))
    assert len({fingerprint(s) for s in ALL}) == len(ALL)


def test_a_failed_load_leaves_what_was_there(repository: SchemeRepository) -> None:
    twice = [ALL[0], renamed(ALL[0], hints=())]
    with pytest.raises(Exception, match=r"UNIQUE|identity|conflicts"):
        repository.replace_all(twice)
    assert repository.schemes() == ALL
