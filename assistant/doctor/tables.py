"""The database: reachable, whole, at this release's revision. SQLite is opened so that nothing is written."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import SQLAlchemyError

from assistant.conversations.engines import named, open_engine
from assistant.doctor.finding import Finding, Installation, error, ok, warning
from assistant.migrations.revisions import SHIPPED
from assistant.migrations.start import current_revision

_CHECK = "database"
_LONGEST_CHECK_SECONDS = 5.0
_LARGE_WAL_BYTES = 256 * 1024**2
_NETWORK = ("nfs", "cifs", "smb", "9p", "afs", "ceph", "glusterfs", "fuse.sshfs", "fuse.glusterfs")


def database(installation: Installation) -> Iterator[Finding]:
    """Whether conversations can be stored."""
    url = make_url(installation.settings.effective_database_url)
    if url.get_backend_name() != "sqlite":
        yield from _server(url)
    else:
        yield from _file(Path(url.database or ""), installation.mounts)  # settings refuse an address without a file


def _file(path: Path, mounts: Path) -> Iterator[Finding]:
    system = file_system(path, mounts)
    if system.startswith(_NETWORK):
        why = f"{path} is on a network file system ({system}): SQLite loses data there."
        yield error(
            _CHECK, why, "Keep VEILEDER_VAR on a disk of this machine, or use PostgreSQL (VEILEDER_DATABASE_URL)."
        )
    if not path.exists():
        yield ok(_CHECK, f"{path} is not there yet. The first start makes it.")
        return
    if not (os.access(path, os.R_OK | os.W_OK) and os.access(path.parent, os.W_OK)):
        why = f"This user (uid {os.geteuid()}) may not write {path} and its folder."
        yield error(_CHECK, why, "Run as the service's user, or `chown` the file and its folder to it.")
    try:
        with closing(_open(path)) as connection:
            yield from _contents(path, connection)
    except (sqlite3.Error, UnicodeDecodeError) as failed:  # damaged, and the message about it is not UTF-8
        why = f"{path} cannot be read as a SQLite database ({failed})."
        yield error(
            _CHECK, why, "Stop the service, keep a copy of the file, and bring back a backup or move the file away."
        )


def _open(path: Path) -> sqlite3.Connection:
    """The file, to be read. With no log beside it nobody has it open, and it is read without one being made."""
    wal = path.with_name(f"{path.name}-wal")
    how = "mode=ro" if wal.exists() else "mode=ro&immutable=1"
    connection = sqlite3.connect(f"file:{quote(str(path.absolute()))}?{how}", uri=True, timeout=2)
    connection.execute("PRAGMA query_only=ON")
    return connection


def _contents(path: Path, connection: sqlite3.Connection) -> Iterator[Finding]:
    yield from _integrity(path, connection)
    if not _is_wal(path):
        why = f"The journal mode of {path} is not wal, as the service sets it: readers and writers wait for each other."
        yield warning(_CHECK, why, "Start the service once; if it stays, the file system may not support it.")
    wal = path.with_name(f"{path.name}-wal")
    if wal.exists() and wal.stat().st_size > _LARGE_WAL_BYTES:
        why = f"{wal.name} has {wal.stat().st_size / 1024**2:.0f} MiB: it is not emptied, so deleted texts stay in it."
        yield warning(_CHECK, why, "See whether another program keeps the file open, and restart the service.")
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    found = (
        connection.execute("SELECT version_num FROM alembic_version").fetchone()
        if "alembic_version" in tables
        else None
    )
    yield from _revision(found[0] if found else None)


def _is_wal(path: Path) -> bool:
    """As the file's header says (bytes 18 and 19); a connection that takes the file for immutable says otherwise."""
    with path.open("rb") as file:
        return file.read(20)[18:] == b"\x02\x02"


def _integrity(path: Path, connection: sqlite3.Connection) -> Iterator[Finding]:
    end = time.monotonic() + _LONGEST_CHECK_SECONDS
    connection.set_progress_handler(lambda: time.monotonic() > end, 10_000)
    try:
        (told,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.OperationalError as failed:
        if "interrupted" not in str(failed):
            raise
        why = f"{path} is too large to be checked in {_LONGEST_CHECK_SECONDS:.0f} seconds."
        yield warning(_CHECK, why, f"Check it when there is time: `sqlite3 -readonly '{path}' 'PRAGMA quick_check'`.")
    else:
        if told == "ok":
            yield ok(_CHECK, f"{path} is whole.")
        else:
            remedy = "Stop the service, keep a copy, and bring back a backup or `sqlite3 … .recover` into a new file."
            yield error(_CHECK, f"{path} is damaged ({told.splitlines()[0]}).", remedy)
    finally:
        connection.set_progress_handler(None, 0)


def _revision(current: str | None) -> Iterator[Finding]:
    head = SHIPPED.head
    if current == head:
        yield ok("migrations", f"The tables are at revision {head}, this release's.")
    elif current is None:
        why = f"The tables have no revision; this release works with {head}. The next start brings them there."
        yield warning("migrations", why, "Keep a copy of the database, then `veileder migrate`.")
    elif current in SHIPPED.titles():
        why = f"The tables are at revision {current}; this release works with {head}. The next start brings them there."
        yield warning("migrations", why, "Keep a copy of the database, then `veileder migrate`.")
    else:
        why = f"The tables are at revision {current}, which this release (up to {head}) does not know: a newer one made it."
        yield error("migrations", why, f"Start the newer release, or let it `veileder migrate --to {head}`.")


def _server(url: URL) -> Iterator[Finding]:
    """Whether a server answers and takes writes. What a driver says of it may hold the password, so it is not repeated."""
    engine = open_engine(url.render_as_string(hide_password=False), threads=1)
    try:
        with engine.connect() as connection:
            yield from _state(url, connection)
    except SQLAlchemyError as failed:
        why = f"{named(url)} does not answer ({type(failed).__name__})."
        yield error(
            _CHECK, why, "Is it up, do host, user and password in VEILEDER_DATABASE_URL fit, may this machine ask?"
        )
    finally:
        engine.dispose()


def _state(url: URL, connection: Connection) -> Iterator[Finding]:
    query = "SELECT pg_is_in_recovery(), current_setting('transaction_read_only')"
    replica, read_only = connection.execute(text(query)).one()
    if replica or read_only == "on":
        why = f"{named(url)} takes no writes ({'it is a replica' if replica else 'it is set to read only'})."
        yield error(_CHECK, why, "Name the primary server in VEILEDER_DATABASE_URL, or let it take writes.")
    else:
        yield ok(_CHECK, f"{named(url)} answers and takes writes.")
    yield from _revision(current_revision(connection))


def file_system(path: Path, mounts: Path) -> str:
    """The kind of file system that a path is on, e.g. ext4 or nfs4; "" when the system does not tell."""
    if not mounts.is_file():
        return ""
    place = path.absolute().parent.resolve()
    best, kind = -1, ""
    for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines():
        _, where, system = line.split()[:3]
        point = Path(where.replace("\\040", " "))
        if len(point.parts) >= best and place.is_relative_to(point):  # a later mount hides an earlier one
            best, kind = len(point.parts), system
    return kind
