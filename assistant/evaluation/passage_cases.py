"""The labelled questions to documents in tests/cases/search: what the weights of passages are learned from, and held to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from knowledge.documents import read as read_document
from knowledge.documents import sections
from knowledge.documents.model import Section
from knowledge.search.embedded import EmbeddedEngine
from knowledge.search.entries import section_entries
from knowledge.search.sentences import sentences
from knowledge.search.tokens import tokens
from knowledge.yaml_files import plain_reader


@dataclass(frozen=True)
class Document:
    """A document by its sections, and what its scheme is called."""

    name: str
    sections: tuple[Section, ...]
    names: str = ""

    def engine(self) -> EmbeddedEngine:
        """An index of it alone, as for a scheme that is talked about."""
        made = EmbeddedEngine()
        made.index(section_entries(self.name, self.sections, scheme=self.name, names=self.names))
        return made


@dataclass(frozen=True)
class Case:
    """A question to a document.

    Attributes:
        part: The part of its file that it is of; «held_out» is not learned from.
        has: Words of each sentence that is right; none when nothing answers.
        section: The section of the answer, where the file tells no more than that.
    """

    document: Document
    question: str
    part: str
    has: tuple[str, ...] = ()
    section: str = ""

    @property
    def is_answered(self) -> bool:
        return bool(self.has or self.section)

    def accepts(self, sentence: str, locator: str) -> bool:
        """Whether a sentence under a locator answers."""
        return locator == self.section if self.section else any(has.lower() in sentence.lower() for has in self.has)

    def without_answer(self) -> Case:
        """The same question, of the document without what answers it: then nothing does."""
        kept = [self._less(section) for section in self.document.sections if section.locator != self.section]
        return Case(replace(self.document, sections=tuple(kept)), self.question, self.part)

    def _less(self, section: Section) -> Section:
        text = section.text
        for sentence in sentences(text):
            if self.has and self.accepts(sentence, section.locator):
                text = text.replace(sentence, "")
        return replace(section, text=text)


def cases(folder: Path) -> Iterator[Case]:
    """Every labelled question in the files of a folder (tests/cases/search)."""
    for name in ("questions_of_documents.yml", "questions_of_new_documents.yml"):
        yield from _of_whole_documents(_read(folder / name))
    yield from _of_blind(_read(folder / "blind_passages.yml"))
    for name in ("passages.yml", "passages_blind.yml"):
        yield from _of_sections(_read(folder / name))


def _read(path: Path) -> Any:
    return plain_reader().load(path.read_text(encoding="utf-8"))


def document(name: str, text: str) -> Document:
    """A document that is given as plain text."""
    return Document(name, tuple(sections(read_document(text.encode(), name=f"{name}.txt"))))


def _of_whole_documents(listed: Any) -> Iterator[Case]:
    for name, told in listed["documents"].items():
        whole = document(name, told["text"])
        for case in listed["answered"][name]:
            yield Case(whole, case["q"], told["half"], tuple(case["has"]))
        for case in listed["unanswered"][name]:
            yield Case(whole, case["q"], told["half"])


def _of_blind(listed: Any) -> Iterator[Case]:
    documents = {name: document(name, text) for name, text in listed["documents"].items()}
    for case in listed["answered"]:
        yield Case(documents[case["document"]], case["q"], "blind", (case["has"],))
    for case in listed["unanswered"]:
        yield Case(documents[case["document"]], case["q"], "blind")


def _of_sections(listed: Any) -> Iterator[Case]:
    documents = [
        Document(each["source"], tuple(Section(k, t, 0, 0) for k, t in each["sections"].items()), each["names"])
        for each in listed["documents"]
    ]
    by_name = {each.name: each for each in documents}
    for part in listed["answered"]:
        for case in listed["answered"][part]:
            name, section = case["is"].split(": ", 1)
            yield Case(by_name[name], case["q"], "sections", section=section)
        for case in listed["unanswered"][part]:
            yield Case(_likest(case["q"], documents), case["q"], "sections")


def _likest(question: str, documents: Sequence[Document]) -> Document:
    """The document that has most words of a question, where the file does not say which it is asked of."""
    asked = set(tokens(question))
    said = {each.name: f"{each.names} {' '.join(f'{s.locator} {s.text}' for s in each.sections)}" for each in documents}
    return max(documents, key=lambda each: len(asked & set(tokens(said[each.name]))))
