"""The job that deletes what is past its time: at start and every hour."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from assistant.conversations.database import StoreUnavailable
from assistant.conversations.ports import Assistant
from assistant.logs import place
from assistant.privacy.erasure import Eraser

log = logging.getLogger(__name__)
INTERVAL_SECONDS = 3600.0


async def purge(eraser: Eraser, assistant: Assistant) -> int:
    """Delete everything past its time, in the stores and in the engine.

    What was said goes first. Should the engine then fail to forget, the conversation stays due without its content,
    and the next run tries again.

    Returns:
        How many conversations were deleted.
    """
    deleted = 0
    for conversation_id in await eraser.due():
        await eraser.erase_content(conversation_id)
        try:
            await assistant.forget(conversation_id)
        except Exception as error:  # noqa: BLE001  however the engine fails, the others must be deleted
            log.error("retention: the engine kept conversation=%s error=%s", conversation_id, type(error).__name__)
            continue
        await eraser.retire(conversation_id)
        deleted += 1
    await eraser.purge_rest()
    return deleted


async def run_forever(
    eraser: Eraser,
    assistant: Assistant,
    *,
    interval_seconds: float = INTERVAL_SECONDS,
    told: Callable[[int | None], None] = lambda _deleted: None,
) -> None:
    """Purge at once and then every interval, until cancelled.

    Args:
        eraser: Deletes from the stores.
        assistant: The engine, which forgets.
        interval_seconds: Time between two runs.
        told: Called after each run with how many conversations were deleted, or with None when it failed.
    """
    while True:
        try:
            deleted = await purge(eraser, assistant)
            log.info("retention: deleted %d conversations", deleted)
            told(deleted)
        except StoreUnavailable as error:
            log.error("retention: the database failed, next try in an hour error=%s", error)
            told(None)
        except Exception as error:  # noqa: BLE001  one run that fails must not keep personal data for good
            log.error("retention: failed, next try in an hour error=%s at=%s", type(error).__name__, place(error))
            told(None)
        await asyncio.sleep(interval_seconds)
