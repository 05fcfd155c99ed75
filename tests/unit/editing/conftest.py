"""Statements are ranked by topic and words alone here: learning from known questions takes long and is tested elsewhere."""

from collections.abc import Iterator

import numpy as np
import pytest

from knowledge import answers
from knowledge.known_questions import KnownQuestions
from knowledge.model import Edition, Scheme
from knowledge.question_space import QuestionSpace
from knowledge.ranking import StatementRanker
from knowledge.word_use import WordUse


@pytest.fixture(autouse=True)
def nothing_learned(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    space = QuestionSpace.fit(["en frist", "en frist"])
    known = KnownQuestions(space, [], np.zeros((0, 0), np.float32), np.zeros(0, np.float32), WordUse.fit([]))

    def ranker(scheme: Scheme, edition: Edition) -> StatementRanker:
        return StatementRanker(scheme, edition, known)

    monkeypatch.setattr(answers, "ranker_of", ranker)
    yield
