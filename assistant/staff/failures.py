"""Why a sign-in failed: a word for the log, and which page explains it to the person."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Failure:
    """A page about a sign-in that failed; its sentences are `staff_failed_<name>` and `staff_failed_<name>_do`."""

    name: str
    status: int


_ALL = (
    Failure("cancelled", 403),  # the person, or the provider on their behalf, said no
    Failure("refused", 502),  # the provider would not: mostly a wrong configuration
    Failure("stale", 400),  # used, too old, or begun in another browser
    Failure("unreachable", 503),
    Failure("untrusted", 502),  # the provider's answer does not hold
    Failure("no_access", 403),
    Failure("local_used", 403),
    Failure("local_far", 403),
    Failure("local_off", 404),
    Failure("lost", 403),  # a form was sent when the session was over
)
FAILURES = {failure.name: failure for failure in _ALL}


class SignInFailed(Exception):
    """A sign-in that cannot go on.

    Attributes:
        failure: The page that explains it.
        why: A word for the log; never text of the provider or of the person.
    """

    def __init__(self, name: str, why: str) -> None:
        super().__init__(why)
        self.failure = FAILURES[name]
        self.why = why
