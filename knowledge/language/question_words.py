"""Words that begin a question, in bokmål, nynorsk, dialect and English. Folded, as all words are for comparing."""

from knowledge.language.normalise import fold


def _folded(text: str) -> frozenset[str]:
    return frozenset(fold(word) for word in text.split())


QUESTION_WORDS = _folded(
    """
    hva kva ka ke ko kå hvem kven kem hvor kor når nårti hvordan korleis koss korsn åssen hvilke hvilken hvorfor kvifor
    kæm kåss kossen kossn korsen hossen kordan koffer koffor korfor kafør kår
    what who when how where why which
    """
)
# Verbs that begin a question («kan vi …?»), but a statement too in dialect and headings.
ASKING_VERBS = _folded(
    """
    kan kain må er e får skal ska finnes finst fins gis trenger treng har blir bør vil lyt
    dekker dekkjer dekk gjelder gjeld går holder held rekker tar tek kreves krevst teller tel passer passar regnes reknast
    can could must do does is are should will may
    """
)
