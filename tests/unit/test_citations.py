"""A citation names its source by what is known of it."""

import datetime as dt

import pytest
from known_schemes import SCHEMES

from knowledge.citations import cite

TRYGGEST = SCHEMES["tryggest"]


@pytest.mark.parametrize(
    ("publisher", "date", "title"),
    [
        ("Byen", None, "Kunngjøring (Byen, 2025)"),
        ("Byen", dt.date(2024, 12, 1), "Kunngjøring (Byen, 2024)"),
        ("", None, "Kunngjøring (2025)"),
        (" ", dt.date(2024, 12, 1), "Kunngjøring (2024)"),
    ],
)
def test_a_publisher_that_is_not_known_is_left_out(publisher: str, date: dt.date | None, title: str) -> None:
    reference = TRYGGEST.edition().facts[0].citation
    told = {"title": "Kunngjøring", "publisher": publisher, "year": 2025, "date": date}
    changed = [s.model_copy(update=told) if s.id == reference.source else s for s in TRYGGEST.sources]
    scheme = TRYGGEST.model_copy(update={"sources": tuple(changed)})
    assert cite(scheme, "2025", reference).title == title
