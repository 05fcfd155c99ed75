"""The part of a very long message that is worth reading closely: what it asks, how it begins and how it ends."""

import re

from knowledge.language.normalise import words

MOST_WORDS = 250
_SENTENCE = re.compile(r"[^.?!\n]+[.?!]*\s*|[.?!\n]+\s*")


def gist(text: str) -> str:
    """The text itself up to `MOST_WORDS` words; else its questions, then its last and first sentences, in their order.

    A sentence too long for what is left is cut: its end is kept when it asks, its beginning when it does not.
    """
    if len(words(text)) <= MOST_WORDS:
        return text
    sentences = _SENTENCE.findall(text)
    asking = [i for i, s in enumerate(sentences) if "?" in s][::-1]
    telling = [i for i, s in enumerate(sentences) if "?" not in s]
    ordered = [*asking, *(i for pair in zip(telling[::-1], telling, strict=True) for i in pair)]
    kept: dict[int, str] = {}
    left = MOST_WORDS
    for i in dict.fromkeys(ordered):
        if left <= 0:
            break
        kept[i] = _cut(sentences[i], left)
        left -= len(words(kept[i]))
    return "".join(kept[i] for i in sorted(kept))


def _cut(sentence: str, most: int) -> str:
    found = words(sentence)
    if len(found) <= most:
        return sentence
    return sentence[found[-most].start :] if "?" in sentence else sentence[: found[most - 1].end] + " "
