"""Announcements by a person who had not seen the rules, and sentences of each kind that this first run showed wrong."""

import pytest
from drafting_support import TODAY, stands_there
from known_schemes import SCHEMES

from assistant.evaluation.announcements import Announcement, announcements, figures, judge
from knowledge.drafting.drafting import draft

SCHEMES_LIST = list(SCHEMES.values())
BLIND = announcements("blind")
ALL = [*BLIND, *announcements("unseen")]


@pytest.mark.parametrize("announcement", ALL, ids=lambda one: one.name)
def test_nothing_certain_of_a_blind_announcement_is_wrong(announcement: Announcement) -> None:
    assert [one for one in judge(announcement, SCHEMES_LIST) if one.outcome == "wrong"] == []


@pytest.mark.parametrize("announcement", ALL, ids=lambda one: one.name)
def test_every_passage_of_a_blind_announcement_stands_where_it_says(announcement: Announcement) -> None:
    document = announcement.document()
    findings = [f for one in draft(document, SCHEMES_LIST, today=TODAY) for f in one.findings]
    assert [f for f in findings if not stands_there(document, f)] == []


def test_two_thirds_of_what_the_blind_announcements_say_is_found_and_certain() -> None:
    found = figures([fact for one in BLIND for fact in judge(one, SCHEMES_LIST)], ("deadline", "status", "amount"))
    assert {field: one.recall for field, one in found.items() if (one.recall or 0) < 2 / 3} == {}
