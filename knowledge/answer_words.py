"""An answer to a criterion as a person would say it: the option's title, «Ja», «300 000 kroner»."""

from knowledge.eligibility import UNKNOWN, Answer
from knowledge.model import Criterion
from knowledge.phrases import knowledge_texts


def possible_in_words(criterion: Criterion, lang: str) -> list[tuple[Answer, str]]:
    """The answers one can choose between, each with its title; for a number only that one does not know."""
    texts = knowledge_texts()
    unknown: tuple[Answer, str] = (UNKNOWN, texts("answer_unknown", lang))
    if criterion.type == "choice":
        return [*((o.value, o.title[lang]) for o in criterion.options), unknown]
    if criterion.type == "yes_no":
        return [("yes", texts("answer_yes", lang)), ("no", texts("answer_no", lang)), unknown]
    return [unknown]


def in_words(criterion: Criterion, answer: Answer, lang: str) -> str:
    """The words for one answer; thousands parted as the language does it."""
    if criterion.unit and answer != UNKNOWN:
        number = f"{float(answer):,.10g}"
        if lang != "en":
            number = number.replace(",", " ").replace(".", ",")
        unit = f"{criterion.unit}_one" if float(answer) == 1 else criterion.unit
        return knowledge_texts()(f"answer_{unit}", lang, amount=number)
    return next(title for value, title in possible_in_words(criterion, lang) if value == answer)
