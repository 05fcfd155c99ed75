"""Versions are never lost or overwritten: who, when and why, back in one step, and two editors cannot both win."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from drafts_by_hand import CALL, OLD_TEXT, TRYGGEST, accept_all, amount, date, draft
from known_schemes import SCHEMES

from assistant.conversations.database import Database
from assistant.editing.drafts import Draft, DraftChanged, DraftStore, UnknownDraft
from assistant.editing.live import LiveKnowledge
from assistant.editing.versions import PublishedMeanwhile, UnknownVersion, VersionStore
from assistant.staff.identity import Member, Role
from knowledge.editing.proposals import Decision, DecisionError
from knowledge.model import Scheme
from knowledge.passages import Passages

KARI = Member("idp kari", "Kari", Role.EDITOR, "x")
OLA = Member("idp ola", "Ola", Role.EDITOR, "y")
SHIPPED = [(SCHEMES[name], f"# {name}\n") for name in ("tryggest", "oppfolging-voksne")]
PASSAGES = Passages({"slides-2025": OLD_TEXT})
SHA = "0" * 64


class Stores:
    def __init__(self, url: str) -> None:
        self.now = 1_800_000_000.0
        self.database = Database(url)
        self.versions = VersionStore(self.database, lambda: self.now)
        self.drafts = DraftStore(self.database, self.versions, lambda: self.now)


@pytest.fixture
async def stores(database_url: str) -> AsyncIterator[Stores]:
    made = Stores(database_url)
    made.versions.take_shipped_now(SHIPPED)
    yield made
    made.database.close()


def renamed(scheme: Scheme, name: str) -> Scheme:
    return scheme.model_copy(update={"short_name": scheme.short_name.model_copy(update={"nb": name})})


async def make_draft(stores: Stores, *, edition: str = "2025") -> Draft:
    live = {v.scheme: (v, s) for v, s in await stores.versions.live()}["tryggest"]
    found = draft(date("2025-04-15"), amount(500_000), edition=edition)
    return await stores.drafts.create(KARI, found, CALL, live=live, passages=PASSAGES, sha256=SHA)


async def test_the_files_are_the_first_versions_in_their_order(stores: Stores) -> None:
    live = await stores.versions.live()
    assert [(v.scheme, v.number, v.kind, s) for v, s in live] == [
        (scheme.id, 1, "shipped", scheme) for scheme, _ in SHIPPED
    ]


async def test_the_same_files_make_no_new_version(stores: Stores) -> None:
    assert stores.versions.take_shipped_now(SHIPPED) == []
    assert len(await stores.versions.history()) == len(SHIPPED)


async def test_a_changed_file_is_live_at_once_where_no_editor_has_published(stores: Stores) -> None:
    assert stores.versions.take_shipped_now([(renamed(TRYGGEST, "Ny"), ""), SHIPPED[1]]) == []
    assert (await stores.versions.heads())["tryggest"] == 2


async def test_a_changed_file_waits_where_an_editor_has_published(stores: Stores) -> None:
    await stores.versions.publish(KARI, renamed(TRYGGEST, "Karis"), base=1, why="navn")
    assert stores.versions.take_shipped_now([(renamed(TRYGGEST, "Filens"), ""), SHIPPED[1]]) == ["tryggest"]
    assert stores.versions.take_shipped_now([(renamed(TRYGGEST, "Filens"), ""), SHIPPED[1]]) == []  # said once
    live = {v.scheme: s for v, s in await stores.versions.live()}
    assert live["tryggest"].short_name.nb == "Karis"
    assert [v.kind for v in await stores.versions.history("tryggest")] == ["shipped", "published", "shipped"]


async def test_who_when_and_why_stand_in_the_history(stores: Stores) -> None:
    stores.now += 60
    await stores.versions.publish(KARI, renamed(TRYGGEST, "Ny"), base=1, why="Kortere navn")
    newest = (await stores.versions.history("tryggest"))[0]
    assert (newest.name, newest.why, newest.at, newest.base, newest.live) == (
        "Kari", "Kortere navn", 1_800_000_060, 1, True
    )  # fmt: skip


async def test_an_older_version_is_live_again_in_one_step(stores: Stores) -> None:
    await stores.versions.publish(KARI, renamed(TRYGGEST, "Feil"), base=1, why="feil")
    version = await stores.versions.restore(OLA, "tryggest", 1, base=2, why="tilbake")
    assert (version.number, version.kind) == (3, "restored")
    assert {v.scheme: s for v, s in await stores.versions.live()}["tryggest"] == TRYGGEST
    assert (await stores.versions.get("tryggest", 2))[1].short_name.nb == "Feil"


async def test_the_second_of_two_editors_is_told_who_was_first(stores: Stores) -> None:
    await stores.versions.publish(KARI, renamed(TRYGGEST, "Karis"), base=1, why="først")
    with pytest.raises(PublishedMeanwhile, match="version 2 of tryggest was published by Kari meanwhile"):
        await stores.versions.publish(OLA, renamed(TRYGGEST, "Olas"), base=1, why="etterpå")
    assert len(await stores.versions.history("tryggest")) == 2


async def test_of_many_at_once_just_one_wins(stores: Stores) -> None:
    tries = [stores.versions.publish(OLA, renamed(TRYGGEST, f"Nr {n}"), base=1, why=str(n)) for n in range(8)]
    results = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(result, PublishedMeanwhile) for result in results) == 7
    assert [v.number for v in await stores.versions.history("tryggest")] == [2, 1]


async def test_a_version_that_is_not_there_is_refused(stores: Stores) -> None:
    with pytest.raises(UnknownVersion, match="tryggest has no version 9"):
        await stores.versions.restore(OLA, "tryggest", 9, base=1, why="?")


async def test_a_new_scheme_is_listed_last(stores: Stores) -> None:
    new = SCHEMES["kommunalt-rusarbeid"]
    await stores.versions.publish(KARI, new, base=0, why="ny ordning")
    assert [v.scheme for v, _ in await stores.versions.live()][-1] == new.id


async def test_a_draft_is_decided_step_by_step_and_published(stores: Stores) -> None:
    made = await make_draft(stores)
    assert {p.id for p in made.open_proposals} == {"deadline", "amount"}
    decisions = accept_all({p.id: p for p in made.proposals})
    for name in ("deadline", "amount"):
        made = await stores.drafts.decide(KARI, made, {name: decisions[name]})
    version = await stores.drafts.publish(KARI, made, TRYGGEST, why="Ny utlysing")
    live = {v.scheme: s for v, s in await stores.versions.live()}["tryggest"]
    assert version.number == 2 and live.edition().deadlines.application.date.isoformat() == "2025-04-15"
    assert (await stores.drafts.get(made.id)).state == "published"


async def test_decisions_outlive_a_crash_before_publishing(stores: Stores, database_url: str) -> None:
    made = await make_draft(stores)
    await stores.drafts.decide(KARI, made, {"amount": Decision("reject", {})})
    stores.database.close()
    again = Stores(database_url)
    (found,) = await again.drafts.list()
    assert found.decisions == {"amount": Decision("reject", {})} and found.proposals == made.proposals
    assert (await again.versions.heads())["tryggest"] == 1
    again.database.close()


async def test_a_publish_that_fails_leaves_draft_and_scheme_as_they_were(stores: Stores) -> None:
    made = await make_draft(stores)
    made = await stores.drafts.decide(KARI, made, accept_all({p.id: p for p in made.proposals}))
    await stores.versions.publish(OLA, renamed(TRYGGEST, "Olas"), base=1, why="først")
    with pytest.raises(PublishedMeanwhile):
        await stores.drafts.publish(KARI, made, TRYGGEST, why="etterpå")
    assert (await stores.drafts.get(made.id)).state == "open"
    assert (await stores.versions.heads())["tryggest"] == 2


async def test_after_comparing_again_decisions_that_still_fit_are_kept(stores: Stores) -> None:
    made = await make_draft(stores)
    made = await stores.drafts.decide(KARI, made, accept_all({p.id: p for p in made.proposals}))
    await stores.versions.publish(OLA, renamed(TRYGGEST, "Olas"), base=1, why="først")
    live = {v.scheme: (v, s) for v, s in await stores.versions.live()}["tryggest"]
    made = await stores.drafts.compare_again(KARI, made, live, PASSAGES)
    assert made.base == 2 and not made.open_proposals
    await stores.drafts.publish(KARI, made, live[1], why="nå")
    scheme = (await stores.versions.get("tryggest", 3))[1]
    assert scheme.short_name.nb == "Olas" and scheme.edition().deadlines.application.date.month == 4


async def test_two_editors_of_one_draft_do_not_overwrite_each_other(stores: Stores) -> None:
    made = await make_draft(stores)
    await stores.drafts.decide(KARI, made, {"amount": Decision("reject", {})})
    with pytest.raises(DraftChanged):
        await stores.drafts.decide(OLA, made, {"amount": Decision("accept", {})})
    assert (await stores.drafts.get(made.id)).decisions == {"amount": Decision("reject", {})}


async def test_a_decision_can_be_taken_back(stores: Stores) -> None:
    made = await make_draft(stores)
    made = await stores.drafts.decide(KARI, made, {"amount": Decision("reject", {})})
    made = await stores.drafts.decide(KARI, made, {"amount": None})
    assert made.decisions == {}
    with pytest.raises(DecisionError):
        await stores.drafts.publish(KARI, made, TRYGGEST, why="for tidlig")


async def test_the_same_document_again_replaces_its_open_draft(stores: Stores) -> None:
    first, second = await make_draft(stores), await make_draft(stores)
    assert [d.id for d in await stores.drafts.list()] == [second.id]
    assert (await stores.drafts.get(first.id)).state == "discarded"


async def test_a_discarded_draft_takes_no_decision(stores: Stores) -> None:
    made = await make_draft(stores)
    gone = await stores.drafts.discard(KARI, made)
    with pytest.raises(DraftChanged):
        await stores.drafts.decide(KARI, gone, {"amount": Decision("reject", {})})
    with pytest.raises(UnknownDraft, match="no open draft 'nope'"):
        await stores.drafts.get("nope")


async def test_what_is_published_elsewhere_answers_here_and_what_is_unchanged_is_kept(stores: Stores) -> None:
    built: list[list[Scheme]] = []
    placed: list[int] = []

    def build(schemes: object, numbers: object) -> object:
        assert numbers
        built.append(list(schemes))  # type: ignore[call-overload]
        return lambda: placed.append(len(built))

    live = await stores.versions.live()
    follower = LiveKnowledge(stores.versions, live, build)  # type: ignore[arg-type]
    assert await follower.refresh() is False
    await stores.versions.publish(KARI, renamed(TRYGGEST, "Ny"), base=1, why="navn")
    assert await follower.refresh() is True
    assert placed == [1] and built[0][0].short_name.nb == "Ny"
    assert built[0][1] is live[1][1]
    assert await follower.refresh() is False


async def test_a_document_that_is_installed_is_read_without_a_publish(stores: Stores) -> None:
    stamps = iter(["a", "b", "b"])
    built: list[object] = []
    follower = LiveKnowledge(
        stores.versions, await stores.versions.live(), lambda s, _numbers: lambda: built.append(s), lambda: next(stamps)
    )
    assert await follower.refresh() is True
    assert await follower.refresh() is False
    assert len(built) == 1
