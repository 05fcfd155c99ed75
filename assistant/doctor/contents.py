"""What the service knows and says: schemes, their age, source documents, texts, and the checklist as a file."""

from __future__ import annotations

from collections.abc import Iterator

from ruamel.yaml import YAMLError

from assistant.doctor.finding import ROOT, Finding, Installation, error, ok, shown, warning
from assistant.editing.truth import ages, next_dates
from knowledge.checklist_document import compose
from knowledge.language.texts import TextsError, knowledge_texts, topic_titles
from knowledge.model import Scheme
from knowledge.passages import DocumentError, Passages

_WIDGET = ROOT / "assistant" / "widget" / "dist"
_OLD_DAYS = 366
_SAMI = {"se", "sma", "smj"}
_FONT = "Libertinus Serif"  # typst's own, which the template is set in


def schemes(installation: Installation) -> Iterator[Finding]:
    """Whether every scheme file is valid, and how true what it says still is."""
    found = installation.schemes
    if not isinstance(found, list):
        yield error(
            "schemes", shown(found.problems, most=3), "Mend the files, until `veileder check` has nothing to say."
        )
        return
    yield ok("schemes", f"{len(found)} files, all valid.")
    yield from _past(found, installation)
    yield from _unchecked(found, installation)


def _past(found: list[Scheme], installation: Installation) -> Iterator[Finding]:
    dates = [
        each for each in next_dates(found, installation.today, "en") if each.kind == "application" and each.is_past
    ]
    if gone := [f"{each.scheme} ({each.edition}: {each.dates[0]})" for each in dates if each.certainty == "fixed"]:
        why = f"The deadline is past: {shown(gone)}. The assistant says so, and knows of no later announcement."
        yield warning("editions", why, "Take in the new announcement: docs/tasks/review-and-publish.md.")
    if assumed := [f"{each.scheme} ({each.edition}: {each.dates[0]})" for each in dates if each.certainty != "fixed"]:
        why = f"A deadline was assumed, never confirmed, and its time is past: {shown(assumed)}."
        yield warning("editions", why, "Find out what it became, and take that in: docs/tasks/review-and-publish.md.")
    if not dates:
        yield ok("editions", "No deadline is past.")


def _unchecked(found: list[Scheme], installation: Installation) -> Iterator[Finding]:
    facts = ages(found, installation.today, "en")
    old = sorted({f"{each.source} ({each.checked})" for each in facts if (each.days or 0) > _OLD_DAYS})
    if old:
        why = f"Nobody has compared these sources with the scheme files for more than a year: {shown(old)}."
        yield warning("sources", why, "Compare them, correct what has changed, and write the day in `checked:`.")
    else:
        yield ok("sources", "Every source was compared within a year.")


def documents(installation: Installation) -> Iterator[Finding]:
    """Whether citations open the source's own words."""
    found = installation.schemes
    if not isinstance(found, list):
        return
    try:
        passages = Passages.read(installation.settings.var / "sources")
    except (OSError, UnicodeDecodeError, DocumentError) as failed:
        why = f"A document in {installation.settings.var / 'sources'} cannot be read ({type(failed).__name__})."
        yield error("documents", why, "Take it in again: `make ingest DOCUMENT=… SOURCE=…`.")
        return
    cited = {
        (ref.source, ref.locator) for scheme in found for edition in scheme.editions for _, ref in edition.citations()
    }
    missing = sorted({source for source, _ in cited if not passages.has(source)})
    lost = sorted(
        f"{source}: {place}" for source, place in cited if passages.has(source) and not passages.find(source, place)
    )
    if missing:
        why = f"Not installed: {shown(missing)}. Their citations name the place and do not open the words."
        yield warning("documents", why, "Take them in: `make ingest DOCUMENT=… SOURCE=…`.")
    if lost:
        why = f"{len(lost)} cited places are not found in their document: {shown(lost, most=3)}."
        yield warning("documents", why, "Is it the right document? Take in the right one, or correct the locators.")
    if not missing and not lost:
        yield ok("documents", f"All {len(cited)} cited places are found.")


def all_texts(_: Installation) -> Iterator[Finding]:
    """Whether each fixed sentence is there in every language."""
    from assistant.bootstrap import TEXTS, sami_replies, texts

    remedy = "Write what is missing, or install the release again."
    try:
        count = sum(len(each.keys()) for each in (texts(), knowledge_texts(), topic_titles()))
        missing = sorted(_SAMI - sami_replies().keys())
    except (TextsError, YAMLError, OSError) as failed:
        yield error("texts", f"A file of {TEXTS.name}/ is not usable: {str(failed).splitlines()[0]}.", remedy)
        return
    if missing:
        yield error("texts", f"texts_sami.yml has no reply in {', '.join(missing)}.", remedy)
    else:
        yield ok("texts", f"{count} sentences in bokmål, nynorsk and English, one reply each in three Sami languages.")


def widget(_: Installation) -> Iterator[Finding]:
    """Whether the widget that pages embed is there."""
    missing = [name for name in ("veileder.js", "page.css") if not (_WIDGET / name).is_file()]
    if missing:
        why = f"Missing of the widget: {', '.join(missing)}."
        yield error(
            "widget", why, "Install the release again, or build it: `npm ci && npm run build` in assistant/widget."
        )
    else:
        yield ok("widget", "Its script and style are there.")


def export(installation: Installation) -> Iterator[Finding]:
    """Whether a checklist becomes a PDF, with the fonts that typst brings."""
    import typst

    from knowledge.export.pdf import render_pdf

    remedy = "Install the packages again: `rm -rf .venv && make setup`."
    if _FONT not in typst.Fonts(include_system_fonts=False).families():
        yield error("fonts", f"typst does not bring its font {_FONT}.", remedy)
    else:
        yield ok("fonts", f"{_FONT}, of typst's own.")
    found = installation.schemes
    if not isinstance(found, list):
        return
    document = {**compose(found[0], {}, "nn", installation.today), "id": "doctor", "expires": str(installation.today)}
    try:
        made = render_pdf(document)
    except (typst.TypstError, RuntimeError, OSError) as failed:
        yield error("export", f"A checklist cannot be written as PDF ({type(failed).__name__}).", remedy)
        return
    yield ok("export", f"A checklist as PDF, {len(made) / 1024:.0f} KiB.")
