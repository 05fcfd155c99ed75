"""All of the project that reads what a user writes and needs no Rasa, on one text; and on the longest texts.

    python tests/security/reading_everything.py LENGTH EVERY

Texts have LENGTH characters; of the pieces that they are made of every EVERYth is taken.
Prints each piece before a text made of it is read, so that whoever ends this program knows which one it was.
"""

from __future__ import annotations

import datetime as dt
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

from assistant.engine.training import ROOT, learned_path
from assistant.nlu.features import Masked, features, mask_names
from assistant.nlu.reflexes import reflex
from assistant.privacy.masking import mask
from assistant.web.body import message_text
from knowledge import rankers
from knowledge.answers import answer_question
from knowledge.language import correction, follow_up, polarity, question_forms
from knowledge.language.answers_in_text import find_answers
from knowledge.language.applicant_in_text import applicant_kinds
from knowledge.language.malform import detect
from knowledge.language.normalise import clean, words
from knowledge.language.number_kinds import number_kinds
from knowledge.language.reader import MessageReader, Reading
from knowledge.language.trouble import is_private_trouble
from knowledge.loader import shipped_schemes
from knowledge.model import Topic
from knowledge.offices.directory import Directory
from knowledge.ranking import Question
from knowledge.search.knowledge import KnowledgeSearch

PATIENCE_SECONDS = 15.0  # for one text; the slowest takes about four
MOST_WORDS = 120  # as many as the classifier sees
TOPICS = {Topic("deadline"): 0.5, Topic("eligible_costs"): 0.3}


class Reader:
    """The readers, built once from what is shipped."""

    def __init__(self) -> None:
        self.schemes = shipped_schemes()
        self._are_prepared = False
        self._messages = MessageReader(self.schemes, Directory.load())
        self.search = KnowledgeSearch.of(list(self.schemes))

    def read(self, text: str) -> Reading:
        """A text, as the understanding and the walk read it."""
        reading = self._messages.read(text)
        said = reading.text
        names = [Masked(start, end, "place") for start, end in reading.places]
        names += [Masked(start, end, "scheme") for start, end, _ in reading.scheme_spans]
        tokens = mask_names(said, names)
        assert all(weight == weight for weight in features(tokens).values())
        for previous in (None, "nb", "en"):
            detect(text, previous=previous, names=reading.places)
        reflex(text, reading, "ask_deadline")
        follow_up.goes_on(text), follow_up.turns_to_another(reading)
        correction.correction(text), correction.refuses_partner(text), correction.tells_who(text)
        polarity.is_unsure(text), polarity.leading(text), polarity.admits_after_yes(text)
        polarity.is_negated([word.text for word in words(clean(text))])
        question_forms.question_forms(text), question_forms.asks_for_a_scheme(text), question_forms.tells_of_us(text)
        is_private_trouble(text)
        number_kinds(" ".join(word.text for word in words(clean(said))[:MOST_WORDS]))
        for scheme in self.schemes:
            edition = scheme.edition()
            for criterion in (None, edition.criteria[0], edition.criteria[-1]):
                find_answers(edition, reading, criterion)
        applicant_kinds(said, reading)
        return reading

    def answers(self, text: str, today: dt.date) -> Iterator[str]:
        """What each scheme would say to a text, whatever is asked."""
        if not self._are_prepared:
            rankers.prepare(list(self.schemes), learned_path(ROOT / "var" / "models"))
            self._are_prepared = True
        reading = self._messages.read(text)
        for scheme in self.schemes:
            terms = {term.statement: 1.0 for term in reading.terms if term.scheme == scheme.id}
            question = Question.of(reading.text, TOPICS, terms)
            year = next(iter(reading.years), None)
            yield answer_question(scheme, question, "nn", today, year=year).text


PIECES = (
    "a",
    "å",
    "0",
    "0 ",
    "0 0 ",
    "01",
    "1.",
    "1,1 ",
    "12 34 ",
    "010190 12345 ",
    "01.01.90 ",
    "+47 ",
    "00",
    "kr 1 ",
    "1 kr ",
    "½",
    "§",
    "a@",
    "@a.",
    "a.b@c.",
    "a krøllalfa b punktum ",
    "NO93",
    "NO93 8601 ",
    "en ",
    "en to ",
    "null ",
    "tjue ",
    "tjueen ",
    "hundre og ",
    "million ",
    "halvannen ",
    "jeg heter ",
    "jeg heter a ",
    "mvh\na\n",
    "Navn: ",
    "nei, ",
    "nei, ikke ",
    "nei vent ",
    "jeg mente ",
    "ja ",
    "ikke ",
    "vet ikke ",
    "hva om ",
    "hva ",
    "?",
    "? ",
    "! ",
    ". ",
    "a. ",
    "a? ",
    "a\n",
    "\n",
    " ",
    "((",
    "[telefon] ",
    "tlf ",
    "fnr ",
    "konto ",
    "TryggEst ",
    "TrygEst",
    "oppfølgning av ",
    "oppfolgingavvaksne",
    "Herøy ",
    "Våler og ",
    "Helse Bergen ",
    "søknadsskjema ",
    "søknad",
    "kommunesamarbeidsavtale",
    "æøå",
    "e\u0301",
    "a\u200b",
    "\u202e",
    "٣",
    "❶",
    "፩ år ",
    "på 11 år ",
    "🙂",
    "О",
    "İ",
    "/a ",
    "https://",
    "www.a.no/",
)


def main(length: int, every: int) -> None:
    """Read them, each as long as it may be."""
    reader, read = Reader(), 0
    for piece in PIECES[::every]:
        print(repr(piece), flush=True)
        signal.setitimer(signal.ITIMER_VIRTUAL, PATIENCE_SECONDS)  # of this process alone, however busy the machine is
        text = (piece * (length // len(piece) + 1))[: length - 1] + "?"
        said = mask(message_text(text, length)).text
        reader.read(said)
        for _ in reader.answers(said, dt.date(2026, 11, 21)):
            pass
        reader.search.find(said)
        read += 1
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    print(f"texts: {read}")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    main(int(sys.argv[1]), int(sys.argv[2]))
