"""Documents that were read are remembered for a while, but never more of them than weighs little."""

from collections.abc import Iterator

import pytest

from assistant.editing import document_routes
from knowledge.documents import Block, Document


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(document_routes, "_READ", {})
    yield


def document(name: str, characters: int) -> Document:
    return Document(name, "text", (Block("a" * characters, "paragraph"),), "nb", None, None, name)


def remembered(*documents: Document) -> list[str]:
    for each in documents:
        document_routes._remember(each)
    return list(document_routes._READ)


def test_the_eight_newest_are_remembered() -> None:
    assert remembered(*(document(str(number), 10) for number in range(10))) == [str(number) for number in range(2, 10)]


def test_the_oldest_go_when_all_together_weigh_too_much() -> None:
    assert remembered(*(document(name, 4_000_000) for name in "abc")) == ["b", "c"]


def test_one_that_weighs_too_much_alone_is_not_remembered() -> None:
    assert remembered(document("a", 10), document("b", 11_000_000)) == []


def test_one_that_is_opened_again_is_the_newest() -> None:
    first = document("a", 4_000_000)
    assert remembered(first, document("b", 4_000_000), first, document("c", 4_000_000)) == ["a", "c"]
