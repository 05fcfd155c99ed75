"""Announcements written by hand: nothing certain is wrong, most of what is there is found, what is doubtful is marked."""

from functools import cache

import pytest
from drafting_support import TODAY, stands_there
from known_schemes import SCHEMES

from assistant.evaluation.announcements import Announcement, Judged, announcements, figures, judge
from assistant.evaluation.ingestion_report import FILES
from knowledge.drafting.drafting import draft

ALL = [one for name in FILES for one in announcements(name)]
ALL_SCHEMES = list(SCHEMES.values())


@cache
def judged(announcement: Announcement) -> tuple[Judged, ...]:
    """What became of each fact of an announcement, worked out once."""
    return tuple(judge(announcement, ALL_SCHEMES))


@pytest.mark.parametrize("announcement", ALL, ids=lambda one: one.name)
def test_nothing_certain_is_wrong(announcement: Announcement) -> None:
    assert [one for one in judged(announcement) if one.outcome == "wrong"] == []


@pytest.mark.parametrize("announcement", ALL, ids=lambda one: one.name)
def test_what_is_doubtful_is_marked(announcement: Announcement) -> None:
    assert [one for one in judged(announcement) if one.outcome == "undoubted"] == []


@pytest.mark.parametrize("announcement", ALL, ids=lambda one: one.name)
def test_every_passage_stands_where_it_says(announcement: Announcement) -> None:
    document = announcement.document()
    findings = [f for one in draft(document, ALL_SCHEMES, today=TODAY) for f in one.findings]
    assert [f for f in findings if not stands_there(document, f)] == []


@pytest.mark.parametrize("announcement", ALL, ids=lambda one: one.name)
def test_a_doubt_is_told_when_a_finding_is_uncertain_and_only_then(announcement: Announcement) -> None:
    for one in draft(announcement.document(), ALL_SCHEMES, today=TODAY):
        assert one.certain == (not one.doubts)
        assert all(finding.certain == (not finding.doubts) for finding in one.findings)


def test_most_of_what_is_there_is_found_and_certain() -> None:
    found = figures([fact for one in ALL for fact in judged(one)])
    low = {field: one.recall for field, one in found.items() if one.recall is not None and one.recall < 0.9}
    assert low == {}


def test_there_are_a_hundred_announcements_and_names_are_unique() -> None:
    assert len(ALL) >= 100
    assert len({one.name for one in ALL}) == len(ALL)
