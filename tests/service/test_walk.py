"""The eligibility walk with the real service: every scheme to every outcome, by buttons and in free text."""

from __future__ import annotations

from typing import Any

import pytest
from contract_client import CITATION, Api, Json, Talk
from icalendar import Calendar
from walks import LANGS, WALKS, in_words, opening

pytestmark = pytest.mark.rasa

MOST_STEPS = 12
CASES = [pytest.param(*walk, id=f"{walk[0]}-{walk[1]}-{number}") for number, walk in enumerate(WALKS)]


def walk(talk: Talk, answers: dict[str, str], lang: str, *, by_text: bool) -> Json:
    """Answers the open question until there is a verdict; returns its message."""
    asked: list[str] = []
    for _ in range(MOST_STEPS):
        last = talk.last[-1]
        assert {message["lang"] for message in talk.last} == {lang}
        if "verdict" in last:
            return last
        criterion = talk.question["criterion"]
        assert criterion not in asked, f"{criterion} was asked twice"
        assert (talk.question["step"], len(asked)) == (len(asked) + 1, len(asked))
        asked.append(criterion)
        value = answers[criterion]
        if by_text:
            talk.say(in_words(criterion, value, lang))
        elif talk.question["type"] == "number" and value != "unknown":
            talk.say(value)
        else:
            talk.choose(value)
    raise AssertionError(f"no verdict after {asked}")


@pytest.mark.parametrize("by_text", [False, True], ids=["buttons", "text"])
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("scheme", "outcome", "answers", "decisive"), CASES)
def test_every_scheme_is_walked_to_every_outcome(
    talk: Talk, scheme: str, outcome: str, answers: dict[str, str], decisive: dict[str, str], lang: str, by_text: bool
) -> None:
    talk.say(opening(scheme, lang))
    message = walk(talk, answers, lang, by_text=by_text)
    verdict = message["verdict"]
    assert (message["scheme"], verdict["outcome"]) == (scheme, outcome)
    statuses = {criterion["id"]: criterion["status"] for criterion in verdict["criteria"]}
    if outcome != "not_eligible":
        assert {name: status for name, status in statuses.items() if status != "met"} == decisive
    assert statuses.items() >= decisive.items()
    check_verdict(message)


def check_verdict(message: Json) -> None:
    """The shape of design §7: reasons with citations, the window today, what to do; and all of it in the text too."""
    verdict = message["verdict"]
    assert verdict.keys() == {"outcome", "window", "criteria", "changes"}
    assert verdict["window"].keys() == {"state", "deadline", "certainty", "text"}
    assert verdict["window"]["deadline"] < "2026"
    assert verdict["window"]["text"] in message["text"]
    for criterion in verdict["criteria"]:
        assert {"id", "status", "reason", "citation"} <= criterion.keys()
        assert criterion["status"] in ("met", "not_met", "unknown")
        assert criterion["citation"].keys() == CITATION
        assert criterion["citation"] in message["citations"]
        assert criterion["reason"] in message["text"]
    to_mend = [criterion for criterion in verdict["criteria"] if criterion["status"] == "not_met"]
    assert bool(verdict["changes"]) == bool(to_mend)
    for change in verdict["changes"]:
        assert change in message["text"]


WHAT_IFS = [
    ("nb", "oppfolging-barn-unge", "vi er et helseforetak alene", "hva om vi lar kommunen stå som søker?", "Kommune og helseforetak"),
    ("nn", "oppfolging-voksne", "vi er eit helseføretak åleine", "kva om vi lèt kommunen stå som søkjar?", "Kommune og helseføretak"),
    ("nb", "kommunalt-rusarbeid", "vi er et privat firma", "og hvis vi søker sammen med flere kommuner?", "Flere kommuner sammen"),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "scheme", "applicant", "supposing", "answer"), WHAT_IFS)
def test_what_if_is_answered_at_once_and_changes_nothing(
    talk: Talk, lang: str, scheme: str, applicant: str, supposing: str, answer: str
) -> None:
    talk.say(opening(scheme, lang))
    talk.say(applicant)
    before = talk.last[-1]
    assert before["verdict"]["outcome"] == "not_eligible"
    assert answer in before["verdict"]["changes"][-1] or scheme == "kommunalt-rusarbeid"
    talk.say(supposing)
    then = talk.last[-1]
    assert then["kind"] == "verdict"
    assert then["verdict"]["outcome"] != "not_eligible"
    assert answer in then["text"].split("\n")[0]
    assert then["lang"] == lang
    check_verdict(then)


def test_leaving_a_partner_out_is_supposed_as_that(talk: Talk) -> None:
    talk.say(opening("oppfolging-voksne", "nn"))
    talk.say("kommunen i lag med sjukehuset")
    talk.say("kva om vi søkjer utan sjukehuset?")
    assert talk.last[0]["kind"] == "verdict"
    ids = {criterion["id"] for criterion in talk.last[0]["verdict"]["criteria"]}
    assert "agreement" not in ids
    assert talk.question["criterion"] == "joint_application"


@pytest.mark.parametrize(
    ("lang", "supposing"), [("nb", "hva om vi søker om 300 000?"), ("nn", "kva viss vi søkjer om 300 000?")]
)
def test_in_the_middle_of_a_walk_what_if_is_answered_and_the_question_comes_again(
    talk: Talk, lang: str, supposing: str
) -> None:
    talk.say(opening("tryggest", lang))
    talk.choose("municipality")
    asked = talk.question["criterion"]
    talk.say(supposing)
    assert [message["kind"] for message in talk.last] == ["verdict", "question"]
    assert talk.question["criterion"] == asked
    statuses = {c["id"]: c["status"] for c in talk.last[0]["verdict"]["criteria"]}
    assert statuses["amount"] == "met"


@pytest.mark.parametrize(
    "text",
    [
        "vent litt, jeg ville sjekke rusarbeid i stedet",
        "nei, ta heller rusarbeid",
        "eg ville sjekke rusarbeid i staden",
    ],
)
def test_another_scheme_instead_starts_its_walk(talk: Talk, text: str) -> None:
    talk.say(opening("tryggest", "nb"))
    talk.say(text)
    assert talk.last[-1]["kind"] == "question"
    assert talk.last[-1]["scheme"] == "kommunalt-rusarbeid"


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("nb", "vi har regnet på det nå, beløpet blir 310 000 kroner"),
        ("nn", "no har vi rekna, det blir 310 000 kroner"),
    ],
)
def test_what_was_open_is_told_after_the_verdict(talk: Talk, lang: str, told: str) -> None:
    talk.say(opening("tryggest", lang))
    answers = next(answers for name, outcome, answers, _ in WALKS if (name, outcome) == ("tryggest", "eligible"))
    assert walk(talk, {**answers, "amount": "unknown"}, lang, by_text=False)["verdict"]["outcome"] == "unclear"
    talk.say(told)
    assert talk.last[-1]["verdict"]["outcome"] == "eligible"


@pytest.mark.parametrize(("scheme", "certainty"), [("tryggest", "fixed"), ("oppfolging-voksne", "assumed")])
def test_the_verdict_says_apart_whether_the_window_is_open_today(talk: Talk, scheme: str, certainty: str) -> None:
    talk.say(opening(scheme, "nb"))
    answers = next(answers for name, outcome, answers, _ in WALKS if (name, outcome) == (scheme, "eligible"))
    window = walk(talk, answers, "nb", by_text=False)["verdict"]["window"]
    assert window["certainty"] == certainty
    assert "2025" in window["text"]
    assert window["state"] not in ("open", "coming")


@pytest.mark.parametrize(
    ("lang", "interruption"), [("nb", "hva kan pengene brukes til?"), ("nn", "kva kan pengane brukast til?")]
)
def test_a_question_in_the_middle_is_answered_and_the_same_question_comes_again(
    talk: Talk, lang: str, interruption: str
) -> None:
    talk.say(opening("tryggest", lang))
    talk.choose("municipality")
    before, button = talk.question, talk.payload("Ja, innført")
    answer, question = talk.say(interruption)
    assert (answer["kind"], answer["topic"], answer["scheme"]) == ("answer", "eligible_costs", "tryggest")
    assert question["question"] == before
    assert (answer["lang"], question["lang"]) == (lang, lang)
    after = talk.send({"payload": button}).json()["messages"][-1]
    assert after["question"]["criterion"] == "amount", "the button from before the interruption still answers"


def test_two_interruptions_and_nonsense_do_not_move_the_walk(talk: Talk) -> None:
    talk.say(opening("oppfolging-voksne", "nb"))
    talk.choose("municipality_trust")
    before = talk.question
    for text in ("når er fristen?", "hvem er du?", "hva koster en kebab?", "takk", "hei"):
        assert talk.say(text)[-1].get("question") == before, text


def test_a_stale_button_gives_a_notice_and_the_current_question(talk: Talk) -> None:
    talk.say(opening("kommunalt-rusarbeid", "nn"))
    stale = talk.payload("Bydel")
    talk.choose("municipality")
    current = talk.question
    notice, question = talk.send({"payload": stale}).json()["messages"]
    assert (notice["kind"], notice["lang"]) == ("notice", "nn")
    assert question["question"] == current


def test_several_answers_in_one_text_skip_their_questions(talk: Talk) -> None:
    talk.say(opening("tryggest", "nb"))
    (question,) = talk.say("vi er én kommune som har innført TryggEst, og vi søker om 200 000 kroner")
    assert "200 000 kroner" in question["text"], "what was understood is said"
    assert question["question"]["criterion"] == "years"
    assert talk.say("to år")[-1]["verdict"]["outcome"] == "eligible"


@pytest.mark.parametrize(
    ("amount", "outcome"),
    [
        ("250 000", "eligible"),
        ("300.000,-", "eligible"),
        ("399k", "eligible"),
        ("to hundre og femti tusen", "eligible"),
        ("firehundretusen kroner", "eligible"),
        ("fire hundre og femti tusen", "needs_action"),
        ("0,5 mill", "needs_action"),
        ("en halv million", "needs_action"),
    ],
)
def test_an_amount_is_read_as_people_write_it(talk: Talk, amount: str, outcome: str) -> None:
    talk.say(opening("tryggest", "nb"))
    talk.say("vi er én kommune som har innført TryggEst")
    assert talk.question["criterion"] == "amount"
    talk.say(amount)
    assert talk.question["criterion"] == "years", "the amount was not understood"
    assert talk.say("2")[-1]["verdict"]["outcome"] == outcome


@pytest.mark.parametrize(("years", "outcome"), [("to", "eligible"), ("2 år", "eligible"), ("fem", "needs_action")])
def test_years_are_read_as_people_write_them(talk: Talk, years: str, outcome: str) -> None:
    talk.say(opening("tryggest", "nb"))
    talk.say("vi er én kommune som har innført TryggEst, og vi søker om 200 000 kroner")
    assert talk.say(years)[-1].get("verdict", {}).get("outcome") == outcome


@pytest.mark.parametrize("words", ["det vet jeg ikke", "vet ikke", "veit ikkje heilt", "jeg er usikker", "aner ikke"])
def test_not_knowing_is_an_answer_and_never_a_no(talk: Talk, words: str) -> None:
    talk.say(opening("kommunalt-rusarbeid", "nb"))
    talk.choose("municipality")
    talk.say(words)
    verdict = talk.choose("yes")[-1]["verdict"]
    assert {criterion["id"]: criterion["status"] for criterion in verdict["criteria"]}["target_group"] == "unknown"


def test_a_changed_answer_recomputes_the_verdict(talk: Talk) -> None:
    talk.say(opening("tryggest", "nb"))
    answers = {"applicant_type": "municipality", "tryggest_status": "introduced", "amount": "900000", "years": "1"}
    assert walk(talk, answers, "nb", by_text=False)["verdict"]["outcome"] == "needs_action"
    talk.press("Endre et svar")
    talk.press("Beløp")
    assert talk.question["criterion"] == "amount"
    assert talk.say("350 000")[-1]["verdict"]["outcome"] == "eligible"


def test_a_walk_can_change_language_in_the_middle(talk: Talk) -> None:
    talk.say(opening("tryggest", "nb"))
    talk.call("PATCH", body={"lang": "nn"})
    question = talk.choose("municipality")[-1]
    assert (question["lang"], question["buttons"][-1]["title"]) == ("nn", "Veit ikkje")


def test_a_walk_can_be_stopped(talk: Talk) -> None:
    talk.say(opening("tryggest", "nb"))
    (notice,) = talk.say("avbryt")
    assert notice["kind"] == "notice"
    assert "question" not in talk.say("når er fristen for TryggEst?")[-1]


def checklist_of(talk: Talk, applicant: str) -> Json:
    """The checklist after a walk of the youth scheme by this applicant."""
    talk.say(opening("oppfolging-barn-unge", "nb"))
    answers = next(a for name, outcome, a, _ in WALKS if (name, outcome) == ("oppfolging-barn-unge", "eligible"))
    walk(talk, {**answers, "applicant_type": applicant}, "nb", by_text=False)
    (message,) = talk.press("Lag sjekkliste")
    found: Json = message["checklist"]
    for number, item in enumerate(found["items"], 1):
        assert f"{number}. {item['what']}" in message["text"]
    return found


def test_a_hospital_partner_adds_the_agreement_and_the_second_signature(talk: Talk, api: Api) -> None:
    alone = {item["id"] for item in checklist_of(talk, "municipality")["items"]}
    together = {item["id"] for item in checklist_of(Talk(api), "municipality_trust")["items"]}
    assert together - alone >= {"agreement", "signatures"}


def test_the_calendar_of_the_walk_has_its_dates_with_reminders(talk: Talk, api: Api) -> None:
    found = checklist_of(talk, "municipality_trust")
    calendar = Calendar.from_ical(api.call("GET", found["links"]["ics"]).content)
    events: list[Any] = calendar.walk("VEVENT")
    dated = [item for item in found["items"] if item["due"]["date"]]
    assert sorted(str(event["SUMMARY"]) for event in events) == sorted(item["what"] for item in dated)
    assert len({str(event["UID"]) for event in events}) == len(events)
    for event in events:
        assert len(event.walk("VALARM")) == 2
        assert str(event["STATUS"]) == "TENTATIVE"
        assert "ikke bekreftet" in str(event["DESCRIPTION"])
