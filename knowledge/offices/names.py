"""The forms in which the name of a place or an office is written."""

from collections.abc import Iterable
from typing import TypeVar

from knowledge.language.pipeline import Phrase
from knowledge.offices.records import BUFDIR, Office

T = TypeVar("T")


def forms(name: str) -> list[str]:
    """A name and its genitive, also with the apostrophe that people write."""
    return [name] if name[-1] in "sxz" else [name, f"{name}s", f"{name}'s", f"{name}’s"]


def bare(text: str) -> str:
    return text.removesuffix(" kommune").removesuffix(" herad")


def office_phrases(offices: Iterable[Office]) -> list[Phrase]:
    phrases = [Phrase("Barne-, ungdoms- og familiedirektoratet", "office", BUFDIR)]
    for office in offices:
        for name in unique((office.name_nb, office.name_nn)):
            phrases += [Phrase(form, "office", office.code) for form in forms(name)]
    return phrases


def unique(items: Iterable[T]) -> list[T]:
    return list(dict.fromkeys(items))
