"""Decompression of what a server sends, piece by piece, so that a small answer cannot become a large one unnoticed.

aiohttp would do it too, but takes a compressed body that ends in the middle for a whole one: half a page would then
look like a page that has lost its second half.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

_PIECE = 64 * 1024  # bytes
_GZIP = 16 + zlib.MAX_WBITS
GZIP = frozenset({"gzip", "x-gzip"})


class Inflater:
    """Decompresses one body.

    Raises:
        ValueError: The encoding is neither gzip nor none.
    """

    def __init__(self, encoding: str) -> None:
        name = encoding.strip().lower()
        if name and name != "identity" and name not in GZIP:
            raise ValueError(f"the content is encoded as {name[:50]}, which was not asked for")
        self._member = zlib.decompressobj(_GZIP) if name in GZIP else None
        self._inside = False

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """What a chunk of the body holds, in pieces of bounded size.

        Raises:
            ValueError: It is no gzip.
        """
        if self._member is None:
            yield chunk
            return
        while chunk:
            self._inside = True
            try:
                piece = self._member.decompress(chunk, _PIECE)
            except zlib.error as error:
                raise ValueError(f"the compressed content is broken ({error})") from None
            chunk = self._member.unconsumed_tail
            if self._member.eof:
                chunk = self._member.unused_data
                self._member, self._inside = zlib.decompressobj(_GZIP), False
            yield piece

    def finish(self) -> None:
        """Call it when the body has ended.

        Raises:
            ValueError: The compressed content has not.
        """
        if self._inside:
            raise ValueError("the compressed content ends in the middle")
