"""Changes of a scheme as data: where, from what, to what. What is reviewed, published, compared and written to files.

A place is a path of names through the scheme as plain data (`Scheme.model_dump(mode="json")`). An element of a list is
named by its `id` or `value`, else by its number: `("editions", "2025", "facts", "amount", "statement", "nb")`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

Path = tuple[str, ...]
Json = Any
_NAMES = ("id", "value")  # what an element of a list is called by


class EditError(ValueError):
    """An edit does not fit what it is applied to; the message says which, why and what to do."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One change. `before` is None for something new, `after` None for something that is taken away."""

    path: Path
    before: Json
    after: Json

    def as_json(self) -> Json:
        return {"path": list(self.path), "before": self.before, "after": self.after}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Edit":
        return cls(tuple(data["path"]), data["before"], data["after"])


def value_at(document: Json, path: Path) -> Json:
    """What stands at a place; None when nothing does."""
    node = document
    for name in path:
        node = _child(node, name)
        if node is None:
            return None
    return node


def apply(document: Json, edits: Iterable[Edit]) -> Json:
    """The document with the edits made, in order; the given one is left as it is.

    Raises:
        EditError: A place holds something else than the edit expects, or its surroundings are not there.
    """
    changed = deepcopy(document)
    for edit in edits:
        there = value_at(changed, edit.path)
        if there != edit.before:
            raise EditError(
                f"{'.'.join(edit.path)} has changed since the edit was made: expected {_short(edit.before)}, "
                f"found {_short(there)}. Compare again with what is live"
            )
        put(changed, edit)
    return changed


def diff(before: Json, after: Json, path: Path = ()) -> Iterator[Edit]:
    """The edits that make `after` of `before`, at the deepest places where they differ. Order of elements is kept only
    as far as applying them keeps it: what is new comes last, and where that is not enough the whole list is one edit."""
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys([*before, *after]):
            yield from diff(before.get(key), after.get(key), (*path, key))
    elif _named(before) and _named(after) and _order_is_kept(before, after):
        old, new = _by_name(before), _by_name(after)
        for name in dict.fromkeys([*old, *new]):
            yield from diff(old.get(name), new.get(name), (*path, name))
    else:
        yield Edit(path, before, after)


def _order_is_kept(before: Sequence[Json], after: Sequence[Json]) -> bool:
    old, new = _by_name(before), _by_name(after)
    kept = [name for name in old if name in new]
    return list(new) == [*kept, *(name for name in new if name not in old)]


def _named(value: Json) -> bool:
    """Whether a list's elements all have a name, none twice."""
    if not isinstance(value, list) or not value:
        return False
    names = [_name(element) for element in value]
    return None not in names and len(set(names)) == len(names)


def _by_name(value: Sequence[Json]) -> dict[str, Json]:
    return {str(_name(element)): element for element in value}


def _name(element: Json) -> str | None:
    if not isinstance(element, dict):
        return None
    return next((element[key] for key in _NAMES if isinstance(element.get(key), str)), None)


def _place(node: Json, name: str) -> int | str | None:
    """The key or number under which a child stands, or None."""
    if isinstance(node, dict):
        return name if name in node else None
    if not isinstance(node, list):
        return None
    by_name = next((number for number, element in enumerate(node) if _name(element) == name), None)
    if by_name is None and name.isdecimal() and int(name) < len(node) and _name(node[int(name)]) is None:
        return int(name)
    return by_name


def _child(node: Json, name: str) -> Json:
    place = _place(node, name)
    return None if place is None else node[place]


def put(document: Json, edit: Edit) -> None:
    """Makes one edit in the document itself, whatever stood there.

    Raises:
        EditError: Its surroundings are not there.
    """
    *outer, last = edit.path
    parent = value_at(document, tuple(outer))
    if not isinstance(parent, dict | list):
        raise EditError(f"{'.'.join(outer)} is not there, so nothing can be changed in it. Compare again")
    place = _place(parent, last)
    if edit.after is None:
        if isinstance(parent, dict):
            parent.pop(last, None)  # absent and without a value are the same to every model
        elif place is not None:
            parent.pop(int(place))
    elif isinstance(parent, dict):
        parent[last] = deepcopy(edit.after)
    elif place is not None:
        parent[int(place)] = deepcopy(edit.after)
    else:
        parent.append(deepcopy(edit.after))


def _short(value: Json) -> str:
    text = "nothing" if value is None else repr(value)
    return text if len(text) <= 80 else f"{text[:77]}…"
