"""Which terms point to one scheme: those that people hardly use when they ask about another.

«Housing First» tells which scheme is meant, «kurs» does not, though the sources of one scheme alone may have the word.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from knowledge.language.normalise import fold_phrase
from knowledge.model import Scheme

# A term says nothing when so many questions about other schemes use it, and they are so large a share.
_MOST_ELSEWHERE, _MOST_SHARE = 1, 0.3
Term = tuple[str, ...]


def common_terms(schemes: Sequence[Scheme]) -> frozenset[tuple[str, Term]]:
    """Scheme id and folded words of each term that does not tell its scheme from the others."""
    terms: defaultdict[Term, set[str]] = defaultdict(set)
    for scheme in schemes:
        for statement in scheme.edition().statements:
            for term in statement.terms.all():
                terms[fold_phrase(term)].add(scheme.id)
    beginning: defaultdict[str, list[Term]] = defaultdict(list)
    for phrase in terms:
        beginning[phrase[0]].append(phrase)
    asked: defaultdict[Term, Counter[str]] = defaultdict(Counter)
    for scheme in schemes:
        for texts in scheme.questions.values():
            for text in texts:
                for phrase in _terms_in(fold_phrase(text), beginning):
                    asked[phrase][scheme.id] += 1
    return frozenset(
        (owner, term) for term, owners in terms.items() for owner in owners if _is_common(asked[term], owner)
    )


def _terms_in(words: Term, beginning: Mapping[str, Sequence[Term]]) -> set[Term]:
    """The terms that a text uses, looked up by their first word."""
    return {
        term
        for place, word in enumerate(words)
        for term in beginning.get(word, ())
        if words[place : place + len(term)] == term
    }


def _is_common(asked: Counter[str], owner: str) -> bool:
    elsewhere = asked.total() - asked[owner]
    return elsewhere > _MOST_ELSEWHERE and elsewhere > _MOST_SHARE * asked.total()
