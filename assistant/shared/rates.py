"""Token buckets in Redis, exact for all processes together. No address and no id gets there, only keyed hashes."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.conversations.secret import Keyring
from assistant.shared.line import Away, RedisLine
from assistant.web.rates import Rates

# One bucket: its level, and when that was (the server's clock). A full bucket is forgotten, since a new one is full.
_TAKE = """
local capacity = tonumber(ARGV[1])
local rate = capacity / 60
local time = redis.call('TIME')
local now = time[1] + time[2] / 1000000
local kept = redis.call('HMGET', KEYS[1], 'level', 'at')
local level = capacity
if kept[1] then
  level = math.min(capacity, kept[1] + math.max(0, now - kept[2]) * rate)
end
local wait = 0
if level >= 1 then
  level = level - 1
else
  wait = math.max(1, math.ceil((1 - level) / rate))
end
redis.call('HSET', KEYS[1], 'level', string.format('%.6f', level), 'at', string.format('%.6f', now))
redis.call('EXPIRE', KEYS[1], 61)
return wait
"""
_HASH_CHARS = 32


class SharedRates:
    """`assistant.web.rates.Rates` of all processes; of this one alone while Redis is away."""

    def __init__(self, line: RedisLine, keyring: Keyring, per_minute: Mapping[str, int], alone: Rates) -> None:
        """
        Args:
            line: To Redis.
            keyring: Hashes what is counted.
            per_minute: How much of each kind a key may do a minute.
            alone: Counts while Redis is away.
        """
        self._line = line
        self._keyring = keyring
        self._per_minute = per_minute
        self._alone = alone
        self._take = line.client.register_script(_TAKE)

    async def take(self, kind: str, key: str) -> int:
        """Use one token; 0, or the whole seconds to wait when there is none."""
        name = f"veileder:rate:{kind}:{self._keyring.digest(f'rate {kind}', key)[:_HASH_CHARS]}"
        try:
            return int(await self._line.ask(lambda: self._take(keys=[name], args=[self._per_minute[kind]])))
        except Away:
            return await self._alone.take(kind, key)
