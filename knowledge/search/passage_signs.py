"""What speaks for and against a sentence as the answer to a question, as numbers that passage_weights.yml weighs.

Most of them tell what is missing: a passage that has nearly everything that is asked about is what misleads.
"""

import re
from collections.abc import Mapping

from knowledge.search.answer_kinds import tells
from knowledge.search.asked_passage import INSIDE, LOOSELY, NOT, PARTS, AskedOfPassage, Thing
from knowledge.search.told import Told, acts_of, main_clause, reckons

# What is done with a grant at different times: a deadline for one is none for another.
_STAGES = frozenset({"decide", "pay", "report", "complain", "repay", "begin", "end"})
_DONE_WITH = re.compile(r"\b(?:søknad|klag[ea]|rapport)(?:en|ene|ane|er|ar|n)?\b", re.IGNORECASE)
_TIMES = frozenset({"when", "how_long"})
_YES_NO_OF = re.compile(
    r"^(?:kan|får|må|skal|bør|er|har|blir|gjelder|gjeld|dekkes|omfattes|regnes) (?!(?:vi|jeg|eg|man|ein|en|dere|de|det|du)\b)",
    re.IGNORECASE,
)
_WHICH = re.compile(r"^(?:på |i |for )?(?:hvilken|hvilket|hvilke|kva for|kva slags?|hva slags?)\b", re.IGNORECASE)
_ORDINAL = re.compile(r"\b(?:første|fyrste|tredje|fjerde|femte|siste|neste)\b|\bandre (?=år)")
_LIMIT = re.compile(
    r"\b(?:over|under|mer enn|meir enn|mindre enn|færre enn|eldre enn|inntil|minst|høyst|høgst|maks\w*|før|første|fyrste)\b"
)
_MOST = 2  # of what is counted; more makes it no worse


def contradicts(asked: AskedOfPassage, told: Told) -> bool:
    """Whether a sentence is about another year, figure or place in a row than the question, or times something else."""
    figures = [thing for thing in asked.telling if thing.is_figure]
    other = any(thing.held(told.words) == NOT and thing.held(told.heading) == NOT for thing in figures)
    row = set(_ORDINAL.findall(asked.text.lower())) - set(_ORDINAL.findall(f"{told.heading_text} {told.text}".lower()))
    another_year = bool(asked.years and told.years and not asked.years & told.years)
    return bool(row) or another_year or _times_another(asked, told) or (other and not _LIMIT.search(told.text))


def _times_another(asked: AskedOfPassage, told: Told) -> bool:
    """Whether a sentence gives a time, but for something else that is done: «søknaden blir avgjord innan …»."""
    if not asked.kinds & {"when", "deadline"} or not asked.acts or "frist" in told.text.lower():
        return False
    done = acts_of(_DONE_WITH.sub(" ", main_clause(told.text))) & _STAGES
    return bool(done) and not done & asked.acts


def signs_of(asked: AskedOfPassage, told: Told, rarity: Mapping[Thing, float]) -> dict[str, float]:
    """
    Args:
        asked: The question.
        told: A sentence.
        rarity: How rare each thing of the question is among the sentences, 0 to 1.
    """
    return {
        "answer": 1.0,
        **_held(asked, told),
        **_missing(asked, told, rarity),
        **_kinds(asked, told),
        **_acts(asked, told),
        **_form(asked, told),
    }


def _own(asked: AskedOfPassage, told: Told) -> list[float]:
    """How well a sentence holds each thing; what it only reckons a time from is not what the time is of."""
    timed = bool(asked.kinds & _TIMES) and not reckons(asked.text)
    return [thing.held(told.timed if timed else told.words) for thing in asked.telling]


def _held(asked: AskedOfPassage, told: Told) -> dict[str, float]:
    own = _own(asked, told)
    light = [thing.held(told.words) for thing in asked.others]
    main = [thing.held(told.main) for thing in asked.telling]
    aside = sum(held != NOT and inner == NOT for held, inner in zip(own, main, strict=True))
    return {
        "share": sum(own) / max(len(own), 1),
        "all": float(bool(own) and NOT not in own),
        "none": float(not any(own)),
        "loosely": sum(held == LOOSELY for held in own),
        "inside": sum(LOOSELY < held <= INSIDE for held in own),
        "aside_when": float(bool(asked.kinds & _TIMES)) * aside,
        "few": float(not own),
        "one": float(len(own) == 1),
        "many": max(len(own) - 2, 0),
        "light": sum(light) / max(len(light), 1),
        "light_missing": sum(held == NOT for held in light),
    }


def _missing(asked: AskedOfPassage, told: Told, rarity: Mapping[Thing, float]) -> dict[str, float]:
    own = _own(asked, told)
    missing = [thing for thing, held in zip(asked.telling, own, strict=True) if held == NOT]
    above = [thing for thing in missing if thing.held(told.heading) != NOT]
    before = [thing for thing in missing if thing not in above and thing.held(told.before) != NOT]
    lacking = [thing for thing in missing if thing not in above and thing not in before]
    unknown = sum(not thing.options for thing in lacking)
    first = bool(own) and own[0] == NOT
    return {
        "above": len(above),
        "before": len(before),
        "lacking": min(len(lacking) - unknown, _MOST),
        "unknown": min(unknown, _MOST),
        "lacking_share": len(lacking) / max(len(own), 1),
        "rare_missing": sum(rarity[thing] for thing in missing),
        "first_missing": float(first),
        "last_missing": float(bool(own) and own[-1] == NOT),
        "subject_missing": float(first and bool(_YES_NO_OF.search(asked.text))),
        "condition_missing": sum(thing.conditional for thing in missing),
        "other_kind": sum(_is_of_another_kind(thing, told) for thing in asked.telling),
    }


def _is_of_another_kind(thing: Thing, told: Told) -> bool:
    """Whether a sentence has another compound with the same last part: a «halvårsrapport» is no «sluttrapport»."""
    if len(thing.parts) < 2 or thing.held(told.words) >= PARTS:
        return False
    return thing.parts[-1].key in told.words.heads and not thing.parts[0].held(told.heading)


def _kinds(asked: AskedOfPassage, told: Told) -> dict[str, float]:
    found = {kind: tells(kind, asked.text, told.text) for kind in asked.kinds}
    each = {f"{'tells' if so else 'lacks'}_{kind}": 1.0 for kind, so in found.items()}
    lacks, which = float(not all(found.values())), float(bool(_WHICH.search(asked.text)))
    return {**each, "lacks": lacks, "asks_nothing": float(not found), "asks_which": which}


def _acts(asked: AskedOfPassage, told: Told) -> dict[str, float]:
    here, above = told.words.acts, told.heading.acts
    missing, more = asked.acts - here - above, here - asked.acts
    staged = bool(more & _STAGES)
    return {
        "act_missing": float(bool(asked.acts - here)),
        "act_missing_above": float(bool(missing)),
        "act_shared": float(bool(asked.acts & here)),
        "act_more": min(len(more), _MOST),
        "act_instead": float(bool(missing and more)),
        "act_above_differs": float(bool(above - asked.acts) and not above & asked.acts),
        "act_when": float(staged and bool(asked.kinds & {"when", "deadline"})),
        "act_else": float(staged and bool(asked.acts)),
    }


def _form(asked: AskedOfPassage, told: Told) -> dict[str, float]:
    return {
        "limit": float(bool(_LIMIT.search(told.text))),
        "on_condition": float(told.conditional and not any(thing.conditional for thing in asked.telling)),
        "first": float(told.place == 0),
        "later": float(told.place > 1),
        "heading_asks": float(told.heading_text.rstrip().endswith("?")),
    }
