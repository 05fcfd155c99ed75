"""The Redis of the tests answers, is empty, and comes back after a stop."""

from __future__ import annotations

import redis

from assistant.evaluation.temporary_redis import RedisServer


def test_a_server_that_was_stopped_comes_back_empty(redis_server: RedisServer) -> None:
    with redis.Redis.from_url(redis_server.url) as client:
        client.set("key", "value")
        redis_server.stop()
        redis_server.start()
        assert client.get("key") is None
