"""The checklist follows from the edition and the answers, counts its dates back, and marks the assumed ones."""

import datetime as dt

import pytest
from known_schemes import SCHEMES

from knowledge import checklist
from knowledge.eligibility import UNKNOWN, evaluate, holds
from knowledge.model import LANGS

BEFORE, AFTER = dt.date(2024, 10, 1), dt.date(2026, 11, 21)
all_schemes = pytest.mark.parametrize("scheme", sorted(SCHEMES))


def built(scheme: str, today: dt.date = BEFORE, lang: str = "nb", **answers: str | float) -> dict[str, checklist.Item]:
    return {item.id: item for item in checklist.build(SCHEMES[scheme], answers, lang, today)}


@all_schemes
def test_without_answers_everything_that_may_apply_is_listed(scheme: str) -> None:
    listed = SCHEMES[scheme].edition().checklist
    assert sorted(built(scheme)) == sorted(item.id for item in listed)


@all_schemes
def test_the_items_stand_in_the_order_of_their_days(scheme: str) -> None:
    dates = [item.due.date for item in built(scheme).values()]
    assert dates == sorted(dates)


@all_schemes
def test_an_answer_of_not_knowing_leaves_nothing_out(scheme: str) -> None:
    edition = SCHEMES[scheme].edition()
    unknown = {c.id: UNKNOWN for c in edition.criteria}
    listed = [i for i in built(scheme, **unknown) if not i.startswith(checklist.MISSING)]
    assert listed == list(built(scheme))


@all_schemes
def test_every_item_is_listed_when_its_condition_holds_and_not_when_it_fails(scheme: str) -> None:
    edition = SCHEMES[scheme].edition()
    for item in edition.checklist:
        fitting = {criterion_id: values[0] for criterion_id, values in item.when.items()}
        for criterion_id, values in item.when.items():
            criterion = next(c for c in edition.criteria if c.id == criterion_id)
            for option in criterion.options:
                sheet = {**fitting, criterion_id: option.value}
                assert (item.id in built(scheme, **sheet)) == (option.value in values)
                assert (item.id in built(scheme, **sheet)) == (holds(item.when, sheet, edition) is True)


@pytest.mark.parametrize(
    ("scheme", "added"),
    [
        ("oppfolging-voksne", {"agreement", "joint-application"}),
        ("oppfolging-barn-unge", {"agreement", "joint-application", "signatures"}),
        ("kommunalt-rusarbeid", {"joint-application", "responsibility", "partner-costs"}),
    ],
)
def test_a_hospital_partner_adds_what_the_source_asks_for_and_no_more(scheme: str, added: set[str]) -> None:
    alone = set(built(scheme, applicant_type="municipality"))
    together = set(built(scheme, applicant_type="municipality_trust"))
    assert together - alone == added


def test_only_the_youth_scheme_asks_for_both_signatures() -> None:
    assert [s for s in sorted(SCHEMES) if "signatures" in built(s)] == ["oppfolging-barn-unge"]


@pytest.mark.parametrize("lang", LANGS)
@all_schemes
def test_what_is_missing_or_unclear_comes_first_with_its_reason_and_source(scheme: str, lang: str) -> None:
    edition = SCHEMES[scheme].edition()
    for criterion in edition.criteria:
        bad = {"yes_no": "no", "number": 10.0**9}.get(criterion.type) or next(
            (o.value for o in criterion.options if o.status != "met"), None
        )
        needed = {name: values[0] for name, values in criterion.applies_when.items()}
        if bad is None:
            continue
        answers = {"applicant_type": "municipality", **needed, criterion.id: bad}
        finding = next(f for f in evaluate(edition, answers).findings if f.criterion.id == criterion.id)
        items = checklist.build(SCHEMES[scheme], answers, lang, BEFORE)
        settling = [i.id for i in edition.checklist if criterion.id in i.settles]
        if settling and finding.criterion.id != "applicant_type":
            assert settling[0] in [i.id for i in items]
            continue
        assert items[0].id.startswith(checklist.MISSING)
        mine = next(i for i in items if i.id == f"{checklist.MISSING}{criterion.id.replace('_', '-')}")
        assert mine.what == (finding.remedy or finding.reason)[lang].removesuffix(".")
        assert mine.citation.locator == finding.citation.locator


def test_who_cannot_apply_is_told_only_what_to_change() -> None:
    for scheme in SCHEMES:
        assert list(built(scheme, applicant_type="organisation", target_group="yes")) == ["missing-applicant-type"]


@pytest.mark.parametrize("lang", LANGS)
@all_schemes
def test_once_the_deadline_is_past_the_first_thing_is_to_ask_for_a_new_call(scheme: str, lang: str) -> None:
    first = next(iter(built(scheme, today=AFTER, lang=lang).values()))
    assert first.id == ("announcement" if scheme.startswith("oppfolging") else "missing-new-call")
    assert first.due.text == {"nb": "nå", "nn": "no", "en": "now"}[lang]
    assert "2025" in first.why
    assert [i.id for i in checklist.build(SCHEMES[scheme], {}, lang, AFTER)].count("announcement") <= 1
    assert "missing-new-call" not in built(scheme)


def test_nothing_is_missing_that_was_never_asked() -> None:
    assert not any(i.startswith(checklist.MISSING) for i in built("tryggest", applicant_type="municipality"))


def test_a_day_that_is_gone_while_the_deadline_is_not_says_as_soon_as_possible() -> None:
    items = built("kommunalt-rusarbeid", today=dt.date(2025, 2, 20))
    assert items["regulations"].due.text == "snarest, forslaget var 31. desember 2024"
    assert items["submit"].due.text == "1. mars 2025"


def test_each_track_of_the_youth_scheme_has_its_own_items() -> None:
    fact = set(built("oppfolging-barn-unge", track="fact_ung"))
    service = set(built("oppfolging-barn-unge", track="mental_health_service"))
    assert {"fact-ung-plan", "pre-project"} == fact - service
    assert {"service-plan", "involve-families"} == service - fact
    assert "track" in built("oppfolging-barn-unge", track="unsure")


def test_a_municipality_that_has_tryggest_needs_no_decision_or_commitment() -> None:
    started, decided = built("tryggest", tryggest_status="introduced"), built("tryggest", tryggest_status="decided")
    assert set(decided) - set(started) == {"decision", "commitment"}


@pytest.mark.parametrize("lang", LANGS)
@all_schemes
def test_every_item_is_whole_in_every_language(scheme: str, lang: str) -> None:
    for item in built(scheme, lang=lang).values():
        assert all([item.what, item.who, item.why, item.due.text])
        assert item.citation.title
        assert item.citation.locator
        assert item.as_dict(done=True)["done"] is True


@all_schemes
def test_dates_are_counted_back_from_the_deadline_they_name(scheme: str) -> None:
    edition = SCHEMES[scheme].edition()
    for item in edition.checklist:
        assert item.due is not None
        deadline = edition.deadlines.application if item.due.deadline == "application" else edition.deadlines.reporting
        assert deadline is not None
        due = built(scheme)[item.id].due
        assert due.date == deadline.date - dt.timedelta(days=item.due.days_before)
        assert due.date <= deadline.date
        assert due.certainty == deadline.certainty


def test_a_fixed_date_is_written_out_and_counts_back_over_the_year() -> None:
    assert built("kommunalt-rusarbeid")["submit"].due.text == "1. mars 2025"
    assert built("kommunalt-rusarbeid")["regulations"].due.text == "31. desember 2024"
    assert built("tryggest", lang="en")["submit"].due.text == "31 March 2025"


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("nb", "antatt april 2025, ikke bekreftet"),
        ("nn", "venta april 2025, ikkje stadfesta"),
        ("en", "assumed April 2025, not confirmed"),
    ],
)
def test_an_assumed_date_says_so_and_names_no_day(lang: str, text: str) -> None:
    for scheme in ("oppfolging-voksne", "oppfolging-barn-unge"):
        assert built(scheme, lang=lang)["submit"].due.text == text
        assert all(
            not any(part.rstrip(".").isdigit() and len(part) < 4 for part in i.due.text.split())
            for i in built(scheme).values()
        )


@pytest.mark.parametrize(("lang", "mark"), [("nb", "(forbi)"), ("nn", "(forbi)"), ("en", "(passed)")])
@all_schemes
def test_a_date_that_has_passed_says_so(scheme: str, lang: str, mark: str) -> None:
    first, *rest = built(scheme, today=AFTER, lang=lang).values()
    assert all(mark in item.due.text for item in rest)
    assert mark not in first.due.text and first.due.date is None
    assert all(mark not in item.due.text for item in built(scheme, lang=lang).values())


def test_a_date_passes_the_day_after_and_not_on_the_day() -> None:
    on_the_day, after = dt.date(2025, 3, 31), dt.date(2025, 4, 1)
    assert "forbi" not in built("tryggest", today=on_the_day)["submit"].due.text
    assert "forbi" in built("tryggest", today=after)["submit"].due.text


def test_an_item_without_a_date_in_the_sources_gets_none() -> None:
    scheme = SCHEMES["tryggest"]
    edition = scheme.edition()
    report = edition.checklist[0].model_copy(
        update={"due": edition.checklist[0].due.model_copy(update={"deadline": "reporting"})}
    )
    undated = edition.checklist[1].model_copy(update={"due": None})
    changed = scheme.model_copy(update={"editions": (edition.model_copy(update={"checklist": (report, undated)}),)})
    assert [(i.due.date, i.due.text) for i in checklist.build(changed, {}, "nb", BEFORE)] == [
        (None, "ingen dato i kildene")
    ] * 2


def test_the_last_thing_to_do_is_to_send_it_to_the_right_place() -> None:
    for scheme in SCHEMES:
        items = list(built(scheme).values())
        assert items[-1].id == "submit"
        assert ("Bufdir" in items[-1].what) == (scheme == "tryggest")
