"""What was said is said again from the version, the texts and the day of then, whatever has changed since."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest
from archive_support import TODAY, Desk, other_texts
from known_schemes import SCHEMES

from actions import eligibility_walk as walks
from actions.checklist import make_checklist
from actions.last_answer import ActionRepeat, ActionSimplify
from actions.made import quote
from actions.neighbours import say_neighbours
from actions.say_answer import ask_which_scheme, say_found
from actions.verbatim import beside
from actions.walk_messages import say_whole_verdict
from actions.walk_state import Walk
from assistant.archive.again import behind, say_again, told
from assistant.archive.releases import current_release
from assistant.archive.store import Reply
from knowledge.answers import Answer, nothing_found, say, silent, silent_about_year
from knowledge.eligibility import Answer as Given
from knowledge.eligibility import next_question, possible_answers
from knowledge.model import Fact, OtherStatement, Scheme, Topic
from knowledge.neighbours.neighbours import load_neighbours
from knowledge.passages import Passages
from knowledge.questionnaire import ALL
from knowledge.search.verbatim import VerbatimPassage
from knowledge.word_for_word import word_for_word

DAYS = (TODAY, dt.date(2025, 3, 31), dt.date(2026, 11, 21))


def on_topic(scheme: Scheme, topic: Topic, lang: str, today: dt.date) -> Answer:
    """What the newest edition says on a topic, at most two statements; chosen without ranking."""
    edition = scheme.edition()
    statements = [s for s in edition.statements if s.topic == topic][:2]
    if not statements and topic not in (Topic.DEADLINE, Topic.STATUS):
        return silent(scheme, edition, topic, lang, today)
    return say(scheme, edition, topic, lang, today, statements)


async def again(at: Desk, replies: list[Reply]) -> list[str]:
    """What differs when the replies are said again: nothing, or why and how."""
    tried = [(reply, await say_again(at.stores.archive, at.stores.versions, reply)) for reply in replies]
    return [f"{tried.why}: {reply.text} | {tried.text}" for reply, tried in tried if not tried.same]


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=list(SCHEMES))
async def test_every_topic_of_a_scheme_is_said_again_after_two_published_versions(at: Desk, scheme: Scheme) -> None:
    said = []
    for lang, day in (("nb", DAYS[0]), ("nn", DAYS[1]), ("en", DAYS[2])):
        turn = await at.turn(lang, today=day)
        for topic in Topic:
            say_found(turn, scheme, on_topic(scheme, topic, lang, day), prefix=True)
        said += turn.said
    replies = await at.store(said)
    assert len(replies) == 3 * len(Topic)
    assert all(reply.text for reply in replies)
    await at.change_everything()
    assert await again(at, replies) == []


async def test_silence_is_said_again_with_what_was_offered_beside_it(at: Desk) -> None:
    scheme = SCHEMES["tryggest"]
    edition = scheme.edition()
    turn = await at.turn()
    found: list[Answer] = [
        nothing_found(scheme, edition, "nb"),
        nothing_found(scheme, edition, "nb", nearest=edition.facts[0]),
        silent_about_year(scheme, edition, Topic.AMOUNT, "nb", 2031),
    ]
    for each in found:
        say_found(turn, scheme, each, prefix=False)
    replies = await at.store(turn.said)
    assert {reply.kind for reply in replies} == {"no_source"}
    await at.change_everything()
    assert await again(at, replies) == []


async def test_a_version_with_a_dispute_is_said_again_as_a_dispute_after_it_was_settled(at: Desk) -> None:
    scheme = SCHEMES["tryggest"]
    edition = scheme.edition()
    deadline = edition.deadlines.application
    other_date = deadline.model_copy(update={"date": dt.date(2025, 4, 15), "otherwise": ()})
    amount = next(f for f in edition.facts if f.topic == Topic.AMOUNT)
    other = OtherStatement(statement=edition.facts[0].statement, citation=edition.facts[0].citation)
    disputed_amount = amount.model_copy(update={"otherwise": (other,)})
    facts = tuple(disputed_amount if f.id == amount.id else f for f in edition.facts)
    fields = {"date": other_date.date, "precision": "day", "certainty": "fixed", "citation": deadline.citation}
    dates = edition.deadlines.model_dump() | {"application": deadline.model_dump() | {"otherwise": [fields]}}
    document = scheme.model_dump(mode="json")
    document["editions"][-1] |= {"facts": [f.model_dump(mode="json") for f in facts], "deadlines": dates}
    disputed = Scheme.model_validate(document)
    await at.publish(disputed)
    turn = await at.turn()
    for topic in (Topic.DEADLINE, Topic.AMOUNT):
        say_found(turn, disputed, on_topic(disputed, topic, "nb", TODAY), prefix=False)
    replies = await at.store(turn.said)
    assert "uenige" in replies[0].text
    assert "noe annet" in replies[1].text
    await at.publish(scheme)
    await at.change_everything()
    assert await again(at, replies) == []
    assert [r.versions for r in replies] == [{"tryggest": 2}] * 2


def sheets(scheme: Scheme) -> list[dict[str, Given]]:
    """Some answer sheets that end differently: always the first answer, always the last, and each half way."""
    found = []
    for pick in (0, -1):
        sheet: dict[str, Given] = {}
        while (question := next_question(scheme.edition(), sheet)) is not None:
            found.append(dict(sheet))
            sheet[question.id] = possible_answers(question)[pick]
        found.append(sheet)
    return found


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=list(SCHEMES))
async def test_verdicts_and_checklists_are_said_again_after_two_published_versions(at: Desk, scheme: Scheme) -> None:
    replies = []
    for number, sheet in enumerate(sheets(scheme)):
        turn = await at.turn(("nb", "nn", "en")[number % 3], today=DAYS[number % 3])
        walk = Walk(scheme.id, scheme.edition().id, sheet)
        intro = turn.t("what_if", answers=walks.in_words(turn, walk, list(sheet))) if number % 2 else ""
        say_whole_verdict(turn, walk, intro)
        turn.remember(walk=dataclasses.asdict(walk))
        await make_checklist(turn, scheme)
        replies += await at.store(turn.said)
    assert {reply.kind for reply in replies} == {"verdict", "checklist"}
    assert all(reply.text for reply in replies)
    assert all(made["version"] == 1 and made["made"] for made in at.shelf.made)
    await at.change_everything()
    assert await again(at, replies) == []


async def test_the_check_of_all_schemes_is_said_again(at: Desk) -> None:
    turn = await at.turn("nn")
    walk = Walk(ALL, "")
    walks.proceed(turn, walk)
    walk.answers = {walk.question or "": "municipality"}
    walks.proceed(turn, walk, turn.t("noted", answers=walks.in_words(turn, walk, list(walk.answers))))
    say_whole_verdict(turn, walk)
    ask_which_scheme(turn)
    replies = await at.store(turn.said)
    assert [r.kind for r in replies] == ["question", "question", *["verdict"] * len(SCHEMES), "clarify"]
    assert all(set(r.versions) == set(SCHEMES) for r in (*replies[:1], *replies[2:]))
    await at.change_everything()
    assert await again(at, replies) == []


async def test_the_texts_of_then_are_used_and_not_those_of_today(at: Desk) -> None:
    scheme = SCHEMES["tryggest"]
    with at.speak_as(other_texts(current_release())):
        turn = await at.turn()
        say_found(turn, scheme, on_topic(scheme, Topic.DEADLINE, "nb", TODAY), prefix=False)
        last = await at.turn(last_messages=turn.said)
        ActionSimplify().respond(last)
        replies = await at.store([*turn.said, *last.said])
    assert replies[0].text.startswith("Siste dag er")
    assert replies[1].text.startswith("Fort sagt: Siste dag er")
    at.stores.archive.begin(current_release(), "model-of-today")
    assert on_topic(scheme, Topic.DEADLINE, "nb", TODAY).text.startswith("Fristen er")
    assert await again(at, replies) == []


async def test_what_is_repeated_after_a_change_is_still_of_the_version_it_was_said_from(at: Desk) -> None:
    scheme = SCHEMES["tryggest"]
    turn = await at.turn()
    say_found(turn, scheme, on_topic(scheme, Topic.GOAL, "nb", TODAY), prefix=False)
    await at.change_everything()
    repeated = await at.turn("nn", today=DAYS[2], last_messages=turn.said)
    ActionRepeat().respond(repeated)
    ActionSimplify().respond(repeated)
    replies = await at.store(repeated.said)
    assert [r.versions for r in replies] == [{"tryggest": 1}] * 2
    assert await again(at, replies) == []


async def test_a_reply_of_another_version_or_day_is_told_not_to_be_the_same(at: Desk) -> None:
    scheme = SCHEMES["tryggest"]
    turn = await at.turn()
    say_found(turn, scheme, on_topic(scheme, Topic.DEADLINE, "nb", TODAY), prefix=False)
    [reply] = await at.store(turn.said)
    await at.change_everything()
    for wrong in ({"versions": {"tryggest": 2}}, {"today": "2026-01-01"}):
        tried = await say_again(
            at.stores.archive, at.stores.versions, dataclasses.replace(reply, origin={**reply.origin, **wrong})
        )
        assert not tried.same
        assert tried.why == "the text differs"
        assert tried.text
    moved = dataclasses.replace(reply, citations=({**reply.citations[0], "checked": "1999-01-01"},))
    assert "does not cite" in (await say_again(at.stores.archive, at.stores.versions, moved)).why


@pytest.mark.parametrize(
    ("origin", "why"),
    [
        ({"versions": {"tryggest": 99}}, "has no version 99"),
        ({"release": "unknown"}, "not kept"),
        ({"made": {"key": "no_such_sentence", "values": {}}}, "cannot say it"),
        ({"made": None}, "was not kept"),
    ],
)
async def test_what_cannot_be_said_again_says_why(at: Desk, origin: dict[str, object], why: str) -> None:
    turn = await at.turn()
    say_found(turn, SCHEMES["tryggest"], on_topic(SCHEMES["tryggest"], Topic.GOAL, "nb", TODAY), prefix=False)
    [reply] = await at.store(turn.said)
    tried = await say_again(
        at.stores.archive, at.stores.versions, dataclasses.replace(reply, origin={**reply.origin, **origin})
    )
    assert (tried.same, tried.text) == (False, None)
    assert why in tried.why


async def test_the_statement_is_shown_as_the_version_had_it_with_its_passage(at: Desk, tmp_path: Path) -> None:
    scheme = SCHEMES["tryggest"]
    turn = await at.turn()
    say_found(turn, scheme, on_topic(scheme, Topic.GOAL, "nb", TODAY), prefix=False)
    [reply] = await at.store(turn.said)
    await at.change_everything()
    goal = next(f for f in scheme.edition().facts if isinstance(f, Fact) and f.topic == Topic.GOAL)
    heading = goal.citation.locator.rpartition(": ")[2]
    shelf = Passages({goal.citation.source: f"{goal.citation.locator.partition(': ')[0]}\n\n{heading}\n\nOrdrett her."})
    found = await behind(at.stores.versions, reply)
    statement = told(reply, [s for _, s in found], shelf)[0]
    assert statement.text == goal.statement.nb
    assert any("Ordrett her." in passage for passage in statement.passages)
    assert [(v.number, v.kind, v.why) for v, _ in found] == [(1, "shipped", "scheme file of this release")]


async def test_a_passage_word_for_word_is_kept_and_said_again(at: Desk) -> None:
    scheme = SCHEMES["tryggest"]
    turn = await at.turn()
    turn.say("answer", quote("Tilskuddet skal gå til kommuner."), scheme=scheme.id)
    place = scheme.edition().facts[0].citation
    found = word_for_word(scheme, scheme.edition(), Topic.GOAL, "nb", "Midlene skal gå til drift.", place)
    say_found(turn, scheme, found, prefix=True)
    replies = await at.store(turn.said)
    assert replies[0].text == "Tilskuddet skal gå til kommuner."
    assert "Midlene skal gå til drift." in replies[1].text
    await at.change_everything()
    assert await again(at, replies) == []


async def test_what_comes_nearest_in_documents_is_said_again(at: Desk) -> None:
    scheme = SCHEMES["tryggest"]
    source, locator, passage = scheme.sources[0].id, "Et sted som ingen viser til", "Bilag skal oppbevares i fem år."
    near = VerbatimPassage(scheme.id, source, locator, passage, passage, (), 0.2, {})
    replies = []
    for lang in ("nb", "nn", "en"):
        turn = await at.turn(lang)
        documents = beside(turn, scheme, [near])
        assert documents.beside is not None
        turn.say("no_source", documents.beside, scheme=scheme.id, citations=list(documents.citations))
        replies += await at.store(turn.said)
    assert all(f"«{passage}» ({locator})" in reply.text for reply in replies)
    await at.change_everything()
    assert await again(at, replies) == []


async def test_a_grant_of_others_is_said_again_with_its_own_citation(at: Desk) -> None:
    turn = await at.turn("nn")
    neighbour = next(iter(load_neighbours()))
    say_neighbours(turn, [neighbour], again=False, alone=True)
    replies = await at.store(turn.said)
    assert neighbour.page in replies[0].text
    assert await again(at, replies) == []


async def test_a_reply_in_sami_is_said_again(at: Desk) -> None:
    turn = await at.turn("se")
    from actions.made import Made

    name, url = "Statsforvalteren", "https://www.statsforvalteren.no/"
    text = turn.services.sami["se"].format(office=name, url=url)
    turn.say("handoff", Made(text, {"sami": {"lang": "se", "office": name, "url": url}}), lang="se")
    [reply] = await at.store(turn.said)
    assert reply.lang == "se"
    assert await again(at, [reply]) == []
