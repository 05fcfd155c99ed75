"""What remains of a word without its endings, the same for both målformer: how a question and a sentence are compared.

Cruder than `tokens.key`, which is for a whole index: here a question meets the few sentences of one document.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any

from knowledge.language.normalise import KEPT_WORDS, fold
from knowledge.search.tokens import skeleton
from knowledge.yaml_files import plain_reader

_SHORTEST = 3
_ENDINGS = tuple(
    sorted(
        [
            "ingane",
            "ingene",
            "ingen",
            "ingar",
            "inger",
            "inga",
            "ing",
            "elsane",
            "elsene",
            "elsen",
            "elser",
            "elsar",
            "else",
            "ande",
            "ende",
            "aste",
            "este",
            "ast",
            "ane",
            "ene",
            "ert",
            "ar",
            "er",
            "en",
            "et",
            "te",
            "de",
            "es",
            "as",
            "dde",
            "dd",
            "a",
            "e",
            "t",
            "d",
            "s",
            "r",
        ],
        key=len,
        reverse=True,
    )
)


@lru_cache(maxsize=KEPT_WORDS)
def stem(word: str) -> str:
    """
    >>> stem("teikningane") == stem("tegning"), stem("veker") == stem("uka"), stem("frist") == stem("fristene")
    (True, True, True)
    """
    return _forms().get(_bare(word), _bare(word))


@lru_cache(maxsize=KEPT_WORDS)
def _bare(word: str) -> str:
    folded = fold(word)
    endings = (end for end in _ENDINGS if folded.endswith(end) and len(folded) - len(end) >= _SHORTEST)
    ending = next(endings, "")
    bare = folded if ending == "t" and folded.endswith("st") else folded.removesuffix(ending)  # «frist» has no ending
    sounds = skeleton(bare)
    return sounds if len(sounds) >= _SHORTEST else bare


@lru_cache(maxsize=1)
def _forms() -> dict[str, str]:
    path = Path(__file__).with_name("passage_words.yml")
    lists: dict[str, Any] = plain_reader().load(path.read_text(encoding="utf-8"))
    return {_bare(nn): _bare(nb) for nb, all_nn in lists["forms"].items() for nn in all_nn.split()}
