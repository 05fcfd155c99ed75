"""One turn of a conversation: what the user said, what is remembered, and what is said and remembered in reply."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.made import Made, listed, sentence
from actions.origin import origin_of
from actions.services import Services, services
from knowledge.asked import asked_of
from knowledge.citations import Citation
from knowledge.language.follow_up import goes_on
from knowledge.language.malform import detect
from knowledge.language.normalise import is_command, words
from knowledge.language.reader import Reading
from knowledge.model import LANGS, Scheme
from knowledge.ranking import Question

Message = dict[str, Any]
_DECISION_LANG = {"nynorsk": "nn", "bokmål": "nb"}


def _is_language(text: str) -> bool:
    """Commands and texts without letters say nothing about the language."""
    return not is_command(text) and any(c.isalpha() for c in text)


class Turn:
    """Wraps a tracker and a dispatcher. Create one at the start of an action, return `events()` at the end."""

    def __init__(self, dispatcher: CollectingDispatcher, tracker: Tracker, given: Services | None = None) -> None:
        """`given`: earlier services than those in use."""
        self.services: Services = given or services()
        self._dispatcher = dispatcher
        self._tracker = tracker
        self._set: dict[str, Any] = {}
        self._said: list[Message] = []
        self._lang_known = False
        self.told: list[str] = []  # ids of the statements told in this turn
        self.answered: list[str] = []  # topics answered in this turn

    # --- what came in

    @property
    def conversation_id(self) -> str:
        return str(self._tracker.sender_id)

    @cached_property
    def parse(self) -> dict[str, Any]:
        return dict(self._tracker.latest_message or {})

    @property
    def text(self) -> str:
        return str(self.parse.get("text") or "")

    @property
    def intent(self) -> str:
        return str((self.parse.get("intent") or {}).get("name") or "")

    @property
    def foreign(self) -> float:
        """How likely the message is none of ours, 0 to 1; 0 for a button."""
        return float(self.parse.get("foreign") or 0.0)

    @property
    def refused_as(self) -> str | None:
        """Why the message was taken to be out of scope («foreign», «uncertain» …), or None when it was not."""
        return self.parse.get("refusal")

    @property
    def command(self) -> dict[str, Any]:
        """The button that was pressed, or empty for a text."""
        return dict((self.parse.get("metadata") or {}).get("command") or {})

    @property
    def topics(self) -> list[str]:
        """The topics asked about, one for each part of the message; none for an act of conversation."""
        if not self.intent.startswith("ask_"):
            return []
        if self.command:
            return [self.intent.removeprefix("ask_")]
        return [part["topic"] for part in self.parts]

    @property
    def parts(self) -> list[dict[str, Any]]:
        """The questions in the message (see `assistant.nlu.message.Part`), also when it was refused as uncertain."""
        return list(self.parse.get("parts") or [])

    def question(self, scheme: str, topic: str | None = None, number: int = 0) -> Question:
        """What part `number` of the message asks of a scheme; where it asks nothing of the topic («og for TryggEst?»),
        what was asked before."""
        last = self._last_question()
        continued = last is not None and goes_on(self.reading.text)
        part = next((p for p in self.parts[number:] if topic in (None, p["topic"])), None)
        if part is None and topic is None and continued:
            part = {"topics": {}, "start": 0, "end": len(self.reading.text)}
        if part is None:
            return self._asked_before(scheme, topic)
        said = part["start"], part["end"]
        whole = (0, len(self.reading.text)) if len(self.parts) < 2 else said
        question = asked_of(scheme, self.reading, part["topics"], said=said, with_terms_of=whole)
        if last is None or not continued or last["scheme"] != scheme:
            return question
        both = self.services.reader.read(f"{last['text']} {self.reading.text[slice(*said)]}")
        return replace(question, after=asked_of(scheme, both, part["topics"]), told=frozenset(last["told"]))

    def _asked_before(self, scheme: str, topic: str | None) -> Question:
        """A topic by itself; when it was the last one asked about, the statements told then, or the same words again."""
        topics = {topic: 1.0} if topic else {}
        last = self._last_question()
        if last is None or self.command or topic not in last["topics"]:
            return Question(topics, (), {})
        told = [s.id for s in self.services.scheme(scheme).edition().statements if s.id in last["told"]]
        if told:
            return Question(topics, (), dict.fromkeys(told, 1.0))
        return asked_of(scheme, self.services.reader.read(last["text"]), topics)

    def _last_question(self) -> dict[str, Any] | None:
        """What was asked before this turn (text, topics), of which scheme, and the statements that were told."""
        found: dict[str, Any] | None = self._tracker.get_slot("last_question")
        return found

    def remember_question(self) -> None:
        """Keeps what was asked, for a message that goes on from it; one that only names a scheme asks the same again."""
        text = self.reading.text
        if not self.parts and not self.command:
            text = (self._last_question() or {}).get("text", "")
        self.remember(
            last_question={
                "text": text,
                "topics": self.remembered("topics") or [],
                "scheme": self.remembered("scheme"),
                "told": self.told,
            }
        )

    @cached_property
    def reading(self) -> Reading:
        return self.services.reader.read("" if self.command or is_command(self.text) else self.text)

    # --- memory

    def remembered(self, slot: str) -> Any:
        """A slot's value, as this turn has set it or as it was."""
        return self._set[slot] if slot in self._set else self._tracker.get_slot(slot)

    def remember(self, **slots: Any) -> None:
        self._set.update(slots)

    @cached_property
    def lang(self) -> str:
        """The language of the reply: the user's choice, else that of the message, else of the conversation."""
        if override := self.remembered("lang_override"):
            return str(override)
        previous, prior = self.remembered("lang"), self._prior()
        if self.command or not _is_language(self.text):
            return str(previous or prior or "nb")
        found = detect(self.text, previous=previous, prior=prior, names=self._names())
        self._lang_known = found.certain or bool(previous)
        return found.lang

    def _names(self) -> list[tuple[int, int]]:
        """Names carry no language: places, and schemes when nothing else is said («oppfølging av barn og unge»)."""
        schemes = [(s, e) for s, e, _ in self.reading.scheme_spans]
        nothing_else = all(any(s <= w.start < e for s, e in schemes) for w in words(self.reading.text))
        return [*self.reading.places, *(schemes if nothing_else or self.intent == "follow_up" else [])]

    def _prior(self) -> str | None:
        number = (self.reading.municipalities or (self.remembered("municipality"),))[0]
        if not number:
            return None
        return _DECISION_LANG.get(self.services.directory.municipality(number).language_decision)

    @property
    def text_lang(self) -> str:
        """The language for texts that exist in bokmål, nynorsk and English only."""
        return self.lang if self.lang in LANGS else "nb"

    # --- what goes out

    def t(self, key: str, **values: object) -> Made:
        return sentence(self.services.texts, key, self.text_lang, values)

    def say(
        self,
        kind: str,
        text: str,
        *,
        scheme: str | None = None,
        topic: str | None = None,
        citations: Iterable[Citation] = (),
        buttons: Sequence[dict[str, Any]] = (),
        lang: str | None = None,
        origin: Message | None = None,
        **extra: Any,
    ) -> None:
        """Adds a message of the HTTP contract (no `id`; buttons carry commands). `origin`: an earlier message's own."""
        unique = list(dict.fromkeys(citations))
        message: Message = {
            "kind": kind,
            "text": str(text),
            "lang": lang or self.text_lang,
            "scheme": scheme,
            "topic": topic,
            "citations": [c.as_dict() for c in unique],
            "buttons": list(buttons),
            "origin": origin or origin_of(self.services, text, scheme, self.text_lang),
            **{key: value for key, value in extra.items() if value is not None},
        }
        self._said.append(message)

    def button(self, title_key: str, intent: str, **command: Any) -> dict[str, Any]:
        return {"title": str(self.t(title_key)), "command": {"intent": intent, **command}}

    def title_of(self, scheme: Scheme) -> Made:
        """A scheme's short name as it stands first in a line or on a button."""
        name = scheme.short_name[self.text_lang]
        return Made(name[:1].upper() + name[1:], {"name": scheme.id, "first": True})

    def name_of(self, scheme: Scheme) -> Made:
        return Made(scheme.short_name[self.text_lang], {"name": scheme.id})

    def names_of(self, schemes: Iterable[Scheme], word: str = "or") -> Made:
        return self.either([self.name_of(s) for s in schemes], word)

    def either(self, names: Sequence[str], word: str = "or") -> Made:
        return listed(names, word, self.t(word))

    @property
    def said(self) -> list[Message]:
        return self._said

    def events(self) -> list[EventType]:
        """Hands the messages to the dispatcher and returns what is to be remembered."""
        for message in self._said:
            buttons = [{"title": b["title"], "payload": b["title"]} for b in message["buttons"]]
            self._dispatcher.utter_message(text=message["text"], buttons=buttons, message=message)
        if self._lang_known:  # a guess must not outweigh what the next message shows
            self.remember(lang=self.text_lang)
        if len(self.reading.municipalities) == 1 and not self.reading.ambiguous_places:
            self.remember(municipality=self.reading.municipalities[0])
        informative = [m for m in self._said if m["kind"] not in ("question", "notice", "error", "greeting")]
        if informative:
            self.remember(last_messages=informative)
        return [SlotSet(name, value) for name, value in self._set.items()]
