"""A document that contradicts what is live: the assistant says both at once; an editor decides later."""

from __future__ import annotations

import logging

from assistant.editing.versions import WATCH, PublishedMeanwhile, Version, VersionStore
from assistant.staff.identity import Member
from knowledge.drafting.model import SchemeDraft
from knowledge.editing.dispute import disputed
from knowledge.model import Scheme, Source

log = logging.getLogger(__name__)


async def say_both(
    versions: VersionStore, found: SchemeDraft, source: Source, live: tuple[Version, Scheme], member: Member = WATCH
) -> tuple[Version, Scheme]:
    """Adds what a document certainly tells otherwise to what answers, as a version of its own.

    Args:
        found: What the document says of the scheme.
        source: The document, cited for what it says.
        live: The scheme as it answers now.
        member: Who brought the document; the history and the log name them.

    Returns:
        The scheme as it answers after that: the same when nothing is contradicted, or when an editor published
        meanwhile (the next look at the document will tell).
    """
    version, scheme = live
    both = disputed(scheme, found, source)
    if both is None:
        return live
    try:  # the title alone: the pages say the rest in their own language
        made = await versions.publish(member, both, base=version.number, why=source.title, kind="disputed")
    except PublishedMeanwhile:
        return live
    log.warning("knowledge: sources disagree scheme=%s version=%d source=%s", scheme.id, made.number, source.id)
    return made, both
