"""What a document says is compared with what is live, and only what an editor accepts is changed."""

import datetime as dt

import pytest
from drafts_by_hand import CALL, OLD_TEXT, TRYGGEST, accept_all, amount, date, draft, finding, proposals, years

from knowledge.answers import answer
from knowledge.deadlines import window
from knowledge.drafting.model import DateValue, Finding, TextValue
from knowledge.editing.compare import Comparison, compare
from knowledge.editing.proposals import Decision, DecisionError, Proposal, decided, edits_of
from knowledge.eligibility import evaluate
from knowledge.model import Topic
from knowledge.passages import Passages
from knowledge.remarks import remark

BEFORE = dt.date(2026, 2, 1)


def test_a_new_year_is_a_new_edition_with_the_documents_own_deadline() -> None:
    found = proposals(draft(date("2026-04-15")))
    scheme = decided(TRYGGEST, list(found.values()), accept_all(found))
    assert [edition.id for edition in scheme.editions] == ["2025", "2026"]
    assert scheme.edition("2025") == TRYGGEST.edition("2025")
    said = answer(scheme, Topic.DEADLINE, "nb", BEFORE)
    assert said.text.startswith("Fristen er 15. april 2026, om 73 dager.")
    assert said.citations[0].source == "call-2026"


def test_last_years_date_is_never_carried_into_a_new_year() -> None:
    found = proposals(draft(amount(400_000)))
    assert not found["edition"].certain
    with pytest.raises(DecisionError, match="deadlines/application/date: the text is missing"):
        decided(TRYGGEST, list(found.values()), {k: Decision("accept", {}) for k in found})
    given = accept_all(found, date="2026-05-02")
    scheme = decided(TRYGGEST, list(found.values()), given)
    assert scheme.edition().deadlines.application.date == dt.date(2026, 5, 2)


def test_an_amount_is_changed_in_every_text_and_rule_that_names_it_in_all_languages() -> None:
    found = proposals(draft(amount(500_000), edition="2025"))
    scheme = decided(TRYGGEST, list(found.values()), accept_all(found))
    edition = scheme.edition()
    assert answer(scheme, Topic.AMOUNT, "nn", BEFORE).text.startswith(
        "Kvar kommune kan søkje om inntil 500 000 kroner."
    )
    assert "NOK 500,000 (500 000 kroner)" in answer(scheme, Topic.AMOUNT, "en", BEFORE).text
    assert "400 000" not in edition.model_dump_json() and "400,000" not in edition.model_dump_json()
    status = {
        f.criterion.id: f.status
        for f in evaluate(edition, {"applicant_type": "municipality", "amount": 450_000}).findings
    }
    assert status["amount"] == "met"


def test_a_number_of_years_is_changed_in_words() -> None:
    found = proposals(draft(years(3), edition="2025"))
    scheme = decided(TRYGGEST, list(found.values()), accept_all(found))
    assert "opptil tre år om gongen" in answer(scheme, Topic.FUNDING_PERIOD, "nn", BEFORE).text
    assert "up to three years" in answer(scheme, Topic.FUNDING_PERIOD, "en", BEFORE).text


def test_two_changes_of_one_text_are_both_made() -> None:
    found = proposals(draft(amount(500_000), years(3), edition="2025"))
    scheme = decided(TRYGGEST, list(found.values()), accept_all(found))
    assert answer(scheme, Topic.AMOUNT, "nb", BEFORE).text.startswith(
        "Hver kommune kan søke om inntil 500 000 kroner. Midlene kan brukes i opptil tre år av gangen."
    )


def test_what_is_rejected_stays_as_it_was() -> None:
    found = proposals(draft(amount(500_000), years(3), edition="2025"))
    decisions = accept_all(found) | {"amount": Decision("reject", {})}
    scheme = decided(TRYGGEST, list(found.values()), decisions)
    assert "400 000 kroner" in answer(scheme, Topic.AMOUNT, "nb", BEFORE).text


def test_an_editor_changes_what_was_found() -> None:
    found = proposals(draft(date("2025-04-15"), edition="2025"))
    place = "editions/2025/deadlines/application/date"
    decisions = {"deadline": Decision("accept", {place: "2025-04-16"})}
    scheme = decided(TRYGGEST, list(found.values()), decisions)
    assert scheme.edition().deadlines.application.date == dt.date(2025, 4, 16)


def test_a_date_that_does_not_exist_is_refused_with_its_place() -> None:
    found = proposals(draft(date("2025-04-15"), edition="2025"))
    decisions = {"deadline": Decision("accept", {"editions/2025/deadlines/application/date": "31.02.2026"})}
    with pytest.raises(DecisionError, match="editions/2025/deadlines/application/date"):
        decided(TRYGGEST, list(found.values()), decisions)


def test_nothing_is_published_while_something_is_undecided() -> None:
    found = proposals(draft(amount(500_000), edition="2025"))
    with pytest.raises(DecisionError, match="is not decided"):
        decided(TRYGGEST, list(found.values()), {})


def test_the_same_date_and_amount_need_no_decision_and_are_cited_anew() -> None:
    found = proposals(draft(date("2025-03-31"), amount(400_000), edition="2025"))
    assert found["deadline"].state == found["amount"].state == "same"
    scheme = decided(TRYGGEST, list(found.values()), {})
    assert scheme.edition().deadlines.application.citation.source == "call-2026"


def test_words_that_the_source_said_before_are_the_same() -> None:
    found = proposals(draft(_text(OLD_TEXT.split("\n\n")[1]), edition="2025"))
    assert [p.state for p in found.values() if p.topic == "who_can_apply"] == ["same"]


def test_a_new_statement_is_published_only_when_it_is_written_in_every_language() -> None:
    found = proposals(draft(_text("Vedtaket skal legges ved.", Topic.ATTACHMENTS), edition="2025"))
    new = next(p for p in found.values() if p.state == "new" and p.id != "source")
    texts = {"/".join(path): f"Vedtaket må med ({path[-1]})." for path in new.to_write}
    without_nynorsk = {path: text for path, text in texts.items() if not path.endswith("nn")}
    with pytest.raises(DecisionError, match="statement/nn: the text is missing"):
        decided(TRYGGEST, list(found.values()), {new.id: Decision("accept", without_nynorsk)})
    scheme = decided(TRYGGEST, list(found.values()), {new.id: Decision("accept", texts)})
    said = answer(scheme, Topic.ATTACHMENTS, "nn", BEFORE)
    assert said.text.startswith("Vedtaket må med (nn).") and said.citations[0].locator == "Hvem kan søke?"


def test_a_statement_taken_over_that_names_a_past_year_is_kept_changed_or_removed() -> None:
    found = proposals(draft(date("2026-04-15")))
    old = next(p for p in found.values() if p.state == "old")
    assert "2025" in old.live["nb"] and not old.certain
    decisions = accept_all(found) | {old.id: Decision("remove", {})}
    scheme = decided(TRYGGEST, list(found.values()), decisions)
    gone = old.edits[0].path[3]
    assert gone not in {fact.id for fact in scheme.edition("2026").facts}
    assert gone in {fact.id for fact in scheme.edition("2025").facts}


def test_a_document_without_a_year_is_compared_with_the_newest_and_doubted() -> None:
    found = proposals(draft(amount(500_000), edition=None, certain=False))
    assert "edition" not in found and not found["amount"].certain


def test_an_older_announcement_makes_no_edition() -> None:
    found = proposals(draft(date("2024-03-01"), edition="2024"))
    assert "edition" not in found
    assert remark("older_edition", year="2024", newest="2025") in found["deadline"].doubts


def test_two_dates_in_one_document_are_two_proposals() -> None:
    found = proposals(draft(date("2025-04-15", certain=False), date("2025-09-01", certain=False), edition="2025"))
    assert {"deadline", "deadline-2"} <= found.keys()


def test_a_month_alone_is_assumed_until_the_day_is_known() -> None:
    found = proposals(draft(finding("deadline", DateValue(dt.date(2025, 5, 1), "month", "assumed")), edition="2025"))
    scheme = decided(TRYGGEST, list(found.values()), accept_all(found))
    assert "antatt i mai 2025" in window(scheme.edition(), dt.date(2025, 2, 1), "nb").text


def test_proposals_and_decisions_come_back_from_plain_data() -> None:
    for proposal in proposals(draft(date("2026-04-15"), amount(500_000))).values():
        assert Proposal.from_json(proposal.as_json()) == proposal
    decision = Decision("accept", {"a/b": "c"})
    assert Decision.from_json(decision.as_json()) == decision


def test_the_source_is_listed_with_the_day_it_was_compared() -> None:
    found = proposals(draft(date("2026-04-15")))
    scheme = decided(TRYGGEST, list(found.values()), accept_all(found))
    assert scheme.source("call-2026") == CALL


def _text(passage: str, topic: Topic = Topic.WHO_CAN_APPLY) -> Finding:
    return Finding("text", topic, TextValue(), passage, "Hvem kan søke?")


def test_a_source_without_a_publisher_can_be_completed_also_when_a_contradiction_has_made_it_live() -> None:
    nameless = CALL.model_copy(update={"publisher": ""})
    live = TRYGGEST.model_copy(update={"sources": (*TRYGGEST.sources, nameless)})
    [source, *_] = compare(draft(date("2026-04-15")), Comparison(live, nameless, Passages({})))
    assert source.state == "changed"
    told = {"sources/call-2026/publisher": "Bufdir"}
    assert edits_of(source, Decision("accept", told))[-1].after["publisher"] == "Bufdir"
    assert "()" not in source.found["nb"]
