"""How much each token counts in an entry, packed so that a hundred entries are judged in one go.

A token with what it counts is one 64-bit number: 40 bits tell the token, 24 bits how much it counts. Forty bits are too
few to tell every word of the world apart, but two tokens of 100,000 share them once in two hundred indexes, and even
then only an entry that has the one when the other is asked for is judged wrongly.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

_FORM = "<u8"
_SIZE = 8  # bytes of one number
_TOLD = 24  # bits for how much a token counts
_MOST = (1 << _TOLD) - 1
_STEPS = 1 << 22  # of how much a token counts, between 0 and 1: a token counts less than 4


def weighed(impacts: Mapping[str, float]) -> bytes:
    """Packs how much each token counts in an entry (`Fields.impacts`, each less than 4)."""
    held = [_told(token) << _TOLD | min(round(impact * _STEPS), _MOST) for token, impact in impacts.items()]
    return np.array(held, dtype=_FORM).tobytes()


class Weighed:
    """Several entries, each as `weighed` gives it."""

    def __init__(self, entries: Sequence[bytes]) -> None:
        self._entries = len(entries)
        self._numbers = np.frombuffer(b"".join(entries), dtype=_FORM)
        self._tokens = self._numbers >> np.uint64(_TOLD)
        lengths = np.fromiter(map(len, entries), dtype=np.int64, count=len(entries)) // _SIZE
        self._ends = lengths.cumsum()

    def impacts(self, token: str) -> NDArray[np.float64]:
        """How much a token counts in each of the entries, in their order; 0 where it is not."""
        places = np.flatnonzero(self._tokens == np.uint64(_told(token)))
        held = np.zeros(self._entries)
        held[np.searchsorted(self._ends, places, side="right")] = (self._numbers[places] & np.uint64(_MOST)) / _STEPS
        return held


@lru_cache(maxsize=262144)
def _told(token: str) -> int:
    return int.from_bytes(blake2b(token.encode(errors="surrogatepass"), digest_size=5).digest(), "little")
