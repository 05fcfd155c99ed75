"""Whether the addresses of databases are addresses. What is wrong is said without quoting: they hold passwords."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from sqlalchemy import URL

_REDIS = ("redis://", "rediss://", "unix://")
_REDIS_FORM = "must look like redis://:password@host:6379/0"
_DATABASE_FORM = "must look like postgresql+psycopg2://user:password@host:5432/db or sqlite:////folder/file.db"
NO_FILE = "names no file; several threads use the database, so it needs one: sqlite:////folder/file.db"
_DRIVER = (
    "names a driver that is not installed, or that this service cannot use; it reaches PostgreSQL with psycopg2: begin "
    "the address with postgresql+psycopg2:// or, for a file, with sqlite:///"
)
_ENCODE = "; signs such as / @ : # ? % in the password must be percent-encoded"


def check_redis_url(url: str) -> None:
    """Refuse what is no address of a Redis.

    Raises:
        ValueError: It is none; the message quotes nothing of it.
    """
    if not url.startswith(_REDIS):
        raise ValueError("must begin with redis://, rediss:// or unix://, e.g. redis://127.0.0.1:6379/0")
    from redis.connection import parse_url

    try:
        parse_url(url)  # type: ignore[no-untyped-call]
        parts = urlsplit(url)
    except (ValueError, TypeError):
        raise ValueError(_REDIS_FORM + _ENCODE) from None
    # A password with a sign of its own ends the host early: the rest, with its @, would be taken for the path.
    number = parts.path.removeprefix("/")
    if parts.scheme != "unix" and (parts.fragment or "@" in parts.query or not (number == "" or number.isdigit())):
        raise ValueError(_REDIS_FORM + _ENCODE)


def is_without_file(url: URL) -> bool:
    """Whether it names SQLite and no file."""
    return url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:")


def check_database_url(url: str) -> None:
    """Refuse what is no address of a database that conversations can be kept in.

    Raises:
        ValueError: It is none; the message quotes nothing of it.
    """
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise ValueError(_DATABASE_FORM + _ENCODE) from None
    backend = parsed.get_backend_name()
    is_port = parsed.port is None or 0 < parsed.port <= 65_535
    # an @ in the password makes the rest of it the host, which is named in messages
    if backend not in ("sqlite", "postgresql") or not is_port or "@" in (parsed.host or ""):
        raise ValueError(_DATABASE_FORM + _ENCODE)
    if is_without_file(parsed):
        raise ValueError(NO_FILE)
    if not _has_driver(parsed):
        raise ValueError(_DRIVER)


def _has_driver(url: URL) -> bool:
    """Whether the driver that an address names is installed, and not for asyncio, which the stores do not use."""
    from sqlalchemy.exc import NoSuchModuleError

    try:
        dialect = url.get_dialect()
        dialect.import_dbapi()
    except (NoSuchModuleError, ImportError):
        return False
    return not dialect.is_async
