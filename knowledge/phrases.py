"""The sentences of the knowledge layer: those of today, or for a while those of an earlier release.

What was said once is said again with the sentences of that time (`assistant.archive`). They are set for one task or
thread only, so that a conversation that goes on meanwhile never meets them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from knowledge.language import texts
from knowledge.language.texts import Texts

_earlier: ContextVar[tuple[Texts, Texts] | None] = ContextVar("earlier", default=None)


def knowledge_texts() -> Texts:
    """The sentences that the knowledge layer itself says: judged dates, outcomes, silence."""
    earlier = _earlier.get()
    return earlier[0] if earlier else texts.knowledge_texts()


def topic_titles() -> Texts:
    """The titles of the topics that can be asked about."""
    earlier = _earlier.get()
    return earlier[1] if earlier else texts.topic_titles()


@contextmanager
def speaking_with(phrases: Texts, titles: Texts) -> Iterator[None]:
    """Lets everything that is said within the block, in this task or thread, use these sentences and titles."""
    token = _earlier.set((phrases, titles))
    try:
        yield
    finally:
        _earlier.reset(token)
