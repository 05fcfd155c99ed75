"""An edition is changed and published while many ask: how long until it answers, and is any message lost?

`make bench-publish` measures it; a test of the service makes sure that nothing is lost.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import ClientSession, ClientTimeout

from assistant.conversations.database import Database
from assistant.editing.versions import VersionStore
from assistant.evaluation.local_service import local_service
from assistant.evaluation.visitors import API, Conversation, is_apology, text_of
from assistant.staff.identity import Member, Role
from knowledge.editing.edits import Edit, apply, value_at
from knowledge.model import Scheme

SCHEME = "tryggest"
BEFORE, AFTER = "31. mars 2025", "15. april 2025"
TODAY = "2025-02-01"
_QUESTIONS = ("når er fristen for tryggest?", "kva er fristen for TryggEst", "hvor mye kan vi få i tryggest")
_DATE = ("editions", "2025", "deadlines", "application", "date")
_EDITOR = Member("bench", "Måling", Role.EDITOR, "")
_TIMEOUT = ClientTimeout(total=60)
_MOST_SECONDS = 60.0


@dataclass
class Report:
    """What was seen. Times in seconds, those of a reply from the moment that the publish was stored.

    Attributes:
        asked: Messages sent.
        answered: Messages that got a reply with text.
        failed: What went wrong, each.
        first_new: Until the first reply with the new date came; None when none did.
        last_old: Until the last reply with the old date came; negative when none came after the publish.
        backwards: Conversations that were told the old date after the new one.
    """

    asked: int = 0
    answered: int = 0
    failed: list[str] = field(default_factory=list)
    first_new: float | None = None
    last_old: float = -1.0
    backwards: int = 0
    times: list[float] = field(default_factory=list)


async def publish_under_load(url: str, database_url: str, *, clients: int, seconds: float) -> Report:
    """Asks from several conversations at once, publishes a new deadline in the middle, and goes on asking.

    Args:
        database_url: of the service, for publishing as another process does.
        seconds: of asking before the publish, and after the first new answer.
    """
    report = Report()
    moment: list[float] = []
    stop = asyncio.Event()
    async with ClientSession(timeout=_TIMEOUT) as session:
        asking = [asyncio.create_task(_ask(session, url, report, moment, stop)) for _ in range(clients)]
        await asyncio.sleep(seconds)
        await _publish(database_url)
        moment.append(time.monotonic())
        deadline = time.monotonic() + _MOST_SECONDS
        while report.first_new is None and time.monotonic() < deadline:
            await asyncio.sleep(0.02)
        await asyncio.sleep(seconds)
        stop.set()
        await asyncio.gather(*asking)
    return report


async def _ask(session: ClientSession, url: str, report: Report, moment: list[float], stop: asyncio.Event) -> None:
    async with session.post(url + API, json={}) as response:
        held = Conversation.opened(await response.json())
    number, seen_new = 0, False
    while not stop.is_set():
        body = {"text": _QUESTIONS[number % len(_QUESTIONS)]}
        number += 1
        report.asked += 1
        began = time.monotonic()
        async with session.post(url + held.messages, json=body, headers=held.bearer) as response:
            if response.status != 200:
                report.failed.append(f"{response.status} {await response.text()}"[:200])
                continue
            messages = (await response.json())["messages"]
        report.times.append(time.monotonic() - began)
        said = text_of(messages)
        if not said or is_apology(messages):
            report.failed.append(f"no answer: {messages}"[:200])
            continue
        report.answered += 1
        seen_new = _note(report, said, moment, seen_new)


def _note(report: Report, said: str, moment: list[float], seen_new: bool) -> bool:
    """Notes which date was told, and when; returns whether this conversation has been told the new one."""
    since = time.monotonic() - moment[0] if moment else -1.0
    if AFTER in said and moment and report.first_new is None:
        report.first_new = since
    if BEFORE in said:
        report.last_old = max(report.last_old, since)
        report.backwards += seen_new
    return seen_new or AFTER in said


async def _publish(database_url: str) -> None:
    """Publishes as a command beside the service does."""
    database = Database(database_url)
    try:
        versions = VersionStore(database, time.time)
        version, scheme = next(pair for pair in await versions.live() if pair[0].scheme == SCHEME)
        document = scheme.model_dump(mode="json")
        changed = apply(document, [Edit(_DATE, value_at(document, _DATE), "2025-04-15")])
        await versions.publish(_EDITOR, Scheme.model_validate(changed), base=version.number, why="Ny frist")
    finally:
        database.close()


def main() -> int:
    """Starts a service of its own, publishes under load, and prints what was seen."""
    # None is refused: what a publish costs is sought, not back-pressure.
    with (
        tempfile.TemporaryDirectory() as folder,
        local_service(Path(folder), today=TODAY, max_wait_seconds=30) as service,
    ):
        database = f"sqlite:///{service.var}/conversations.db"
        for clients in (1, 8, 32):
            _restored(database)
            report = asyncio.run(publish_under_load(service.url, database, clients=clients, seconds=4.0))
            print(_line(clients, report))
    return 0


def _restored(database_url: str) -> None:
    """The first version again, so that each round changes the same thing."""

    async def work() -> None:
        database = Database(database_url)
        versions = VersionStore(database, time.time)
        base = (await versions.heads())[SCHEME]
        if base > 1:
            await versions.restore(_EDITOR, SCHEME, 1, base=base, why="Tilbake")
        database.close()

    asyncio.run(work())
    time.sleep(3.0)  # until the service has taken it in


def _line(clients: int, report: Report) -> str:
    times = sorted(report.times)
    p95 = times[int(0.95 * (len(times) - 1))] * 1000 if times else 0.0
    new = "never" if report.first_new is None else f"{report.first_new:.2f} s"
    return (
        f"{clients} at once: {report.asked} asked, {report.answered} answered, {len(report.failed)} failed, p95 "
        f"{p95:.0f} ms; new deadline answered after {new}, old one last after {max(report.last_old, 0):.2f} s"
    )


if __name__ == "__main__":
    sys.exit(main())
