"""How glibc keeps the memory of this process. Where there is another C library, nothing happens."""

from __future__ import annotations

import ctypes
import os

_ARENA_MAX = -8  # M_ARENA_MAX of malloc.h


def settle() -> None:
    """Gives back what loading took and no longer needs, and lets threads share one arena: an arena each keeps holes each.

    The threads of this process take turns anyway, so that they seldom wait for each other there. man mallopt, malloc_trim.
    """
    if os.name != "posix":
        return
    library = ctypes.CDLL(None)
    if hasattr(library, "mallopt") and hasattr(library, "malloc_trim"):
        library.mallopt(_ARENA_MAX, 1)
        library.malloc_trim(0)
