"""The word lists of both målformer (simplemma's), and the lemmas that follow from them.

As simplemma ships them they are decoded when the first word is asked for: two seconds, and 100 MB in each process. As
tries in a folder they are read in a hundredth of a second and take 5 MB (`keep_in`); the answers are the same.
"""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from simplemma import Lemmatizer
from simplemma.strategies import DefaultStrategy, DictionaryLookupStrategy
from simplemma.strategies.dictionaries import DefaultDictionaryFactory, DictionaryFactory
from simplemma.strategies.dictionaries.trie_dictionary_factory import TrieDictionaryFactory
from simplemma.utils import normalize_token

_LANGS = ("nb", "nn")


class Lexicon:
    """Looks words up, in bokmål first. Safe to share between threads."""

    def __init__(self, factory: DictionaryFactory) -> None:
        self._listed = DictionaryLookupStrategy(factory)
        self._lemmatizer = Lemmatizer(
            cache_max_size=1,  # who asks keeps what was found
            lemmatization_strategy=DefaultStrategy(dictionary_factory=factory),
        )

    def is_known(self, word: str) -> bool:
        """Whether a word list has this word."""
        composed = normalize_token(word)
        return any(self._listed.get_lemma(composed, lang) is not None for lang in _LANGS)

    def lemma(self, word: str) -> str:
        """The lemma by either list, by endings and by parts of compounds; an unknown word is its own lemma."""
        return str(self._lemmatizer.lemmatize(word, _LANGS))


_lexicon = Lexicon(DefaultDictionaryFactory())


def is_known(word: str) -> bool:
    """Whether a dictionary of either målform has a word."""
    return _lexicon.is_known(word)


def lemma_of(word: str) -> str:
    """The lemma of a word as it is written in the dictionaries."""
    return _lexicon.lemma(word)


def tries_in(folder: Path) -> Sequence[Path]:
    """The files that `make_tries` makes and `keep_in` reads."""
    return [folder / f"{lang}.dic" for lang in _LANGS]


def make_tries(folder: Path) -> None:
    """Write the word lists into a folder, each whole or not at all. A few seconds."""
    with TemporaryDirectory(dir=folder, prefix=".words-") as made:
        factory = TrieDictionaryFactory(disk_cache_dir=made)
        for target in tries_in(folder):
            factory.get_dictionary(target.stem)
            (Path(made) / target.name).replace(target)


def keep_in(folder: Path) -> None:
    """Look words up in the tries of a folder from now on; `make_tries` has written them."""
    global _lexicon
    _lexicon = Lexicon(TrieDictionaryFactory(use_disk_cache=True, disk_cache_dir=str(folder)))
