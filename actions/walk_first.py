"""What belongs to a walk before a message is taken for anything else."""

import re

from actions import eligibility_walk as walks
from actions import walk_commands, walk_replies
from actions.turn import Turn
from actions.walk_messages import say_whole_verdict
from actions.walk_state import current, latest
from actions.what_if import says_what_if
from knowledge.language.normalise import words

_WHY = re.compile(r"\s*(?:men\s+)?(?:hvorfor|kvifor|koffor|korfor|hvordan det|korleis det|why)\b", re.IGNORECASE)
_FEW_WORDS = 5


def walk_comes_first(turn: Turn) -> bool:
    """Takes «hva om …?», the answer to «hvilket svar vil du endre?», and a correction after the verdict. True when it did."""
    if turn.command:
        return False
    if says_what_if(turn):
        walks.ask_again(turn)
        return True
    named = walk_commands.answer_named(turn) if (turn.remembered("pending") or {}).get("change") else None
    if named:
        turn.remember(pending=None)
        walk_commands.change(turn, named)
        return True
    walk = latest(turn)
    if walk is None or current(turn) is not None:
        return False
    if _asks_why(turn):
        say_whole_verdict(turn, walk)
        return True
    return walk_replies.corrects(turn) or walk_replies.switches_scheme(turn, walk)


def _asks_why(turn: Turn) -> bool:
    """«hvorfor ikke?» right after a verdict: its reasons are the answer."""
    last = turn.remembered("last_messages") or [{}]
    short = len(words(turn.reading.text)) <= _FEW_WORDS
    return short and last[-1].get("kind") == "verdict" and bool(_WHY.match(turn.reading.text))
