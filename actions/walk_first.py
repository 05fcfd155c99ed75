"""What belongs to a walk before a message is taken for anything else."""

from actions import eligibility_walk as walks
from actions import walk_commands, walk_replies
from actions.turn import Turn
from actions.walk_state import current, latest
from actions.what_if import says_what_if


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
    return walk_replies.corrects(turn) or walk_replies.switches_scheme(turn, walk)
