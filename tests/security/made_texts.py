"""Texts as nobody and as everybody writes them: any letters, words of the trade, numbers, and pieces over and over."""

from __future__ import annotations

from hypothesis import strategies as st

from assistant.privacy import numbers

LONGEST_PIECE = 3_000  # characters of a piece that is repeated
WORDS = (
    "TryggEst",
    "kommunalt rusarbeid",
    "oppfølging av voksne",
    "oppfølgning av vaksne",
    "765.60",
    "Herøy",
    "Våler",
    "Helse Bergen",
    "Statsforvalteren i Trøndelag",
    "søknadsfrist",
    "søknadsskjema",
    "kan vi søke",
    "kven må skrive under",
    "hva om",
    "nei, ikke fristen, men",
    "nei vent, tre",
    "jeg heter",
    "mvh",
    "tlf",
    "fnr",
    "fødselsnummer",
    "konto",
    "epost",
    "krøllalfa",
    "kr",
    "kroner",
    "million",
    "halv",
    "½",
    "%",
    "elleve år",
    "på 11 år",
    "9" * 400,
    "7" * 4_400,
    "❶ år",
    "፩፪",
    "en to tre fire fem seks sju åtte",
    "null null én",
    "ja",
    "nei",
    "vet ikke",
    "/restart",
    "/ask{",
    "how do we apply",
    "mij lea",
    "dïhte",
    "jeg vil dø",
    "11.11.2025",
    "2025-13-40",
    "12 34 56 78",
    "+47 912 34 567",
    "010190 12345",
    "1234.56.78903",
    "a@b.no",
    "https://a.no/12345678901",
    "§ 3-2",
    "1/2",
    "e-",
    "æ e i",
    "İ",
    "ß",
    "ﬁ",
    "Ǆ",
    "ŉ",
    "ΐ",
    "\u0130stanbul",
    "!!python/object",
    "{{7*7}}",
    "%s%n",
    "\\u0000",
    "null",
)
SIGNS = " \n\t.,;:!?-–/()[]{}<>\"'@#*_~|\\&%+=$€£§«»•…\u00a0\u00ad\u200b\u200d\u202e\u2028\ufeff\u0301\u20e3٠１𝟏²½Ⅷ①❶፩0123456789aåÅıſKﬃ🙂👩‍👧\ud800\udfff\x00\x1b\x85"

anything = st.text(max_size=300)
signs = st.text(alphabet=SIGNS, max_size=120)
digits = st.text(alphabet="0123456789 .-/:,+", max_size=60)
words = st.lists(st.one_of(st.sampled_from(WORDS), st.text(alphabet=SIGNS, max_size=3)), max_size=30).map(" ".join)
joined = st.lists(st.one_of(st.sampled_from(WORDS), digits, st.text(max_size=4)), max_size=12).map("".join)


@st.composite
def repeated(draw: st.DrawFn) -> str:
    """A piece over and over, and an end that does not fit."""
    piece = draw(st.one_of(st.sampled_from(WORDS), st.text(alphabet=SIGNS, min_size=1, max_size=6)))
    count = draw(st.integers(2, max(2, LONGEST_PIECE // max(1, len(piece)))))
    return piece * count + draw(st.text(max_size=3))


TEXTS = st.one_of(anything, signs, digits, words, joined, repeated())


@st.composite
def identity_numbers(draw: st.DrawFn) -> str:
    """A fødselsnummer, D-number or test number with right control digits, in one go."""
    day = draw(st.integers(1, 28)) + draw(st.sampled_from((0, 40)))
    month = draw(st.integers(1, 12)) + draw(st.sampled_from((0, 40, 80)))
    start = f"{day:02}{month:02}{draw(st.integers(0, 99)):02}"
    for individual in range(draw(st.integers(0, 999)), 2_000):
        nine = f"{start}{individual % 1_000:03}"
        ended = next(
            (nine + f"{end:02}" for end in range(100) if numbers.has_national_id_checksum(f"{nine}{end:02}")), ""
        )
        if ended:
            return ended
    raise AssertionError("some individual number has control digits")
