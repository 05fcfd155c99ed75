"""The directory of municipalities and offices, and finding them in what people write."""

import csv
from pathlib import Path

import pytest

from knowledge.language.pipeline import Language
from knowledge.offices.directory import Directory, Found, Municipality

DIRECTORY = Directory.load()
LANGUAGE = Language(DIRECTORY.phrases())
ALL = DIRECTORY.municipalities()
SAME_NAME = {"1515", "1818", "3114", "3419"}
ALONE = [m for m in ALL if m.number not in SAME_NAME]

EVERYDAY = """hvor mye kan vi få
time hos legen
vi er gran nok
kan vi få en time til veiledning
jeg har bestilt til time
kommer til time hos psykolog
når må vi ha søkt
må kommunen ha en samarbeidsavtale
vi vil bo hjemme
hvem kan bo i boligen
send det til oss
kan dere hjelpe oss
hva krever dere av oss
oss
gjelder det for oss
sola skinner i dag
alle må bo et sted
det finnes ingen bedre stad å være
kva stad skal vi sende søknaden til
når kjem du heim
eg vil heim no
søk i lag med sjukehuset
vi sitter i samme båt
det er hole i veien
en sel på stranda
vi gikk på strand i går
det er i hvert fall sant
kan vi råde over midlene selv
hvem skal råde
hun kinn og nese
røst fra salen
det var en marker i dokumentet
alt er grue og gru
jeg gruer meg, det er å grue seg til
hvilket land gjelder det
sund og frisk
vi lier på dere
hva er fristen
for der er det annerledes
hva er vilkårene
hvor en søker er fra
drømmen om et bedre tilbud
modellen vi bruker
signal om at noe er galt
utsida av bygget
hvordan stenge saken
vi stanser arbeidet
søknad fra firma AS
has anyone asked about the grant
how much time do we have to apply
we need all the help
who can sell the services
market analysis
kan vi vike fra kravet
det er ein vik langt inne i ein fjord
hjorten sprang
en loppe i blodet
vi har tin og jern
alt er klart
mat og vang
dei fekk ein osen av mat
gol og gal
vi må klippe gras
leka ungene ute
åtte timer i uka
i time og evighet
dette er ikke verbal trakassering
er det noe å hente
kan pasienten få dekket reise til time
jeg vil lage en frist
en strand full av folk
hvem er det som kan svare oss
når går sola ned
det er nes og tanger langs kysten
ordninga gjeld for alle
vi er mange""".splitlines()


def find(text: str) -> Found:
    return DIRECTORY.find(text, LANGUAGE.find(text))


def numbers(text: str) -> list[str]:
    return [m.number for m in find(text).municipalities]


def misspellings(name: str) -> list[str]:
    """One letter dropped, two swapped, one replaced, one doubled; never the first letter."""
    middle = len(name) // 2
    spots = [i for i in (middle, middle - 2, len(name) - 2) if name[i].isalpha() and name[i - 1].isalpha()]
    made = []
    for i in spots:
        made += [
            name[:i] + name[i + 1 :],
            name[: i - 1] + name[i] + name[i - 1] + name[i + 1 :] if i > 1 else name,
            name[:i] + ("e" if name[i] != "e" else "i") + name[i + 1 :],
            name[:i] + name[i] + name[i:],
        ]
    return [m for m in dict.fromkeys(made) if m.lower() != name.lower()]


def test_there_are_357_municipalities_and_ten_county_governors_and_bufdir() -> None:
    assert len(ALL) == 357
    assert len(DIRECTORY.offices()) == 11
    assert DIRECTORY.office("BUFDIR").name_nb == "Bufdir"
    assert DIRECTORY.office("BUFDIR").url == "https://www.bufdir.no/"


def test_every_municipality_has_an_office_of_its_county() -> None:
    for m in ALL:
        assert m.county in DIRECTORY.office_for(m).counties


def test_language_decisions_agree_with_the_totals_of_sprakradet() -> None:
    decisions = [m.language_decision for m in ALL]
    assert [decisions.count(d) for d in ("bokmål", "nynorsk", "nøytral")] == [119, 88, 150]


def test_an_email_is_given_only_where_the_data_has_one() -> None:
    with_email = {o.code for o in DIRECTORY.offices() if o.email}
    assert with_email == {"IN", "VT", "AG", "RO", "TL", "NO"}
    assert all(o.phone is None for o in DIRECTORY.offices())


def test_an_unknown_number_or_code_is_an_error() -> None:
    with pytest.raises(KeyError):
        DIRECTORY.municipality("9999")
    with pytest.raises(KeyError):
        DIRECTORY.office("XX")


@pytest.mark.parametrize(
    "form",
    [
        "Vi er i {} og lurer på fristen.",
        "hvem er statsforvalteren for {} kommune?",
        "Kven er statsforvaltar i {}?",
        "{} kommune",
        "{}",
    ],
)
@pytest.mark.parametrize("m", ALONE, ids=lambda m: m.number)
def test_every_municipality_is_found_by_its_name(m: Municipality, form: str) -> None:
    assert numbers(form.format(m.name)) == [m.number]


@pytest.mark.parametrize("m", ALONE, ids=lambda m: m.number)
def test_every_municipality_is_found_in_small_letters_beside_the_word_kommune(m: Municipality) -> None:
    assert numbers(f"vi er {m.name.lower()} kommune") == [m.number]


@pytest.mark.parametrize("m", ALONE, ids=lambda m: m.number)
def test_every_municipality_is_found_in_the_genitive(m: Municipality) -> None:
    genitive = m.name if m.name[-1] in "sxz" else f"{m.name}s"
    assert numbers(f"Hvem behandler {genitive} søknad?") == [m.number]


@pytest.mark.parametrize("m", [m for m in ALL if m.parallel_names], ids=lambda m: m.number)
def test_sami_and_kven_names_are_found_with_and_without_their_letters(m: Municipality) -> None:
    for name in m.parallel_names:
        assert numbers(f"vi er {name} kommune") == [m.number]
        assert numbers(f"hvem er statsforvalter i {name}?") == [m.number]
        plain = name.translate(str.maketrans("áčđŋšŧžï", "acdnstzi"))
        assert numbers(f"Hei, vi er {plain} kommune") == [m.number]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Guovdageainnu suohkan", "5612"),
        ("Kárášjoga gielda", "5610"),
        ("Mii leat Deanus", "5628"),
        ("Snåasen tjïelte", "5041"),
        ("Hábmera suohkan", "1875"),
        ("Romssa suohkan", "5501"),
        ("Unjárgga gielda", "5636"),
        ("Porsáŋggu gielda", "5622"),
        ("Tråanten tjïelte", "5001"),
    ],
)
def test_inflected_sami_names_are_found(text: str, number: str) -> None:
    assert numbers(text) == [number]


def test_one_misspelling_in_a_longer_name_still_finds_it() -> None:
    tried = [
        (m.number, wrong) for m in ALONE if sum(c.isalpha() for c in m.name) >= 7 for wrong in misspellings(m.name)
    ]
    missed = [w for number, w in tried if number not in _all_candidates(f"hvem er statsforvalter for {w.lower()}?")]
    assert 1 - len(missed) / len(tried) >= 0.97, sorted(missed)


def test_a_misspelling_never_finds_only_another_municipality() -> None:
    tried = [
        (m.number, wrong) for m in ALONE if sum(c.isalpha() for c in m.name) >= 7 for wrong in misspellings(m.name)
    ]
    wrong = [(n, w, c) for n, w in tried if (c := _all_candidates(f"vi er i {w} kommune")) and n not in c]
    assert len(wrong) / len(tried) <= 0.005, wrong


def _all_candidates(text: str) -> set[str]:
    found = find(text)
    return {m.number for m in [*found.municipalities, *(m for pair in found.ambiguous for m in pair)]}


@pytest.mark.parametrize("text", EVERYDAY)
def test_an_everyday_sentence_names_no_place(text: str) -> None:
    for written in (text, text[0].upper() + text[1:], text.upper()):
        found = find(written)
        assert (found.municipalities, found.ambiguous, found.counties) == ([], [], [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("vi er i Time", ["1121"]),
        ("Vi bor i time", ["1121"]),
        ("Kven svarar for Os?", ["3430"]),
        ("os kommune", ["3430"]),
        ("Vi er fra Ål", ["3328"]),
        ("aal kommune", ["3328"]),
        ("gran og lunner kommuner", ["3446", "3234"]),
        ("Lund og Sokndal søker sammen", ["1112", "1111"]),
        ("Bergen, Voss og Os", ["4601", "4621", "3430"]),
        ("statsforvalteren for gran", ["3446"]),
        ("Vi i Heim vil søke", ["5055"]),
        ("kommunen Stad", ["4649"]),
        ("vi må ha kommune og sykehus med", []),
        ("Ha kommune", ["1119"]),
        ("Hå kommune", ["1119"]),
        ("HÅ KOMMUNE", ["1119"]),
        ("Sel", ["3437"]),
        ("sel", ["3437"]),
    ],
)
def test_a_name_that_is_also_a_word_counts_with_a_sign_beside_it(text: str, expected: list[str]) -> None:
    assert numbers(text) == expected


@pytest.mark.parametrize("text", ["Mvh Kari Lund", "Kari Lund", "hilsen Per Strand", "Er Kari Lund hos dere?"])
def test_a_surname_is_not_a_municipality(text: str) -> None:
    assert numbers(text) == []


@pytest.mark.parametrize(
    ("text", "pair"),
    [("Herøy", ("1515", "1818")), ("vi er i Våler kommune", ("3114", "3419")), ("Herøys søknad", ("1515", "1818"))],
)
def test_a_name_that_two_municipalities_share_is_asked_about(text: str, pair: tuple[str, str]) -> None:
    found = find(text)
    assert found.municipalities == []
    assert [tuple(m.number for m in group) for group in found.ambiguous] == [pair]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Herøy i Nordland", "1818"),
        ("Herøy på Helgeland", "1818"),
        ("Herøy (Møre og Romsdal)", "1515"),
        ("Herøy på Sunnmøre", "1515"),
        ("Herøy kommune, 1818", "1818"),
        ("Våler i Østfold", "3114"),
        ("3419 Våler", "3419"),
        ("Våler i Hedmark", "3419"),
        ("Våler i Solør", "3419"),
        ("Våler i Viken", "3114"),
        ("i Innlandet, Våler", "3419"),
        ("Bø", "1867"),
        ("Bø i Telemark", "4020"),
        ("Bø i Vesterålen", "1867"),
        ("kommunenummer 1515", "1515"),
        ("1515", "1515"),
    ],
)
def test_a_county_a_region_or_a_number_settles_which_is_meant(text: str, number: str) -> None:
    found = find(text)
    assert ([m.number for m in found.municipalities], found.ambiguous) == ([number], [])


def test_a_former_name_that_is_also_a_plain_spelling_of_another_is_asked_about() -> None:
    assert numbers("Lærdal kommune") == ["4642"]
    assert [m.number for m in find("Lardal kommune").ambiguous[0]] == ["3909", "4642"]


def test_a_year_or_an_amount_is_not_a_municipality_number() -> None:
    assert numbers("i 1848 fikk vi 5001 kroner") == []


@pytest.mark.parametrize(
    ("text", "office", "counties"),
    [
        ("Hordaland", "VL", ("Vestland",)),
        ("me høyrer til Sogn og Fjordane", "VL", ("Vestland",)),
        ("nord-trøndelag", "TL", ("Trøndelag",)),
        ("fylkesmannen i Sør-Trøndelag", "TL", ("Trøndelag",)),
        ("Hedmark", "IN", ("Innlandet",)),
        ("i oppland", "IN", ("Innlandet",)),
        ("Vest-Agder", "AG", ("Agder",)),
        ("aust agder", "AG", ("Agder",)),
        ("i Viken", "OBOA", ("Østfold", "Akershus", "Buskerud")),
        ("Troms og Finnmark fylke", "TF", ("Troms", "Finnmark")),
        ("Finnmark", "TF", ("Finnmark",)),
        ("Vestfold og Telemark", "VT", ("Vestfold", "Telemark")),
        ("Telemark", "VT", ("Telemark",)),
        ("statsforvalteren i Nordland?", "NO", ("Nordland",)),
        ("Møre og Romsdal", "MR", ("Møre og Romsdal",)),
    ],
)
def test_a_county_old_or_new_points_to_its_office(text: str, office: str, counties: tuple[str, ...]) -> None:
    found = find(text)
    codes = {a.office_code for a in found.counties} | {o.code for o in found.offices}
    assert codes == {office}
    if not found.offices:
        assert [a.counties for a in found.counties] == [counties]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Statsforvalteren i Østfold, Buskerud, Oslo og Akershus", "OBOA"),
        ("statsforvaltaren i Trøndelag", "TL"),
        ("er det Bufdir som svarer", "BUFDIR"),
        ("Barne-, ungdoms- og familiedirektoratet", "BUFDIR"),
        ("statsforvalteren i møre og romsdal", "MR"),
    ],
)
def test_an_office_is_found_by_its_own_name_and_hides_the_places_in_it(text: str, code: str) -> None:
    found = find(text)
    assert ([o.code for o in found.offices], found.municipalities, found.counties) == ([code], [], [])


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("vi er tidligere Askim kommune", "3118"),
        ("Søgne", "4204"),
        ("Ski kommune", "3207"),
        ("vi i Førde", "4647"),
        ("Nøtterøy", "3911"),
        ("Skedsmo", "3205"),
        ("Klæbu", "5001"),
        ("Hemnes", "1832"),
    ],
)
def test_a_merged_municipality_points_to_the_one_of_today(text: str, number: str) -> None:
    assert numbers(text) == [number]


def test_every_other_name_points_to_a_municipality_that_exists() -> None:
    path = Path(__file__).parents[2] / "knowledge" / "offices" / "other_names.csv"
    with path.open(encoding="utf-8") as file:
        assert {row["number"] for row in csv.DictReader(file)} <= {m.number for m in ALL}


def test_spans_cover_the_names_so_that_they_can_be_left_out_of_language_detection() -> None:
    text = "Vi er i Kárášjohka i Finnmark"
    assert [text[a:b] for a, b in find(text).spans] == ["Kárášjohka", "Finnmark"]


def test_invisible_marks_and_full_width_letters_do_not_hide_a_name() -> None:
    assert numbers("vi er i Bo\u200bdø") == ["1804"]
    assert numbers("ＢＥＲＧＥＮ") == ["4601"]


def test_bad_data_is_refused_with_a_remedy(tmp_path: Path) -> None:
    source = Path(__file__).parents[2] / "knowledge" / "offices"
    for file in source.glob("*.csv"):
        text = file.read_text(encoding="utf-8")
        (tmp_path / file.name).write_text(text.replace(",OBOA,", ",XX,") if file.name == "municipalities.csv" else text)
    with pytest.raises(ValueError, match="names the office 'XX'"):
        Directory.load(tmp_path)
