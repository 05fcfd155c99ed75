"""What kind of number a question names: an age, a sum, a period, a year or a count, and roughly how large.

«450k» and «ein halv million» are alike to whoever asks whether a sum is too much; no two share a letter.
"""

from knowledge.language.numbers import Quantity, quantities

# In years, the first that is above the age; in kroner, the first that is above the sum.
_STAGES = ((12, "child"), (18, "adolescent"), (26, "young_adult"), (67, "adult"), (120, "old"))
_SIZES = ((10_000, "small"), (100_000, "modest"), (1_000_000, "large"))
_LEAST_SUM = 10_000  # so large a number without a unit is a sum
_AGED = ("åring", "aring", "gammel", "gamal", "gamle", "gamalt", "years old", "alder")
_BEFORE_AGE = frozenset(
    ["på", "er", "e", "æ", "fyller", "fyll", "fylt", "blir", "ble", "vart", "over", "under", "fra", "frå", "ho", "hun", "han"]
)  # fmt: skip


def number_kinds(text: str) -> set[str]:
    """Kind and size of each number in a text of lower-case words.

    >>> sorted(number_kinds("jente på elleve"))
    ['age', 'age:child']
    """
    kinds: set[str] = set()
    said = text.split()
    for quantity in quantities(text):
        kinds |= _kinds(quantity, said)
    return kinds


def _kinds(quantity: Quantity, said: list[str]) -> set[str]:
    value, unit = quantity.value, quantity.unit
    if unit == "calendar_year":
        return {"year"}
    if unit == "kroner" or value >= _LEAST_SUM:
        return {"sum", f"sum:{next((name for above, name in _SIZES if value < above), 'very_large')}"}
    if _is_age(value, unit, said):
        return {"age", f"age:{next(name for above, name in _STAGES if value < above)}"}
    return {"period"} if unit == "years" else {"count"}


def _is_age(value: float, unit: str, said: list[str]) -> bool:
    """A number of years with a word of age in the text, or one between 3 and 99 after «på», «er», «fyller»."""
    if not (3 <= value <= 99 and value == int(value)):
        return False
    if any(word.startswith(_AGED) or "åring" in word for word in said):
        return True
    if unit == "years" and value < 12:  # «over fire år» is a period
        return False
    place = next((i for i, w in enumerate(said) if w.isdecimal() and float(w) == value), None)
    if place is None:
        place = next((i for i, w in enumerate(said) if not w.isdecimal() and _says(w, value)), None)
    after = said[place + 1] if place is not None and place + 1 < len(said) else ""
    ends = after in ("", "år", "å", "og", "som", "er", "i", "eller")
    return place is not None and place > 0 and ends and said[place - 1] in _BEFORE_AGE


def _says(word: str, value: float) -> bool:
    return any(q.value == value for q in quantities(word))
