"""What is said in a terminal of documents that were taken in, and of sources that were looked at."""

from __future__ import annotations

from assistant.sources.ingest import Ingested
from assistant.sources.observations import Observation
from assistant.sources.told import warnings


def line(seen: Observation) -> str:
    """What is said of an observation in a terminal."""
    place = f"{seen.source} ({seen.url})" if seen.url else f"{seen.source} ({', '.join(seen.schemes)})"
    detail = seen.detail
    if seen.kind == "changed":
        told = "; ".join(f"{change['kind']} «{change['locator']}»" for change in detail["changes"])
        return f"{place}: changed: {told}{f'; and {more} more' if (more := detail['more']) else ''}"
    said = {
        "moved": "to",
        "unreachable": "why",
        "unreadable": "why",
        "expired": "deadline",
        "gone": "status",
    }.get(seen.kind)
    return f"{place}: {seen.kind}: {detail[said]}" if said else f"{place}: {seen.kind}"


def told(done: Ingested) -> list[str]:
    """What is said in a terminal of a document that was taken in."""
    version, document = done.version, done.document
    days = (("published", document.published), ("changed", document.updated))
    title = [f"«{document.title}»"] if document.title else []
    known = [
        *title,
        document.format,
        document.language or "language unknown",
        *(f"{word} {day}" for word, day in days if day),
    ]
    first = str(done.text) if done.text else f"{version.source}: kept; what citations open is as before"
    return [
        first,
        f"  read as: {', '.join(known)}",
        *(f"  warning: {warning}" for warning in warnings(document.warnings, "en")),
        *(f"  not found word for word: {locator}" for locator in done.unseen),
    ]
