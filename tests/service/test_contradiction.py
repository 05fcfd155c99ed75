"""A source that contradicts what is live, from the file to the answer and to an editor's decision, in a running service."""

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from contract_client import Api, Talk
from running_service import ROOT, RunningService, command, environment

TODAY = "2025-02-01"
QUESTION = "når er fristen for tryggest?"
CALL = """<html lang="nb"><title>Tilskudd til TryggEst 2025</title><body><main><h1>Tilskudd til TryggEst 2025</h1>
<p>Publisert 20. januar 2025</p><h2>Søknadsfrist</h2><p>Søknadsfristen er 15. april 2025.</p>
<h2>Krav til regnskap</h2><p>Prosjektregnskapet for TryggEst skal bekreftes av revisor når tilskuddet er over 200 000
kroner.</p><h2>Dokumentasjon</h2><p>Bilag og deltakerlister skal oppbevares i fem år etter sluttrapporten.</p></main></body></html>"""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    service = RunningService(tmp_path_factory.mktemp("contradiction"), today=TODAY).start()
    yield service
    service.stop()


def veileder(service: RunningService, *arguments: str) -> str:
    done = subprocess.run(
        command(*arguments),
        cwd=ROOT,
        env=environment(service.var, today=TODAY),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def answer_with(service: RunningService, wanted: str) -> dict[str, object]:
    """What is answered once a change has been taken in; fails when it never is."""
    for _ in range(40):
        (message, *_rest) = Talk(Api(service)).say(QUESTION)
        if wanted in message["text"]:
            return dict(message)
        time.sleep(0.5)
    raise AssertionError(f"never answered «{wanted}», but «{message['text']}»")


def test_both_are_said_until_an_editor_decides_and_then_one(running: RunningService, tmp_path: Path) -> None:
    call = tmp_path / "call.html"
    call.write_text(CALL, encoding="utf-8")
    assert "31. mars 2025" in str(answer_with(running, "31. mars 2025")["text"])

    told = veileder(running, "ingest", str(call))
    both = answer_with(running, "Kildene er uenige om søknadsfristen: 31. mars 2025 eller 15. april 2025.")
    assert len({citation["source"] for citation in both["citations"]}) == 2  # type: ignore[attr-defined]

    draft = told.split("draft ")[1].split(":")[0]
    proposed = veileder(running, "review", draft)
    others = [line.split(":")[0].strip() for line in proposed.splitlines() if ": new, undecided" in line]
    veileder(
        running, "review", draft, "--accept", "deadline", "--reject", *others, "--publish", "--why", "Utsatt frist"
    )
    settled = answer_with(running, "Fristen er 15. april 2025")
    assert "uenige" not in str(settled["text"])

    veileder(running, "rollback", "tryggest", "1", "--why", "Feil")
    assert "Fristen er 31. mars 2025" in str(answer_with(running, "Fristen er 31. mars 2025")["text"])


def test_what_no_statement_covers_is_answered_word_for_word_from_the_document(
    running: RunningService, tmp_path: Path
) -> None:
    """The document is a source of the scheme since the contradiction above was said; its passages count from then."""
    call = tmp_path / "call.html"
    call.write_text(CALL.replace("15. april", "16. april"), encoding="utf-8")
    veileder(running, "ingest", str(call))
    answer_with(running, "uenige")
    (message, *_rest) = Talk(Api(running)).say("må regnskapet for tryggest bekreftes av revisor?")
    assert (message["kind"], message["citations"][0]["locator"]) == ("answer", "Krav til regnskap")
    assert (
        "«Prosjektregnskapet for TryggEst skal bekreftes av revisor når tilskuddet er over 200 000" in message["text"]
    )


def test_what_a_document_nearly_answers_is_shown_as_that(running: RunningService) -> None:
    """After the document above was taken in."""
    (message, *_rest) = Talk(Api(running)).say("Kan bilagene fra TryggEst oppbevares digitalt?")
    assert message["kind"] == "no_source"
    assert "«Bilag og deltakerlister skal oppbevares i fem år etter sluttrapporten.» (Dokumentasjon)" in message["text"]
    assert "Det er ikke sikkert at det svarer på spørsmålet" in message["text"]
    assert message["citations"][0]["locator"] == "Dokumentasjon"
