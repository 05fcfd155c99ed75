"""Fixed sentences exist in all languages, name the same values, and every one that code asks for is there."""

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from visible_texts import PAGE_TEXT_FILES, ROOT, TEXT_FILES, visible

from knowledge.language.texts import Texts, TextsError, knowledge_texts, read_texts, topic_titles
from knowledge.model import LANGS, Topic

FOLDER = ROOT / "assistant" / "texts"
TEXTS = read_texts(FOLDER)
CODE = [*sorted((ROOT / "actions").glob("*.py")), *sorted((ROOT / "knowledge").glob("*.py"))]
# How code asks for a sentence: `turn.t(key)`, `turn.button(key)`, `self.t(key)`, `knowledge_texts()(key)`, `texts(key)`.
_METHODS, _KNOWLEDGE = {"t", "button"}, {"texts", "said"}


# Written but not said by any code today: a way to stop by button, and two notices.
WAITING = {"stop", "office_tryggest", "masked"}


def asked_for() -> Iterator[tuple[Texts, str, set[str] | None, str]]:
    """(where to look, key, the values given, place) of every sentence that code asks for by a literal key."""
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and (texts := _texts_called(node)) is not None:
                names = {k.arg for k in node.keywords if k.arg}
                all_named = all(k.arg for k in node.keywords)
                is_button = isinstance(node.func, ast.Attribute) and node.func.attr == "button"
                for key in _keys(node.args[0]) if node.args else ():
                    yield texts, key, names if all_named and not is_button else None, f"{path.name}:{node.lineno}"
            elif isinstance(node, ast.keyword) and node.arg == "text_key":
                yield from ((TEXTS, key, None, path.name) for key in _keys(node.value))


def _texts_called(call: ast.Call) -> Texts | None:
    function = call.func
    if isinstance(function, ast.Attribute) and function.attr in _METHODS:
        return TEXTS
    if isinstance(function, ast.Call) and isinstance(function.func, ast.Name) and function.func.id == "knowledge_texts":
        return knowledge_texts()
    return knowledge_texts() if isinstance(function, ast.Name) and function.id in _KNOWLEDGE else None


def _keys(node: ast.expr) -> list[str]:
    """Literal keys; an f-string becomes a pattern with `.+` for its values."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [re.escape(node.value)]
    if isinstance(node, ast.JoinedStr):
        return ["".join(re.escape(str(p.value)) if isinstance(p, ast.Constant) else ".+" for p in node.values)]
    if isinstance(node, ast.IfExp):
        return [*_keys(node.body), *_keys(node.orelse)]
    return []


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_sentence_that_code_asks_for_exists() -> None:
    wanted = list(asked_for())
    assert len(wanted) > 60
    missing = [(key, place) for texts, key, _, place in wanted if not _matching(texts, key)]
    assert not missing


def test_code_gives_every_value_that_a_sentence_names() -> None:
    for texts, key, given, place in asked_for():
        for found in _matching(texts, key):
            if given is not None and ".+" not in key:
                assert fields(texts.local(found).nb) <= given, (found, place)


def _matching(texts: Texts, key: str) -> list[str]:
    return [k for k in texts.keys() if re.fullmatch(key, k)]  # noqa: SIM118 - Texts is no mapping


def test_no_sentence_of_the_conversation_lies_unused() -> None:
    code = "\n".join(p.read_text(encoding="utf-8") for p in ROOT.glob("a[cs]*/**/*.py"))
    unused = []
    for file in ("buttons", "conversation", "people", "walk"):
        for key in YAML(typ="safe").load((FOLDER / f"{file}.yml").read_text(encoding="utf-8")):
            stem = key.rsplit("_", 1)[0]
            if f'"{key}"' not in code and f'f"{stem}_{{' not in code:
                unused.append(key)
    assert set(unused) <= WAITING


def test_every_topic_has_a_title_in_every_language_and_no_title_lacks_its_topic() -> None:
    assert set(topic_titles().keys()) == {topic.value for topic in Topic}
    for lang in LANGS:
        titles = [topic_titles()(topic, lang) for topic in Topic]
        assert len(set(titles)) == len(titles)
        assert not any(title.endswith((".", "?")) for title in titles)


@pytest.mark.parametrize("path", TEXT_FILES, ids=lambda p: p.name)
def test_every_text_file_has_all_languages_with_the_same_values(path: Path) -> None:
    texts = read_texts(path)
    for key in texts.keys():  # noqa: SIM118 - Texts is no mapping
        local = texts.local(key)
        assert len({frozenset(fields(local[lang])) for lang in LANGS}) == 1, key
        assert all(local[lang] == local[lang].strip() for lang in LANGS), key


@pytest.mark.parametrize("path", PAGE_TEXT_FILES, ids=lambda p: p.name)
def test_every_sentence_of_a_page_stands_in_both_languages_with_the_same_values(path: Path) -> None:
    for key, sentences in (YAML(typ="safe").load(path.read_text(encoding="utf-8")) or {}).items():
        assert list(sentences) == ["nb", "nn"], key
        assert fields(sentences["nb"]) == fields(sentences["nn"]), key


def test_no_two_files_share_a_key() -> None:
    keys = [
        key
        for path in [*TEXT_FILES, *PAGE_TEXT_FILES]
        for key in YAML(typ="safe").load(path.read_text(encoding="utf-8")) or {}
    ]
    shared = {key for key in keys if keys.count(key) > 1}
    assert shared <= {topic.value for topic in Topic}  # a topic's title and a button may have the same name


def test_every_place_has_its_text_in_all_languages() -> None:
    counts = {lang: [place for place, _ in visible(lang) if not place.startswith("texts.js")] for lang in LANGS}
    pages = {f"{path.name}." for path in PAGE_TEXT_FILES}
    both = [place for place in counts["nb"] if not place.startswith(tuple(pages))]
    assert counts["nb"] == counts["nn"]
    assert both == counts["en"]
    widget = {lang: sum(place.startswith("texts.js") for place, _ in visible(lang)) for lang in LANGS}
    assert len(set(widget.values())) == 1


@pytest.mark.parametrize("lang", LANGS)
def test_sentences_keep_the_tone_no_exclamations_no_emoji_and_clean_spaces(lang: str) -> None:
    for place, text in visible(lang):
        assert "!" not in text, (place, text)
        assert not re.search(r"[\U0001F300-\U0001FAFF\u2600-\u27BF]", text), (place, text)
        assert "  " not in text or place.startswith("texts.js"), (place, text)
        assert not re.search(r"\s[.,;:?]", text.replace(" .html", "").replace(" .ics", "")) or place.startswith(
            "texts.js"
        ), text


def test_the_sami_replies_name_the_office_and_its_address_in_three_languages() -> None:
    replies = YAML(typ="safe").load((ROOT / "assistant" / "texts_sami.yml").read_text(encoding="utf-8"))
    assert set(replies) == {"se", "smj", "sma"}
    assert all(fields(text) == {"office", "url"} for text in replies.values())


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ('a: {nb: "x", en: "x"}', "nn"),
        ('a: {nb: "{x}", nn: "{y}", en: "{x}"}', "different values"),
        ('a: "x"', "needs a text in nb, nn and en"),
        ('a: {nb: "", nn: "x", en: "x"}', "nb"),
    ],
)
def test_a_text_file_with_a_gap_is_refused_with_file_and_key(content: str, problem: str, tmp_path: Path) -> None:
    (tmp_path / "t.yml").write_text(content, encoding="utf-8")
    with pytest.raises(TextsError, match=r"t\.yml: 'a'") as caught:
        read_texts(tmp_path)
    assert problem in str(caught.value)


def test_a_key_in_two_files_is_refused(tmp_path: Path) -> None:
    for name in ("a.yml", "b.yml"):
        (tmp_path / name).write_text('k: {nb: "x", nn: "x", en: "x"}', encoding="utf-8")
    with pytest.raises(TextsError, match=r"b\.yml: the key 'k' stands twice"):
        read_texts(tmp_path)
