"""What a user asks of a walk itself: to change an answer, go back, stop, explain, or show what has been noted."""

from actions.eligibility_walk import ask_again
from actions.made import join
from actions.turn import Turn
from actions.unrecognised import answer_from_before
from actions.walk_messages import citations_of, in_words, label_of, of_criterion, say_question
from actions.walk_replies import switches_scheme
from actions.walk_state import Walk, current, keep, latest, questionnaire_of, scheme_asked_about
from knowledge.language.normalise import fold, words
from knowledge.model import LANGS
from knowledge.questionnaire import ALL, Asked, question_of

_UNIT_WORDS = {"years": ("år", "åra"), "kroner": ("kroner", "beløpet", "summen", "pengene", "pengane")}


def change(turn: Turn, criterion_id: str | None) -> None:
    """Puts the question of an answer again; which one is asked when it is not said."""
    walk = latest(turn)
    if walk is None or not walk.answers:
        _nothing_noted(turn)
        return
    if criterion_id and criterion_id == walk.question:  # it is on the table already
        ask_again(turn)
        return
    questionnaire = questionnaire_of(turn, walk)
    if criterion_id in walk.answers:
        walk.answers.pop(str(criterion_id))
        walk.asked = [i for i in walk.asked if i != criterion_id]
        walk.question, walk.number = criterion_id, walk.number + 1
        keep(turn, walk)
        say_question(turn, walk, question_of(questionnaire, str(criterion_id)))
        return
    labels = {q.id: label_of(turn, walk, q) for q in questionnaire.questions if q.id in walk.answers}
    if len(labels) == 1:
        change(turn, next(iter(labels)))
        return
    buttons = [
        {"title": label, "command": {"intent": "change_answer", "criterion": i, "scheme": walk.scheme}}
        for i, label in labels.items()
    ]
    turn.remember(pending={"change": True})
    text = turn.t("which_answer", answers=turn.either(list(labels.values())))
    turn.say("clarify", text, scheme=scheme_asked_about(turn, walk), buttons=buttons)


def answer_named(turn: Turn) -> str | None:
    """The question of an answer that a message names: «endre svaret om avtalen»; None when that is not clear."""
    walk = latest(turn)
    if walk is None:
        return None
    if whole := _named_by_label(turn, walk):
        return whole
    asking = {"endre", "endra", "svaret", "rette", "bytte", "korrigere", "forandre"}
    named = (w.text for w in words(turn.reading.text) if len(w.text) > 3 or w.text in _UNIT_WORDS["years"])
    said = {fold(word)[:5] for word in named if word not in asking}  # «avtalen» is found in «samarbeidsavtale»
    scores = {
        asked.id: sum(any(stem in word for word in _words_of(asked)) for stem in said)
        for asked in questionnaire_of(turn, walk).questions
        if asked.id in walk.answers
    }
    best = max(scores, key=lambda i: scores[i], default=None)
    return best if best and scores[best] > 0 and list(scores.values()).count(scores[best]) == 1 else None


def _named_by_label(turn: Turn, walk: Walk) -> str | None:
    """The question whose whole label stands in the message, the longest if several do; its parts may fit others too."""
    text = f" {' '.join(fold(w.text) for w in words(turn.reading.text))} "
    labels = {
        " ".join(fold(w.text) for w in words(asked.criterion.label[lang])): asked.id
        for asked in questionnaire_of(turn, walk).questions
        if asked.id in walk.answers or asked.id == walk.question
        for lang in LANGS
    }
    found = [label for label in labels if f" {label} " in text]
    return labels[max(found, key=len)] if found else None


def _words_of(asked: Asked) -> set[str]:
    """How a question may be named: by the words of its label and wording, in any language."""
    criterion = asked.criterion
    texts = (f"{criterion.label[lang]} {(criterion.question or criterion.label)[lang]}" for lang in LANGS)
    unit = _UNIT_WORDS.get(criterion.unit or "", ())
    return {fold(w.text) for text in (*texts, *unit) for w in words(text) if len(w.text) > 3 or w.text in unit}


def show(turn: Turn) -> None:
    """What has been noted, and how far the walk is."""
    walk = latest(turn)
    if walk is None or not walk.answers:
        _nothing_noted(turn)
        return
    lines = [turn.t("noted", answers=in_words(turn, walk, list(walk.answers)))]
    if current(turn):
        step, left = len(walk.answers) + 1, questionnaire_of(turn, walk).left(walk.answers)
        lines.append(turn.t("progress", step=step, of=max(step, len(walk.answers) + left)))
    change_it = turn.button("change", "change_answer")
    turn.say("notice", join(lines, "\n"), scheme=scheme_asked_about(turn, walk), buttons=[change_it])
    ask_again(turn)


def _nothing_noted(turn: Turn) -> None:
    """There is no answer to show or change: without a walk, or before its first answer, whose question comes again."""
    turn.say("notice", turn.t("nothing_noted" if current(turn) else "no_walk"))
    ask_again(turn)


def go_back(turn: Turn) -> None:
    """Puts the question before the current one again."""
    walk = latest(turn)
    if walk is None:
        turn.say("notice", turn.t("no_walk"))
    elif not walk.asked:
        turn.say("notice", turn.t("first_question"), scheme=scheme_asked_about(turn, walk))
        ask_again(turn)
    else:
        change(turn, walk.asked[-1])


def stop(turn: Turn) -> None:
    walk = current(turn)
    if walk is None:
        turn.say("notice", turn.t("nothing_to_stop"))
        return
    if switches_scheme(turn, walk):  # «stopp, jeg vil heller sjekke barn og unge»
        return
    again = (
        turn.button("check_all", "check_all")
        if walk.scheme == ALL
        else turn.button("check", "start_walk", scheme=walk.scheme)
    )
    scheme = scheme_asked_about(turn, walk)
    keep(turn, walk, active=False)
    turn.say("notice", turn.t("stopped"), scheme=scheme, buttons=[again, turn.button("human", "human")])


def explain(turn: Turn) -> None:
    """Why the open question is asked: the rule behind it, with its source; without a walk, the last answer's reason."""
    walk = current(turn)
    if walk is None or not walk.question:
        if not answer_from_before(turn):
            turn.say("notice", turn.t("no_walk"))
        return
    asked = question_of(questionnaire_of(turn, walk), walk.question)
    turn.say(
        "answer",
        turn.t("why", reason=of_criterion(turn, walk, asked, "why")),
        scheme=asked.only_scheme,
        citations=citations_of(asked),
    )
    ask_again(turn)
