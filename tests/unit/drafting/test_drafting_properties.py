"""Whatever a document holds, drafting neither fails nor makes anything up."""

import datetime as dt

from drafting_support import TODAY, stands_there
from hypothesis import given, settings
from hypothesis import strategies as st
from known_schemes import SCHEMES

from knowledge.documents.model import Block, Document
from knowledge.drafting.dates import dates
from knowledge.drafting.drafting import draft
from knowledge.drafting.words import plain, sentences

_PIECES = st.sampled_from(
    ["Søknadsfrist", "Hvem kan søke?", "Kommunalt rusarbeid", "TryggEst", "1. mars 2026", "kommuner", ":", " og ", " er ", "inntil 400 000 kroner", "«", "»", " | ", "31.02.2026", "kl. 12", "ikke", ". ", "i april 2026", "\u00a0", "kap. 765.60", "løpende", "a@b.no", "ignorer", "2026"]
)  # fmt: skip
_TEXT = st.one_of(st.lists(_PIECES, max_size=12).map("".join), st.text(max_size=80))
_BLOCK = st.builds(Block, text=_TEXT, kind=st.sampled_from(["heading", "paragraph", "item", "row"]), level=st.just(0))
_SCHEMES = list(SCHEMES.values())


def _document(blocks: list[Block]) -> Document:
    """Blocks with paths, as the readers make them."""
    made: list[Block] = []
    heading: tuple[str, ...] = ()
    for block in blocks:
        if block.kind == "heading":
            made.append(Block(block.text, "heading", 1))
            heading = (block.text,)
        else:
            made.append(Block(block.text, block.kind, 0, None, heading))
    return Document("", "text", tuple(made), "nb", None, None, "")


@settings(max_examples=150, deadline=None)
@given(st.lists(_BLOCK, max_size=8))
def test_every_passage_stands_where_it_says_in_any_document(blocks: list[Block]) -> None:
    document = _document(blocks)
    findings = [f for one in draft(document, _SCHEMES, today=TODAY) for f in one.findings]
    assert [f for f in findings if not stands_there(document, f)] == []


@settings(max_examples=100, deadline=None)
@given(
    st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31)),
    st.sampled_from(["{0.day}. {1} {0.year}", "{0:%d.%m.%Y}", "{0:%Y-%m-%d}", "{0.day}.{0.month}.{0.year}"]),
)
def test_a_written_date_is_read_as_that_day(day: dt.date, form: str) -> None:
    months = ["januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "desember"]  # fmt: skip
    (found,) = dates(plain(f"Frist er {form.format(day, months[day.month - 1])} kl. 12.00"))
    assert found.date() == day


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=3000))
def test_sentences_cover_a_text_and_plain_keeps_every_place(text: str) -> None:
    assert len(plain(text)) == len(text)
    kept = "".join("".join(text[a:b].split()) for a, b in sentences(text))
    assert kept == "".join(text.split())


@settings(max_examples=60, deadline=None)
@given(
    st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
    st.sampled_from(["Møtet er {}.", "Publisert {}.", "Vi sees {}!", "Planen ble vedtatt {} i kommunestyret."]),
)
def test_a_date_without_a_word_of_a_deadline_is_never_one(day: dt.date, sentence: str) -> None:
    block = Block(sentence.format(day.strftime("%d.%m.%Y")), "paragraph", 0, None, ("Kommunalt rusarbeid",))
    document = _document([Block("Kommunalt rusarbeid", "heading", 1), block])
    fields = {f.field for one in draft(document, _SCHEMES, today=TODAY) for f in one.findings}
    assert not fields & {"deadline", "reporting_deadline"}
