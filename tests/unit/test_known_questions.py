"""Which statement a question asks for: learned from questions that people are known to ask, beside topic and words."""

import datetime as dt
from pathlib import Path

import pytest
from known_schemes import SCHEMES

from knowledge import answers, known_questions, rankers
from knowledge.known_questions import (
    KnownQuestions,
    asked_for,
    left_open,
    space_of,
    statement_texts,
)
from knowledge.language.malform import detect
from knowledge.model import Scheme, Topic
from knowledge.question_space import QuestionSpace
from knowledge.ranking import Question

RUS, ADULTS, YOUTH, TRYGG = "kommunalt-rusarbeid", "oppfolging-voksne", "oppfolging-barn-unge", "tryggest"
TODAY = dt.date(2026, 11, 21)

# Written for this test: none of these questions stands in a scheme file. The topic is not told.
ASKED = [
    (RUS, "Hvem sitter igjen med det økonomiske ansvaret hvis vi er flere om det?", "responsibility"),
    (RUS, "Kva slags fagfolk bør vere med i eit uteteam?", "outreach-team"),
    (RUS, "Er onkelen og tanta til ein som rusar seg også med i målgruppa?", "target-group-relatives"),
    (ADULTS, "Kven står fremst på søknaden når sjukehuset òg er med?", "responsibility"),
    (ADULTS, "I kor mange år varer støtta?", "funding-period"),
    (YOUTH, "Må ungdomen ha tilvising frå legen?", "service-referral"),
    (YOUTH, "Kan tenesta bli gitt på video?", "service-digital"),
    (TRYGG, "Kor høgt kan ein einskild kommune søkje?", "amount"),
    (TRYGG, "Kommer alle pengene med en gang, eller i to omganger?", "payment"),
]


pytestmark = pytest.mark.usefixtures("prepared")


@pytest.fixture
def few_unanswered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rankers of the test's own, with little of what no source answers, so that fitting takes no time."""
    monkeypatch.setattr(rankers, "_rankers", {})
    monkeypatch.setattr(
        known_questions, "unanswered_questions", lambda _only="*": {Topic.PAYMENT: ["Når kommer svaret?"]}
    )


def best(scheme: Scheme, text: str) -> str:
    first = answers.rank(scheme, Question.of(text, {}))[0]
    return first.statement.id if first.statement else "nothing"


@pytest.mark.parametrize(("scheme", "question", "statement"), ASKED)
def test_a_question_in_new_words_finds_its_statement_without_a_topic(
    scheme: str, question: str, statement: str
) -> None:
    assert all(question not in texts for texts in SCHEMES[scheme].questions.values()), "the test proves nothing"
    assert best(SCHEMES[scheme], question) == statement


@pytest.mark.parametrize(
    ("scheme", "question"),
    [
        (TRYGG, "Må prosjektlederen ha politiattest før vi får penger?"),
        (YOUTH, "Hvor mange prosent stilling må psykologen ha?"),
        (ADULTS, "Kor mange sider kan prosjektplanen vere på?"),
    ],
)
def test_what_no_source_answers_is_not_answered_with_a_neighbour(scheme: str, question: str) -> None:
    answer = answers.answer_question(SCHEMES[scheme], Question.of(question, {}), "nb", TODAY)
    assert not answer.known
    assert answer.citations, "silence names what was read"


@pytest.mark.usefixtures("few_unanswered")
def test_a_scheme_learns_from_the_questions_of_another_for_a_statement_of_the_same_id() -> None:
    scheme = SCHEMES[TRYGG]
    silent = scheme.model_copy(update={"questions": {}, "contrasts": {}})
    space = space_of([scheme])
    asked = "hvor mange kroner er det tak på per kommune"

    def gain(shared: dict[str, list[str]]) -> float:
        return KnownQuestions.fit(statement_texts(silent, silent.edition(), shared), space).of(asked)["amount"].gain

    assert gain({"amount": list(scheme.questions["amount"])}) > gain({}) + 0.5


@pytest.mark.usefixtures("few_unanswered")
def test_what_is_kept_on_disk_answers_as_what_was_fitted(tmp_path: Path) -> None:
    schemes = [SCHEMES[TRYGG].model_copy(update={"contrasts": {}})]
    question = Question.of("kor mykje kan vi få", {})
    kept = tmp_path / "questions.npz"
    rankers.prepare(schemes, kept)
    fitted = [[r.score for r in answers.rank(s, question)] for s in schemes]
    assert kept.exists()
    rankers.prepare(schemes, kept)
    assert [[r.score for r in answers.rank(s, question)] for s in schemes] == [
        pytest.approx(f, abs=0.02) for f in fitted
    ]


@pytest.mark.usefixtures("few_unanswered")
def test_a_damaged_file_is_learned_and_written_again(tmp_path: Path) -> None:
    kept = tmp_path / "questions.npz"
    kept.write_bytes(b"PK broken")
    rankers.prepare([SCHEMES[TRYGG]], kept)
    assert kept.stat().st_size > 10_000
    assert best(SCHEMES[TRYGG], "hvor mye kan vi få") == "amount"


def test_the_name_of_the_scheme_says_nothing_about_the_statement() -> None:
    texts = {
        "a": ["fristen for fiske", "når er fristen"],
        "b": ["summen for fiske", "hvor stor er summen"],
        "c": ["hvem"],
    }
    space = QuestionSpace.fit([line for lines in texts.values() for line in lines], ["fiske"])
    known = KnownQuestions.fit(texts, space)
    assert known.of("fiske") == {}
    assert known.of("fristen fiske") == known.of("fristen")


def test_the_same_questions_give_the_same_likelihoods_each_time() -> None:
    texts = {name: list(lines) for name, lines in SCHEMES[TRYGG].questions.items()}
    text = "når kommer pengene"
    first, second = (
        KnownQuestions.fit(texts, QuestionSpace.fit(line for lines in texts.values() for line in lines))
        for _ in range(2)
    )
    assert first.of(text) == second.of(text)


def test_without_questions_nothing_is_likely_and_nothing_fails() -> None:
    space = QuestionSpace.fit(["hva er fristen", "når er fristen"])
    assert KnownQuestions.fit({}, space).of("hva er fristen") == {}
    assert KnownQuestions.fit({"a": ["hva er fristen"]}, space).of("hva er fristen") == {}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_unanswered_question_stands_among_the_answered_ones(scheme: str) -> None:
    answered = {q.lower().rstrip("?") for texts in asked_for(SCHEMES[scheme]).values() for q in texts}
    left = left_open(SCHEMES[scheme])
    assert [q for texts in left.values() for q in texts if q.lower().rstrip("?") in answered] == []
    assert all(Topic(topic) for topic in left)


def test_every_statement_has_questions_in_both_malformer() -> None:
    lacking = [
        f"{scheme.id}/{statement.id}"
        for scheme in SCHEMES.values()
        for statement in scheme.edition().statements
        if any(_count(scheme.questions.get(statement.id, ()), lang) < 3 for lang in ("nb", "nn"))
    ]
    assert lacking == []


def _count(texts: tuple[str, ...], lang: str) -> int:
    return sum(detect(text).lang == lang for text in texts)
