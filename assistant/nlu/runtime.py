"""The knowledge that the NLU components read with. Rasa builds components itself, so it is handed over here."""

import threading

from knowledge.language.reader import MessageReader
from knowledge.loader import shipped_schemes
from knowledge.offices.directory import Directory

_lock = threading.Lock()
_reader: MessageReader | None = None


def use_reader(reader: MessageReader) -> None:
    """Makes every NLU component read with this reader from now on (called by bootstrap, and after a publish)."""
    global _reader
    with _lock:
        _reader = reader


def current_reader() -> MessageReader:
    """The reader in use; built from the shipped scheme files when nobody has set one (plain `rasa` commands)."""
    global _reader
    with _lock:
        if _reader is None:
            _reader = MessageReader(shipped_schemes(), Directory.load())
        return _reader
