"""One file for each revision, `revision_<number>_<what it does>.py`; a number follows the one before it."""
