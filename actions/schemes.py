"""Which schemes there are, how they differ, which one fits a plan, and grants that are not among them."""

from collections.abc import Sequence

from rasa_sdk import Action

from actions.handoff import STATSFORVALTEREN_URL
from actions.made import answered, join
from actions.neighbours import neighbours_first
from actions.resolution import resolve
from actions.say_answer import ask_which_scheme
from actions.turn import Turn
from actions.turn_action import TurnAction, menu
from actions.unrecognised import answer_from_words
from knowledge import answers
from knowledge.answers import administrator_name
from knowledge.model import Scheme, Topic


@neighbours_first
class ActionListSchemes(TurnAction, Action):
    action_name = "action_list_schemes"

    def respond(self, turn: Turn) -> None:
        if turn.reading.schemes and answer_from_words(turn, silent=False):
            return
        say_schemes(turn)


def say_schemes(turn: Turn) -> None:
    """Which schemes there are and who takes in the applications; one button each, and one to check them all."""
    lang = turn.text_lang
    named = [
        turn.t("scheme_with_administrator", scheme=turn.name_of(s), administrator=administrator_name(s, lang))
        for s in turn.services.schemes
    ]
    citations = [c for s in turn.services.schemes for c in _about(turn, s).citations]
    buttons = [
        {"title": turn.title_of(s), "command": {"intent": "ask_about", "scheme": s.id}} for s in turn.services.schemes
    ]
    buttons.append(turn.button("check_all", "check_all"))
    turn.say("answer", turn.t("list_schemes", schemes=turn.either(named, "and")), citations=citations, buttons=buttons)


def _about(turn: Turn, scheme: Scheme) -> answers.Answer:
    return answers.answer(scheme, Topic.ABOUT, turn.text_lang, turn.services.today())


_COMPARED_TOPIC = 0.25  # how likely a topic must be, the comparing words left out


@neighbours_first
class ActionCompare(TurnAction, Action):
    """Sets two or more schemes side by side on the topics asked about, else on whom they are for."""

    action_name = "action_compare"

    def respond(self, turn: Turn) -> None:
        meant = resolve(turn.reading, None, switching=True)
        shared = meant.candidates if len(turn.reading.schemes) > 1 else ()  # «dei to på post 60»
        named = list(meant.schemes or shared) or list(dict.fromkeys(h.scheme for h in turn.reading.hints))
        context = turn.remembered("scheme")
        if len(named) == 1 and context and context not in named:
            named = [context, *named]
        if len(named) < 2:
            named = list(dict.fromkeys([*named, *(h.scheme for h in turn.reading.hints)]))
        if len(named) < 2:
            ask_which_scheme(turn, topics=["target_group"])
            return
        schemes = [turn.services.scheme(s) for s in named[:4]]
        self._side_by_side(turn, schemes, self._topic(turn))

    def _topic(self, turn: Turn) -> str:
        """The topic that shines through the comparison, else whom the schemes are for."""
        part = turn.parts[0] if turn.parts else None
        return part["topic"] if part and part["topics"][part["topic"]] >= _COMPARED_TOPIC else "target_group"

    def _side_by_side(self, turn: Turn, schemes: list[Scheme], topic: str) -> None:
        lang = turn.text_lang
        found = [answers.answer(s, Topic(topic), lang, turn.services.today()) for s in schemes]
        lines = []
        for scheme, answer in zip(schemes, found, strict=True):
            lines.append(turn.t("scheme_line", scheme=turn.title_of(scheme), text=answered(answer)))
        turn.say("answer", join(lines, "\n"), topic=topic, citations=[c for a in found for c in a.citations])


# What words for a scheme weigh beside the evidence for its statements, and the lead that settles it.
_POINTED, _CLEAR_LEAD = 1.0, 1.0
_LEAST_LIKENESS = 4.0  # under this, a plan shares only everyday words with the statements


@neighbours_first
class ActionFindScheme(TurnAction, Action):
    """Finds the scheme that fits a plan: by names and words it uses, then by the statements it resembles."""

    action_name = "action_find_scheme"

    def respond(self, turn: Turn) -> None:
        find_scheme(turn)


def find_scheme(turn: Turn) -> None:
    """What is asked of a scheme that the message names, else the scheme that fits."""
    resolution = resolve(turn.reading, None, switching=True)
    if resolution.named and answer_from_words(turn, silent=False):
        return
    say_fitting(turn)


def say_fitting(turn: Turn) -> None:
    """The scheme that fits what the message tells, or which of several is meant."""
    resolution = resolve(turn.reading, None, switching=True)
    pointed = resolution.schemes or resolution.candidates
    candidates = _by_statements(turn, pointed) or pointed or _by_search(turn)
    if len(candidates) == 1:
        scheme = turn.services.scheme(candidates[0])
        about = _about(turn, scheme)
        turn.remember(scheme=scheme.id, pending=None)
        turn.say(
            "answer",
            turn.t("plan_fits", scheme=turn.name_of(scheme), about=answered(about)),
            scheme=scheme.id,
            topic="about",
            citations=about.citations,
            buttons=[turn.button("check", "start_walk", scheme=scheme.id)],
        )
    else:
        ask_which_scheme(turn, tuple(candidates), topics=["about"], text_key="plan_unclear")


def _by_statements(turn: Turn, pointed: Sequence[str]) -> tuple[str, ...]:
    """The scheme that a statement of its own speaks for, when it leads clearly: «etter Housing First»."""
    found: dict[str, float] = {}
    for scheme in turn.services.schemes:
        ranked = answers.rank(scheme, turn.question(scheme.id))
        found[scheme.id] = max(r.evidence for r in ranked if r.statement) + _POINTED * (scheme.id in pointed)
    best, second = sorted(found.values(), reverse=True)[:2]
    return (max(found, key=lambda s: found[s]),) if best - second >= _CLEAR_LEAD else ()


def _by_search(turn: Turn) -> tuple[str, ...]:
    """The scheme whose statements match best, when it leads clearly; else those in question."""
    totals: dict[str, float] = {}
    for hit in turn.services.search.find(turn.text, turn.text_lang, limit=12):
        if hit.evidence >= _LEAST_LIKENESS:
            totals[hit.scheme] = max(totals.get(hit.scheme, 0.0), hit.evidence)
    ranked = sorted(totals, key=lambda s: -totals[s])
    if len(ranked) > 1 and totals[ranked[0]] < 1.4 * totals[ranked[1]]:
        return tuple(ranked[:3])
    return tuple(ranked[:1])


@neighbours_first
class ActionOtherScheme(TurnAction, Action):
    """A grant that the sources do not cover: say so and point to Statsforvalteren."""

    action_name = "action_other_scheme"

    def respond(self, turn: Turn) -> None:
        if answer_from_words(turn):
            return
        card = {"name": turn.t("statsforvalteren_generic"), "url": STATSFORVALTEREN_URL, "email": None, "phone": None}
        turn.say(
            "no_source",
            turn.t("other_scheme", schemes=turn.names_of(turn.services.schemes, "and")),
            office=card,
            buttons=menu(turn),
        )
