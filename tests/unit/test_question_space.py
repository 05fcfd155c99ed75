"""Questions as vectors: analysed once for the weights and for whoever learns from them, with the same outcome."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from knowledge import question_space
from knowledge.question_space import QuestionSpace
from knowledge.term_weights import TermWeights

TEXTS = [
    "Når er fristen for å søke?",
    "Når må vi søke, og hva er fristen?",
    "Hvor mye penger kan vi få?",
    "Kor mykje pengar kan vi få?",
    "Hvem kan søke om penger?",
    "Når er fristen for å søke?",
]
MISSPELT = "Når er frissten for å søkke?"


def same(one: csr_matrix, other: csr_matrix) -> bool:
    return one.shape == other.shape and not (one != other).nnz


def test_texts_read_after_fitting_have_the_vectors_that_they_have_alone() -> None:
    lines = [*TEXTS, MISSPELT, "Noe helt annet"]
    space = QuestionSpace.fit(TEXTS)
    assert same(space.read(lines).vectors(lines), QuestionSpace.fit(TEXTS).vectors(lines))


def test_reading_twice_gives_the_same_though_what_was_analysed_is_let_go() -> None:
    space = QuestionSpace.fit(TEXTS)
    assert same(space.read(TEXTS).vectors(TEXTS), space.read(TEXTS).vectors(TEXTS))


def test_a_text_that_was_fitted_is_not_analysed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    analysed: list[str] = []

    def analyse(text: str) -> list[str]:
        analysed.append(text)
        return text.split()

    monkeypatch.setattr(question_space, "_ANALYSERS", ((analyse, 1.0),))
    QuestionSpace.fit(TEXTS).read(TEXTS)
    assert len(analysed) == len(set(analysed))


def test_weights_are_those_of_scikit_learn() -> None:
    analysed = [text.lower().split() for text in TEXTS]
    theirs = TfidfVectorizer(analyzer=list, min_df=2, sublinear_tf=True, dtype=np.float32).fit(analysed)
    ours = TermWeights.fit(analysed)
    features = list(theirs.get_feature_names_out())
    assert ours.known.numbers(features).tolist() == list(range(len(ours.known))) == list(range(len(features)))
    np.testing.assert_array_equal(ours.vectors(analysed).toarray(), theirs.transform(analysed).toarray())


def test_a_text_of_unknown_terms_or_of_none_is_a_row_of_nothing() -> None:
    weights = TermWeights.fit([["a", "b"], ["a"]])
    assert weights.vectors([["c"], [], ["a"]]).toarray().tolist() == [[0.0], [0.0], [1.0]]
