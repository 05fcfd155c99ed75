"""What the watch sees of a source, and which of it an editor must be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from assistant.sources.differences import SectionChange
from assistant.sources.register import PASSING, Found
from knowledge.model import Deadline

Kind = Literal["first", "unchanged", "changed", "moved", "gone", "unreachable", "unreadable", "expired"]
_PATIENCE = 3  # looks in a row without an answer until an editor is told
_MOST_CHANGES = 100  # of one document in a finding; both versions are on the shelf
_MOST_CHARS = 10_000  # of a section in a finding


@dataclass(frozen=True)
class Observation:
    """What has become of a source.

    Attributes:
        source: Its id.
        url: The address that was looked at; "" for `expired`.
        schemes: Ids of the schemes that it concerns.
        kind: `first`: read for the first time, so there is nothing to compare with. `unreachable`: no answer, or none
            that helps, which does not mean that it is gone. `unreadable`: an answer, but no document that can be read.
            `expired`: its deadline is past, and no newer edition is known.
        detail: `changed`: `changes` (as `SectionChange`), `more` (how many are left out), `before` and `after` (hashes
            of versions on the shelf). `moved`: `to`. `gone`: `status`. `unreachable`, `unreadable`: `status`, `why`,
            `told` (the same as codes with values) and `refused` (whether a rule of ours forbids it). `expired`: `edition`, `deadline` (YYYY-MM-DD),
            `precision` and `certainty`.
    """

    source: str
    url: str
    schemes: tuple[str, ...]
    kind: Kind
    detail: dict[str, Any] = field(default_factory=dict)

    def found(self, misses: int) -> Found | None:
        """What an editor is told of it.

        Args:
            misses: How many looks in a row have failed before this one.
        """
        if self.kind in ("first", "unchanged"):
            return None
        if self.kind == "unreachable" and not self.detail.get("refused") and misses + 1 < _PATIENCE:
            return None
        scheme = self.schemes[0] if len(self.schemes) == 1 else ""
        again: Literal["always", "once", "after_reading"] = (
            "always" if self.kind == "changed" else "after_reading" if self.kind in PASSING else "once"
        )
        return Found(self.source, self.url, scheme, self.kind, self.detail, again)


def change_detail(changes: Sequence[SectionChange], before: str, after: str) -> dict[str, Any]:
    """The detail of a change, of bounded size.

    Args:
        changes: All of them.
        before: The hash of the version before.
        after: The hash of the version now.
    """
    told = [
        asdict(change) | {"before": change.before[:_MOST_CHARS], "after": change.after[:_MOST_CHARS]}
        for change in changes[:_MOST_CHANGES]
    ]
    return {"changes": told, "more": len(changes) - len(told), "before": before, "after": after}


def expired_observation(source: str, scheme: str, edition: str, deadline: Deadline) -> Observation:
    """That a deadline is past, and nothing newer is known."""
    detail = {
        "edition": edition,
        "deadline": str(deadline.date),
        "precision": deadline.precision,
        "certainty": deadline.certainty,
    }
    return Observation(source, "", (scheme,), "expired", detail)
