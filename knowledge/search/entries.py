"""What can be found of a scheme: itself, its criteria and statements, and the passages that it cites."""

from collections.abc import Iterable, Iterator

from knowledge.answer_words import possible_in_words
from knowledge.documents.model import Section
from knowledge.language.texts import topic_titles
from knowledge.model import CitationRef, Criterion, Edition, Fact, Gap, LocalText, Scheme, Topic
from knowledge.passages import Passages
from knowledge.search.model import Entry, Kind

_LANGS = ("nb", "nn", "en")
_DEMAND = "krav vilkår"  # «hva krever vi» asks for criteria, whose own texts seldom say that they are some


def entries_of(scheme: Scheme, passages: Passages) -> list[Entry]:
    """Every entry of a scheme, editions in the order of the file."""
    names = " ".join([*_all(scheme.name), *_all(scheme.short_name), *scheme.aliases])
    found = [_scheme(scheme)]
    for edition in scheme.editions:
        found += [_criterion(scheme, edition, criterion, names) for criterion in edition.criteria]
        found += [_statement(scheme, edition, statement, names) for statement in edition.statements]
        found += _cited(scheme, edition, passages, names)
    return found


def all_entries(schemes: Iterable[Scheme], passages: Passages) -> list[Entry]:
    """The entries of every scheme."""
    return [entry for scheme in schemes for entry in entries_of(scheme, passages)]


def _scheme(scheme: Scheme) -> Entry:
    newest = scheme.edition()
    about = next((f for f in newest.facts if f.topic == Topic.ABOUT), newest.facts[0])
    place = f"{scheme.id} {scheme.chapter or ''} {scheme.post or ''}"
    terms = " ".join([*_all(scheme.short_name), *scheme.aliases, place])
    title, text = _texts(scheme.name), _texts(about.statement)
    return Entry("scheme", scheme.id, newest.id, scheme.id, title, text, None, None, terms)


def _criterion(scheme: Scheme, edition: Edition, criterion: Criterion, names: str) -> Entry:
    question = _all(criterion.question) if criterion.question else []
    answers = [title for lang in ("nb", "nn") for _, title in possible_in_words(criterion, lang)]
    terms = " ".join([_DEMAND, *question, *answers])
    label, why = _texts(criterion.label), _texts(criterion.why)
    return Entry(
        "criterion", scheme.id, edition.id, criterion.id, label, why, None, criterion.citation, terms=terms, names=names
    )


def _statement(scheme: Scheme, edition: Edition, statement: Fact | Gap, names: str) -> Entry:
    kind: Kind = "fact" if isinstance(statement, Fact) else "gap"
    title = {lang: topic_titles()(statement.topic, lang) for lang in _LANGS}
    return Entry(
        kind,
        scheme.id,
        edition.id,
        statement.id,
        title,
        _texts(statement.statement),
        statement.topic,
        statement.citation,
        terms=" ".join(statement.terms.all()),
        names=names,
    )


def _cited(scheme: Scheme, edition: Edition, passages: Passages, names: str) -> Iterator[Entry]:
    """Each passage that something in the edition cites, once, under the first locator that leads to it."""
    topics = {(c.source, c.locator): s.topic for s in reversed(edition.statements) for c in s.citations}
    seen: set[tuple[str, str]] = set()
    for reference in places(edition):
        for passage in passages.find(reference.source, reference.locator):
            if passage.exact and (reference.source, passage.cited) not in seen:
                seen.add((reference.source, passage.cited))
                topic = topics.get((reference.source, reference.locator))
                title, text = dict.fromkeys(_LANGS, reference.locator), dict.fromkeys(_LANGS, passage.cited)
                yield Entry("passage", scheme.id, edition.id, "", title, text, topic, reference, names=names)


def section_entries(
    source: str, sections: Iterable[Section], *, scheme: str = "", edition: str = "", names: str = ""
) -> list[Entry]:
    """Every section of a document as a passage, whether something cites it or not.

    Args:
        source: The id of the document.
        sections: As they were read.
        scheme: The scheme that the document is about; the source itself when it is about none.
        edition: The edition that it is about, if any.
        names: What the scheme is called: a question that names it is about it.
    """
    return [
        Entry(
            "passage",
            scheme or source,
            edition,
            "",
            dict.fromkeys(_LANGS, section.locator),
            dict.fromkeys(_LANGS, section.text),
            None,
            CitationRef(source=source, locator=section.locator),
            names=names,
        )
        for section in sections
        if section.text.strip() and len(section.locator) > 1
    ]


def places(edition: Edition) -> list[CitationRef]:
    """Every place that something in an edition cites, once, in the order of the file."""
    found = {(c.source, c.locator): c for _, c in edition.citations()}
    return list(found.values())


def _all(text: LocalText) -> list[str]:
    return [text[lang] for lang in _LANGS]


def _texts(text: LocalText) -> dict[str, str]:
    return {lang: text[lang] for lang in _LANGS}
