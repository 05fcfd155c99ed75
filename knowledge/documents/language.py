"""Which language a document is written in, told from its words."""

import re
from collections import Counter
from collections.abc import Sequence

from knowledge.documents.model import Block
from knowledge.language.malform import detect

_FEWEST_WORDS = 5
_LEAST_SHARE = 0.2  # of the paragraphs that tell, for the lesser of two målformer to make a document mixed
_LONGEST = 3000  # characters of a block that are looked at
_MOST = 400  # blocks that are looked at, spread over the document
# Languages beyond those that a message can be in: words that stand in nearly every sentence.
_STOP_WORDS = {
    "sv": "och är inte som för att på med till av den det ett från eller kan ska också efter under",
    "da": "og er ikke som for at på med til af den det et fra eller kan skal også efter under hvad",
    "de": "und der die das ist nicht mit für von zu den dem ein eine auf werden wird oder kann im",
    "fr": "et le la les des est pas avec pour de du un une dans que qui sur ou par aux",
    "pl": "i w na z nie do się jest że to o dla od przez oraz lub po za jak może",
    "es": "y el la los las es no con para de del un una en que por o se al como",
    "fi": "ja on ei että se joka tai ovat myös sekä kun voi oli mutta ole niin hän sen mukaan kanssa",
    "so": "waa iyo in ka u ku oo la soo ah waxaa ayaa si uu loo kale ee ama lagu isku",
}
_FOREIGN = {lang: frozenset(words.split()) for lang, words in _STOP_WORDS.items()}
_ONLY_SWEDISH_OR_DANISH = {"sv": "och är från också för", "da": "af efter hvad blevet nogle tilskud ansøgning"}
_SCRIPTS = {
    "ru": re.compile("[\u0400-\u04ff]"),
    "ar": re.compile("[\u0600-\u06ff]"),
    "he": re.compile("[\u0590-\u05ff]"),
}
_WORD = re.compile(r"[^\W\d_]+")


def language_of(blocks: Sequence[Block], declared: str = "") -> str:
    """The language of a document: "nb", "nn", "en", "se", "sma", "smj", others by their code, "mixed", or "".

    Args:
        blocks: The document.
        declared: What it says itself (`lang="nn"`); counts only where its words do not tell.
    """
    step = max(1, len(blocks) // _MOST)
    texts = [block.text[:_LONGEST] for block in blocks[::step]]
    words = [word.lower() for text in texts for word in _WORD.findall(text)]
    if len(words) < _FEWEST_WORDS:
        return _declared(declared)
    return _by_script(texts) or _foreign(words) or _norwegian(texts) or _declared(declared)


def _by_script(texts: Sequence[str]) -> str:
    joined = "".join(texts)
    letters = sum(char.isalpha() for char in joined)
    return next((lang for lang, script in _SCRIPTS.items() if len(script.findall(joined)) * 2 > letters), "")


def _foreign(words: Sequence[str]) -> str:
    """A foreign language whose small words fill more of the text than is likely in Norwegian."""
    count = Counter(words)
    share = {lang: sum(count[word] for word in stops) / len(words) for lang, stops in _FOREIGN.items()}
    for lang, own in _ONLY_SWEDISH_OR_DANISH.items():  # most of their small words are Norwegian too
        if sum(count[word] for word in own.split()) < len(words) * 0.03:
            share[lang] = 0.0
    lang = max(share, key=lambda one: share[one])
    return lang if share[lang] > 0.2 else ""


def _norwegian(texts: Sequence[str]) -> str:
    """By the votes of the paragraphs, weighed by length; both målformer make a document mixed."""
    votes: Counter[str] = Counter()
    for text in texts:
        found = detect(text)
        if found.certain:
            votes[found.lang] += len(text)
    if not votes:
        found = detect(" ".join(texts)[:_LONGEST])
        return found.lang if found.evidence else ""
    (lang, _), *_ = votes.most_common()
    lesser = min(votes["nb"], votes["nn"])
    if lang in ("nb", "nn") and lesser >= _LEAST_SHARE * (votes["nb"] + votes["nn"]):
        return "mixed"
    return lang


def _declared(lang: str) -> str:
    code = lang.strip().lower().replace("_", "-").split("-")[0]
    return "nb" if code == "no" else code if code.isalpha() and len(code) in (2, 3) else ""
