"""A passage of a source document as an answer, where no statement answers."""

from knowledge.answers import Answer, age_notes
from knowledge.choice import Choice
from knowledge.citations import cite
from knowledge.model import CitationRef, Edition, Scheme, Topic
from knowledge.phrases import knowledge_texts


def word_for_word(scheme: Scheme, edition: Edition, topic: Topic, lang: str, said: str, place: CitationRef) -> Answer:
    """A passage of a source, word for word, where no statement answers."""
    text = knowledge_texts()("word_for_word", lang, passage=said.strip().strip("«»"))
    parts = [text, *age_notes(scheme, edition, [place], lang)]
    choice = Choice("quoted", edition.id, quoted=said, source=place.source, locator=place.locator)
    return Answer(scheme.id, topic, " ".join(parts), (cite(scheme, edition.id, place),), True, choice=choice)
