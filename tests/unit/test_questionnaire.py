"""All schemes at once: what they share is asked one time, each comes out as if checked alone, and the likeliest is first."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from known_schemes import SCHEMES

from knowledge.eligibility import UNKNOWN, Answer, Answers, Verdict, evaluate, possible_answers
from knowledge.language.reader import MessageReader
from knowledge.offices.directory import Directory
from knowledge.questionnaire import Asked, OneScheme, Portfolio, question_of, ranked

ALL = Portfolio(list(SCHEMES.values()))
READER = MessageReader(list(SCHEMES.values()), Directory.load())
RUS, ADULTS, YOUTH, TRYGG = "kommunalt-rusarbeid", "oppfolging-voksne", "oppfolging-barn-unge", "tryggest"


def answers_to(asked: Asked) -> list[Answer]:
    return [*possible_answers(asked.criterion), UNKNOWN]


def verdicts_of(answers: Answers) -> dict[str, Verdict]:
    return ALL.verdicts(ALL.sheets(answers))


def walked(data: st.DataObject) -> tuple[dict[str, Answer], list[Asked]]:
    """A walk through all schemes with drawn answers, to its end."""
    answers: dict[str, Answer] = {}
    asked: list[Asked] = []
    while (question := ALL.next(answers)) is not None:
        asked.append(question)
        answers[question.id] = data.draw(st.sampled_from(answers_to(question)))
        assert len(asked) <= len(ALL.questions)
    return answers, asked


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(st.data())
def test_no_question_comes_twice_and_each_shared_one_once(data: st.DataObject) -> None:
    _, asked = walked(data)
    assert len({q.id for q in asked}) == len(asked)
    wordings = [(q.criterion.question or q.criterion.label).nb for q in asked]
    assert len(set(wordings)) == len(wordings)
    assert asked[0].criterion.id == "applicant_type"


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(st.data())
def test_each_scheme_comes_out_as_if_checked_alone_with_its_answers(data: st.DataObject) -> None:
    answers, _ = walked(data)
    sheets = ALL.sheets(answers)
    for scheme_id, verdict in ALL.verdicts(sheets).items():
        scheme = SCHEMES[scheme_id]
        assert verdict == evaluate(scheme.edition(), sheets[scheme_id])
        alone = OneScheme(scheme, scheme.edition())
        assert alone.kept(sheets[scheme_id]) == sheets[scheme_id]
        decided = any(f.status == "not_met" for f in verdict.findings)
        assert decided or alone.next(sheets[scheme_id]) is None


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(st.data())
def test_the_count_of_questions_left_is_never_too_low(data: st.DataObject) -> None:
    answers, asked = walked(data)
    for step in range(len(asked)):
        given_so_far = {q.id: answers[q.id] for q in asked[:step]}
        assert ALL.left(given_so_far) >= len(asked) - step


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(st.data())
def test_changing_an_answer_keeps_only_what_still_applies(data: st.DataObject) -> None:
    answers, asked = walked(data)
    changed = data.draw(st.sampled_from(asked))
    again = {**answers, changed.id: data.draw(st.sampled_from(answers_to(changed)))}
    kept = ALL.kept(again)
    assert ALL.kept(kept) == kept
    assert ALL.sheets(kept) == ALL.sheets(again)


def test_what_two_schemes_ask_alike_is_one_question_and_what_differs_is_not() -> None:
    owners = {q.id: [s.id for s, _ in q.owners] for q in ALL.questions}
    assert owners["applicant_type"] == [s.id for s in ALL.schemes]
    assert owners[f"agreement@{YOUTH}+{ADULTS}"] == [YOUTH, ADULTS]
    assert [q for q in owners if q.startswith("target_group")] == [f"target_group@{s}" for s in (RUS, YOUTH, ADULTS)]
    assert sum(q.startswith("user_involvement") for q in owners) == 2


def test_the_shared_question_has_every_kind_of_applicant_once() -> None:
    options = [o.value for o in question_of(ALL, "applicant_type").criterion.options]
    assert len(options) == len(set(options))
    assert {"municipality_trust", "municipality_organisations", "municipality_public"} <= set(options)
    assert "municipality_partner" not in options  # TryggEst's word for all three


@pytest.mark.parametrize("kind", ["municipality_trust", "municipality_organisations", "municipality_public"])
def test_a_partner_that_tryggest_has_one_word_for_is_that(kind: str) -> None:
    assert ALL.sheets({"applicant_type": kind})[TRYGG] == {"applicant_type": "municipality_partner"}


def test_a_public_partner_is_settled_where_the_source_names_such_and_open_elsewhere() -> None:
    outcomes = {s: v.findings[0].status for s, v in verdicts_of({"applicant_type": "municipality_public"}).items()}
    assert outcomes == {RUS: "met", ADULTS: "unknown", YOUTH: "unknown", TRYGG: "unknown"}


def test_a_scheme_that_something_speaks_against_is_asked_no_more() -> None:
    answers: dict[str, Answer] = {"applicant_type": "municipality", f"target_group@{RUS}": "no"}
    while (question := ALL.next(answers)) is not None:
        assert RUS not in [s.id for s, _ in question.owners]
        answers[question.id] = "yes" if question.criterion.type == "yes_no" else possible_answers(question.criterion)[0]


def test_who_can_apply_for_nothing_is_told_after_one_question() -> None:
    assert ALL.next({"applicant_type": "private_person"}) is None
    assert {v.outcome for v in verdicts_of({"applicant_type": "private_person"}).values()} == {"not_eligible"}


def test_the_likeliest_scheme_comes_first_and_an_open_window_before_a_closed() -> None:
    answers: dict[str, Answer] = {
        "applicant_type": "municipality",
        f"target_group@{RUS}": "yes",
        f"user_involvement@{RUS}": "yes",
        f"target_group@{YOUTH}": "no",
        f"target_group@{ADULTS}": UNKNOWN,
        "tryggest_status@tryggest": "introduced",
        "amount@tryggest": 400_000,
        "years@tryggest": 2,
    }
    verdicts = verdicts_of(answers)
    for first, second in ((RUS, TRYGG), (TRYGG, RUS)):
        how_open = {s.id: 0 if s.id == first else 2 for s in ALL.schemes}
        order = [s.id for s in ranked(ALL, verdicts, how_open)]
        assert order == [first, second, ADULTS, YOUTH]


@pytest.mark.parametrize(
    ("text", "asked", "answer"),
    [
        ("vi er tre kommuner som samarbeider med sykehuset", "applicant_type", "municipality_trust"),
        ("kommunen og NAV i lag", "applicant_type", "municipality_public"),
        ("kommunen saman med Røde Kors", "applicant_type", "municipality_organisations"),
        ("eit helseføretak åleine", "applicant_type", "trust"),
        ("nei, det gjelder ungdom", f"target_group@{RUS}", "no"),
        ("vi har ikke TryggEst", "tryggest_status@tryggest", "neither"),
        ("vedtatt, men ikke startet", "tryggest_status@tryggest", "decided"),
        ("tre hundre tusen", "amount@tryggest", 300_000.0),
        ("fire år", f"years@{YOUTH}+{ADULTS}", 4.0),
        ("vet ikke", f"agreement@{YOUTH}+{ADULTS}", UNKNOWN),
    ],
)
def test_an_answer_in_words_answers_the_question_on_the_table(text: str, asked: str, answer: Any) -> None:
    other = Portfolio(list(SCHEMES.values()))  # a conversation builds its own each time
    assert ALL.find(READER.read(text), question_of(other, asked)).get(asked) == answer


def test_a_first_message_tells_who_applies_and_nothing_about_what_each_scheme_is_for() -> None:
    found = ALL.find(READER.read("vi er en kommune, hva kan vi søke på?"))
    assert found == {"applicant_type": "municipality"}
