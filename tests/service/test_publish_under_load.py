"""An edition is changed and published while many ask: the change answers, and no message is lost."""

import asyncio
from pathlib import Path

from running_service import RunningService

from assistant.evaluation.publish_load import TODAY, publish_under_load


def test_a_published_change_answers_while_many_ask_and_no_message_is_lost(tmp_path: Path) -> None:
    service = RunningService(tmp_path, today=TODAY).start()
    try:
        database = f"sqlite:///{service.var / 'conversations.db'}"
        report = asyncio.run(publish_under_load(service.url, database, clients=6, seconds=2.0))
        assert report.failed == []
        assert report.answered == report.asked > 20
        assert report.first_new is not None
        assert report.backwards == 0  # nobody who was told the new deadline was told the old one again
    finally:
        service.stop()
    assert service.leaks() == []
