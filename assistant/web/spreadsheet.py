"""Cells of tables that people open in a spreadsheet."""

from __future__ import annotations

# What a spreadsheet takes for the beginning of a formula; the wide forms are read as the plain ones where they are typed.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")


def harmless(cell: str) -> str:
    """The cell, with an apostrophe before it where a spreadsheet would calculate it: somebody else wrote it."""
    return f"'{cell}" if cell.startswith(_FORMULA) or cell.lstrip().startswith(_FORMULA) else cell
