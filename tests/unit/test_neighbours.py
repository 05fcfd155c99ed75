"""The directory of other grants: whole, careful about what it says, and found in what people write."""

from pathlib import Path

import pytest
from known_schemes import SCHEMES
from ruamel.yaml import YAML

from knowledge.language.reader import MessageReader
from knowledge.loader import SchemeFileError
from knowledge.model import LANGS
from knowledge.neighbours.neighbours import SOURCE, cite_neighbour, load_neighbours
from knowledge.offices.directory import Directory

FILES = Path(__file__).parents[1] / "cases"
CASES = YAML(typ="safe").load((FILES / "neighbours.yml").read_text(encoding="utf-8"))
BLIND = YAML(typ="safe").load((FILES / "neighbours_blind.yml").read_text(encoding="utf-8"))
NEIGHBOURS = load_neighbours()
IDS = {n.id for n in NEIGHBOURS}
WANTED = {
    "klimasats", "skjonnsmidler", "inkludering-barn-unge", "barnevern-utvikling", "boligtiltak", "smil",
    "integreringstilskudd", "habilitering-rehabilitering", "psykologer",
}  # fmt: skip
GOOD = """
neighbours:
  - id: eksempel
    name: {nb: "A", nn: "A", en: "A"}
    administrator: {nb: "B", nn: "B", en: "B"}
    about: {nb: "C.", nn: "C.", en: "C."}
    page: https://example.org/
    page_is: main
    source: {title: "D", url: "https://example.org/d"}
    checked: 2026-11-22
    names: [eksempel*]
"""


@pytest.fixture(scope="module")
def reader() -> MessageReader:
    return MessageReader(list(SCHEMES.values()), Directory.load())


def found_in(reader: MessageReader, text: str) -> set[str]:
    reading = reader.read(text)
    return {m.id for m in NEIGHBOURS.find(reading.text, [(start, end) for start, end, _ in reading.scheme_spans])}


def test_the_directory_holds_the_grants_that_are_asked_for_most_and_as_many_more() -> None:
    assert IDS >= WANTED
    assert len(IDS) >= 40


def test_nothing_is_said_of_dates_amounts_or_how_many() -> None:
    for neighbour in NEIGHBOURS:
        for lang in LANGS:
            said = f"{neighbour.name[lang]} {neighbour.administrator[lang]} {neighbour.about[lang]}"
            assert not any(c.isdigit() for c in said), (neighbour.id, said)
            assert neighbour.about[lang].endswith("."), neighbour.id


def test_a_grant_whose_own_page_was_not_found_says_so_to_the_editor() -> None:
    hosts = {n.page for n in NEIGHBOURS if n.page_is == "main"}
    assert all(page.count("/") == 3 for page in hosts)
    unsure = [n.id for n in NEIGHBOURS if n.page_is == "main" and "statsforvalteren" in n.page and not n.confidence]
    assert not unsure


def test_a_citation_tells_what_was_read_and_when() -> None:
    cited = cite_neighbour(NEIGHBOURS.get("klimasats"), "nn")
    assert (cited.source, cited.locator, cited.edition, cited.checked) == (SOURCE, "Klimasats", "", "2026-11-22")
    assert cited.url is not None
    assert cited.url.startswith("https://soknadssenter.miljodirektoratet.no/")


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("    page: https://example.org/\n", "", 3, "add it"),
        ("https://example.org/d", "http://example.org/d", 9, "url"),
        ("page_is: main", "page_is: somewhere", 8, "one of the values"),
        ("2026-11-22", "2026-13-22", 10, "YYYY-MM-DD"),
        (', nn: "C."', "", 6, "nynorsk"),
        ("names: [eksempel*]", "deadline: 2026-12-01", 11, "no such field"),
        ("    names: [eksempel*]\n", "", 3, "nothing names it"),
        ("[eksempel*]", "['ek(sempel']", 11, "names"),
    ],
)
def test_a_bad_entry_is_refused_with_its_line_and_what_to_do(
    tmp_path: Path, old: str, new: str, line: int, words: str
) -> None:
    assert old in GOOD
    path = tmp_path / "directory.yml"
    path.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SchemeFileError) as caught:
        load_neighbours(path)
    assert caught.value.problems[0].startswith(f"directory.yml, line {line}:"), caught.value.problems
    assert words in str(caught.value)


def test_an_id_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "directory.yml"
    path.write_text(GOOD + GOOD.split("neighbours:\n")[1], encoding="utf-8")
    with pytest.raises(SchemeFileError, match="'eksempel' stands twice"):
        load_neighbours(path)


def test_a_file_that_is_no_directory_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "directory.yml"
    path.write_text("- a\n- b\n", encoding="utf-8")
    with pytest.raises(SchemeFileError, match="expected `neighbours:`"):
        load_neighbours(path)


def test_messages_about_other_grants_are_recognised(reader: MessageReader) -> None:
    asked = [*CASES["asked"], *CASES["both"]]
    missed = [case for case in asked if found_in(reader, case["q"]) != set(case["n"])]
    assert all(set(case["n"]) <= IDS for case in asked)
    assert len(missed) <= 0.03 * len(asked), missed


def test_messages_about_our_own_and_everyday_talk_are_left_alone(reader: MessageReader) -> None:
    wrong = [(text, found) for text in CASES["not_asked"] if (found := found_in(reader, text))]
    assert len(wrong) <= 0.01 * len(CASES["not_asked"]), wrong


@pytest.mark.parametrize(
    ("part", "missed_at_most", "wrong_at_most"), [("blind", 4, 1), ("hard", 0, 1), ("forms", 4, 1)]
)
def test_words_that_the_directory_was_not_written_from_are_told_apart(
    reader: MessageReader, part: str, missed_at_most: int, wrong_at_most: int
) -> None:
    cases = BLIND[part]
    missed = [(c["q"], found) for c in cases["asked"] if (found := found_in(reader, c["q"])) != set(c["n"])]
    wrong = [(text, found) for text in cases["not_asked"] if (found := found_in(reader, text))]
    assert len(missed) <= missed_at_most, missed
    assert len(wrong) <= wrong_at_most, wrong


def test_no_name_of_ours_is_taken_for_another_grant(reader: MessageReader) -> None:
    names = {
        name
        for scheme in SCHEMES.values()
        for name in (
            *scheme.aliases,
            *(scheme.name[lang] for lang in LANGS),
            *(scheme.short_name[lang] for lang in LANGS),
        )
    }
    wrong = [(name, found) for name in sorted(names) if (found := found_in(reader, f"når er fristen for {name}"))]
    assert not wrong


def test_each_grant_is_found_by_its_own_name_in_both_languages(reader: MessageReader) -> None:
    missed = [
        (n.id, asked)
        for n in NEIGHBOURS
        for asked in (f"Hvem kan søke på {n.name.nb}?", f"Kven kan søkje på {n.name.nn}?")
        if n.id not in found_in(reader, asked)
    ]
    assert not missed


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("SMIL", {"smil"}),
        ("smil", set()),
        ("SMIL DA MANN", set()),
        ("SMIL! Når er fristen?", set()),
        ("SMIL 😀", set()),
        ("smil, tilskuddet kom i dag", set()),
        ("Bonden spør om SMIL", {"smil"}),
        ("Gir TryggEst investeringstilskudd?", set()),
        ("tilskudd til rehabilitering av rusavhengige", set()),
        ("fristen for bustadsosiale tiltak", {"boligtiltak"}),
        ("Inkludering av barn er viktig, hvem kan søke?", set()),
        ("miljødirektoratets støtteordning for klimakutt", {"klimasats"}),
        ("smil-tilskot", {"smil"}),
        ("Kan vi bruke midlene til psykolog?", set()),
        ("tilskudd til psykologer", {"psykologer"}),
        ("penger til psykolog", set()),
        ("Kan TryggEst kombineres med klimasats?", set()),
        ("klimasats og skjønnsmidler", {"klimasats", "skjonnsmidler"}),
        ("heisann, er det noen tilskudd her?", set()),
        ("skjønnsmidler som egenandel i kommunalt rusarbeid", set()),
        ("Får vi momskompensasjon for utgiftene?", set()),
        ("momskompensasjon til frivillige lag", {"momskompensasjon"}),
    ],
)
def test_a_topic_needs_a_word_for_grants_and_a_name_does_not(reader: MessageReader, text: str, found: set[str]) -> None:
    assert found_in(reader, text) == found


@pytest.mark.parametrize("text", ["", " ", "???", "👍", "-" * 500, "tilskudd " * 500, "\u200b"])
def test_what_is_no_language_names_nothing(reader: MessageReader, text: str) -> None:
    assert found_in(reader, text) == set()
