"""Both engines keep the same contract, and find the same things. PostgreSQL is a real one, started for the test."""

import random
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from labelled_queries import labelled, shipped_entries
from sqlalchemy import Engine

from assistant.evaluation.temporary_postgres import NoPostgres, binaries, temporary_postgres
from knowledge.model import CitationRef
from knowledge.search.embedded import EmbeddedEngine
from knowledge.search.engine import SearchEngine
from knowledge.search.model import Entry
from knowledge.search.postgres import PostgresEngine
from knowledge.search.postgres_lists import Lists
from knowledge.search.tokens import key


def has_postgres() -> bool:
    try:
        binaries()
    except NoPostgres:
        return False
    return True


@pytest.fixture(scope="module")
def database() -> Iterator[Engine]:
    if not has_postgres():
        pytest.skip("the PostgreSQL tests need its server: apt-get install postgresql")
    with temporary_postgres() as engine:
        yield engine
        engine.dispose()


@pytest.fixture(scope="module")
def postgres(database: Engine) -> PostgresEngine:
    return PostgresEngine(database)


@pytest.fixture(params=["embedded", "postgres"])
def engine(request: pytest.FixtureRequest) -> SearchEngine:
    made: SearchEngine = EmbeddedEngine() if request.param == "embedded" else request.getfixturevalue("postgres")
    made.index(shipped_entries())
    return made


def passage(scheme: str, text: str, edition: str = "2025") -> Entry:
    citation = CitationRef(source="made-up", locator="Del 1")
    return Entry("passage", scheme, edition, "", {"nb": "Del 1"}, {"nb": text}, None, citation)


def unlike(number: int) -> list[Entry]:
    """Entries of other words, so that the words asked for still tell something."""
    return [passage(f"unlike-{n}", f"fjell og dal nummer{n}") for n in range(number)]


def ids(engine: SearchEngine, query: str, **narrowed: object) -> list[tuple[str, str, str, float]]:
    found = engine.find(query, **narrowed)  # type: ignore[arg-type]
    return [(f.entry.scheme, f.entry.kind, f.entry.id, f.score) for f in found]


def test_both_engines_find_the_same_in_the_same_order(postgres: PostgresEngine) -> None:
    embedded = EmbeddedEngine()
    for each in (embedded, postgres):
        each.index(shipped_entries())
    for case in [*labelled("development.yml"), *labelled("held_out.yml")]:
        assert ids(embedded, case.query) == ids(postgres, case.query), case.query


def test_hits_are_best_first_no_more_than_asked_for_and_only_of_what_is_asked_for(engine: SearchEngine) -> None:
    found = engine.find("søknad kommune frist", kinds=("fact",), schemes=("tryggest",), limit=4)
    assert len(found) == 4
    assert [f.score for f in found] == sorted((f.score for f in found), reverse=True)
    assert {(f.entry.kind, f.entry.scheme) for f in found} == {("fact", "tryggest")}
    assert all(0 < f.coverage <= 1 and f.matched for f in found)
    assert (
        engine.find("frist", kinds=())
        == []
        == engine.find("frist", schemes=("no-such",))
        == engine.find("frist", limit=0)
    )


def test_an_entry_comes_back_as_it_went_in(engine: SearchEngine) -> None:
    made = passage("made-up", "Linje «en» | 'to'\n\tog \\ tre: trekkspill 🙂")
    engine.replace("made-up", [made])
    assert [f.entry for f in engine.find("trekkspill")] == [made]


def test_a_replaced_scheme_is_found_by_its_new_words_only_and_the_others_stay(engine: SearchEngine) -> None:
    before = ids(engine, "skadereduksjon")
    engine.replace("made-up", [passage("made-up", "trekkspill")])
    engine.replace("made-up", [passage("made-up", "nykelharpe")])
    assert not engine.find("trekkspill")
    assert len(engine.find("nykelharpe")) == 1
    engine.replace("made-up", [])
    assert not engine.find("nykelharpe")
    assert ids(engine, "skadereduksjon") == before


def test_of_equals_the_newest_edition_comes_first(engine: SearchEngine) -> None:
    engine.replace("made-up", [passage("made-up", "trekkspill", year) for year in ("2024", "2026", "2025")])
    assert [f.entry.edition for f in engine.find("trekkspill")] == ["2026", "2025", "2024"]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "   ",
        "'",
        "''; DROP TABLE search_entry; --",
        "a & b | !c",
        "\\",
        "<b>",
        "\x00",
        "🙂",
        "x" * 5000,
        "!frist ~frist:A",
    ],
)
def test_no_query_breaks_an_engine(engine: SearchEngine, query: str) -> None:
    engine.find(query, unfinished=True)
    assert engine.find("skadereduksjon")


def test_a_reader_sees_the_old_or_the_new_entries_never_half(engine: SearchEngine) -> None:
    sets = [[passage("made-up", f"trekkspill {name} {n}") for n in range(20)] for name in ("gammel", "nymotens")]
    engine.replace("made-up", sets[0])
    seen: set[tuple[int, int]] = set()
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            texts = [f.entry.text["nb"] for f in engine.find("trekkspill", schemes=("made-up",), limit=60)]
            seen.add((sum("gammel" in t for t in texts), sum("nymotens" in t for t in texts)))

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(8):
        engine.replace("made-up", sets[(number + 1) % 2])
    done.set()
    for reader in readers:
        reader.join()
    assert seen <= {(20, 0), (0, 20)}


def test_another_process_sees_what_was_published(postgres: PostgresEngine, database: Engine) -> None:
    other = PostgresEngine(database)
    postgres.index(shipped_entries())
    assert not other.find("trekkspill")
    postgres.replace("made-up", [passage("made-up", "trekkspill")])
    assert len(other.find("trekkspill")) == 1
    assert other.find("trekspill")  # its vocabulary knows the new word too


def test_both_engines_judge_every_entry_that_has_a_word_however_common(postgres: PostgresEngine) -> None:
    chance = random.Random(3)
    words = ["frist", "søknad", "kommune", "avtale", "rapport"]
    entries = [
        passage(f"scheme-{n % 50}", " ".join(chance.choices(words, k=chance.randint(5, 30)))) for n in range(3_000)
    ]
    embedded = EmbeddedEngine()
    for each in (embedded, postgres):
        each.index(entries)
    assert ids(embedded, "frist søknad", limit=50) == ids(postgres, "frist søknad", limit=50)


def test_what_is_published_into_one_block_of_a_list_leaves_the_others(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("postgres", "postgres_tables", "postgres_lists"):
        monkeypatch.setattr(f"knowledge.search.{module}.BLOCK_BITS", 3)
    writer, reader, embedded = PostgresEngine(database), PostgresEngine(database), EmbeddedEngine()
    for each in (writer, embedded):
        each.index([passage(f"scheme-{n // 5}", f"trekkspill nummer{n} " + "og dal " * (n % 7)) for n in range(60)])
    assert ids(reader, "trekkspill dal", limit=80) == ids(embedded, "trekkspill dal", limit=80)
    for scheme, texts in (("scheme-3", ["trekkspill"] * 7), ("scheme-9", []), ("new", ["dal trekkspill fjell"])):
        for each in (writer, embedded):
            each.replace(scheme, [passage(scheme, f"{text} på nytt{n}") for n, text in enumerate(texts)])
        for query in ("trekkspill dal", "nummer17", "nummer46", "fjell", "nytt3"):
            assert ids(reader, query, limit=80) == ids(embedded, query, limit=80), query


def test_lists_are_read_again_when_they_are_more_than_are_kept(database: Engine) -> None:
    engine = PostgresEngine(database)
    engine.index([passage(f"scheme-{n}", f"trekkspill nummer{n}") for n in range(9)])
    lists = Lists(most=1_000)
    with database.connect() as connection:
        for _ in range(2):
            _, held = lists.read(connection, [key("trekkspill"), key("nummer"), "none"])
            assert [len(each.entries) for each in held.values()] == [9, 9, 0]


def test_an_entry_of_thousands_of_words_is_found_by_any_of_them(engine: SearchEngine) -> None:
    words = [
        f"ord{letter}{other}{third}"
        for letter in "abcdefghijklmn"
        for other in "abcdefghijklmno"
        for third in "abcdefghijkl"
    ]
    engine.replace("made-up", [passage("made-up", " ".join(words))])
    assert len(words) > 2_500
    for word in (words[0], words[1_234], words[-1]):
        assert [f.entry.scheme for f in engine.find(word)] == ["made-up"]


def test_a_scheme_is_searched_whole_however_many_other_entries_have_the_word_oftener(engine: SearchEngine) -> None:
    others = [passage(f"other-{n % 50}", f"trekkspill trekkspill nummer{n}") for n in range(2_500)]
    engine.index([*others, *unlike(3_000), passage("made-up", "trekkspill og mye annet som står der ved siden av")])
    assert [f.entry.scheme for f in engine.find("trekkspill", schemes=("made-up",))] == ["made-up"]


def test_a_rare_kind_is_found_however_many_of_another_kind_have_the_word_oftener(engine: SearchEngine) -> None:
    others = [passage(f"other-{n % 50}", f"trekkspill trekkspill nummer{n}") for n in range(2_500)]
    rare = replace(passage("made-up", "trekkspill og mye annet som står der ved siden av"), kind="fact")
    engine.index([*others, *unlike(3_000), rare])
    assert [f.entry for f in engine.find("trekkspill", kinds=("fact",))] == [rare]


def test_of_thousands_of_equals_as_many_are_found_as_are_asked_for(engine: SearchEngine) -> None:
    engine.index([*(passage(f"scheme-{n}", "trekkspill nykelharpe") for n in range(2_500)), *unlike(3_000)])
    for query in ("trekkspill", "trekkspill nykelharpe"):
        assert len(engine.find(query, limit=10)) == 10, query


def test_entries_that_have_all_the_words_are_found_among_thousands_that_have_one(engine: SearchEngine) -> None:
    words = ("trekkspill", "nykelharpe", "munnspill")
    others = [passage(f"other-{n}", f"{words[n % 3]} " * 4) for n in range(3_000)]
    engine.index(
        [*others, passage("made-up", "munnspill i by og bygd nykelharpe på fjell og i dal trekkspill ved sjøen")]
    )
    assert engine.find("trekkspill nykelharpe munnspill")[0].entry.scheme == "made-up"


def test_what_is_published_joins_the_lists_of_a_large_index(engine: SearchEngine) -> None:
    chance = random.Random(5)
    words = ["frist", "søknad", "kommune", "avtale", "rapport", "trekkspill"]
    engine.index(
        [passage(f"other-{n}", " ".join(chance.choices(words, k=chance.randint(8, 30)))) for n in range(2_500)]
    )
    engine.replace("made-up", [passage("made-up", "trekkspill " * 12)])
    assert engine.find("trekkspill")[0].entry.scheme == "made-up"
    engine.replace("made-up", [])
    assert "made-up" not in {f.entry.scheme for f in engine.find("trekkspill")}


def test_words_that_always_stand_together_do_not_fill_what_is_judged(postgres: PostgresEngine) -> None:
    chance = random.Random(7)
    filler = ["bygd", "fjell", "dal", "sjø", "skog", "vei", "hus", "båt"]
    pairs = [
        passage(f"scheme-{n}", "trekkspill nykelharpe " + " ".join(chance.choices(filler, k=chance.randint(9, 40))))
        for n in range(1_500)
    ]
    postgres.index([*pairs, passage("made-up", "trekkspill nykelharpe " * 9), *unlike(1_500)])
    assert postgres.find("trekkspill nykelharpe")[0].entry.scheme == "made-up"
