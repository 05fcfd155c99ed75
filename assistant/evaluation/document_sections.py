"""The sections of docs/correctness.md that do not come from labelled conversations."""

from collections.abc import Iterator, Sequence

from assistant.evaluation.families import FamilyFigures
from assistant.evaluation.language_choice import LanguageFigures
from assistant.evaluation.measurements import Measurements
from assistant.evaluation.norsid import NorsidFigures
from assistant.evaluation.run import interval
from assistant.evaluation.scope import THRESHOLDS, Refusals, share

# Intent accuracy on the same test sentences; from the publications of NorSID and its shared task, and our own trials.
_PUBLISHED = (
    ("fine-tuned mDeBERTa, ScandiBERT, NorBERT3 (published)", "92.2–94.7"),
    ("Rasa's default pipeline, DIET (measured on 2 cores: 29 min of training, 11 ms a sentence)", "89.7"),
    ("words and letter sequences, linear", "91.6"),
)
_EXAMPLES = 12


def measurement_sections(measured: Measurements) -> list[str]:
    """Markdown lines."""
    return [
        *_refusals(measured.refusals),
        *_curve(measured),
        *_families(measured.families),
        *(_languages(measured.languages) if measured.languages else ()),
        *(_norsid(measured.norsid) if measured.norsid else ()),
        "",
        "## How to reproduce it",
        "",
        "`make evaluate` measures everything here anew and writes this page. NorSID is public; NORSID_DIR says where",
        "`dev.conll` and `test.conll` lie. `make bench-norsid DIET=1` trains Rasa's own pipeline beside ours.",
    ]


def _refusals(found: Sequence[Refusals]) -> Iterator[str]:
    yield from (
        "",
        "## What is none of ours",
        "",
        "Messages that have nothing to do with the schemes, each in a conversation of its own. `tests/cases/hard_negatives.yml`",
        "was written by somebody who saw neither code nor training data, and is held back from training. NorSID's sentences",
        "(alarms, weather, music, restaurants; eleven dialects) are neither in the training data nor used to choose a threshold.",
        'Refused means kind `out_of_scope`; a `no_source` ("my sources do not say") is counted as not refused. Before anything was',
        "changed for them 252 of the 320 hard negatives were refused; after new training messages, and before any of them was read,",
        "296. Then they were read, and thresholds chosen with them: the present figure flatters.",
        "",
        "| collection | refused | of | per cent | 95 % interval | the rest |",
        "|---|---|---|---|---|---|",
    )
    hard = [r for r in found if r.name.startswith("hard")]
    yield from (_refusal_row(r) for r in found)
    if hard:
        kinds: dict[str, int] = {}
        for r in hard:
            for kind, count in r.kinds.items():
                kinds[kind] = kinds.get(kind, 0) + count
        yield _refusal_row(Refusals("**all hard negatives**", kinds, ()))
    taken = [text for r in hard for text in r.taken]
    yield from ("", "Hard negatives that were not refused:", "")
    yield from (f"- «{text}»" for text in taken)


def _refusal_row(r: Refusals) -> str:
    low, high = interval(r.refused, r.total)
    rest = ", ".join(f"{kind} {count}" for kind, count in sorted(r.kinds.items()) if kind != "out_of_scope")
    return f"| {r.name} | {r.refused} | {r.total} | {100 * r.refused / r.total:.1f} | {low:.1f}–{high:.1f} | {rest} |"


def _curve(measured: Measurements) -> Iterator[str]:
    ours = next(values for name, values in measured.foreignness.items() if name.startswith("messages of ours"))
    hard = [v for name, values in measured.foreignness.items() if name.startswith("hard") for v in values]
    norsid = measured.foreignness.get("NorSID test", [])
    held = measured.families.foreign
    settings = ", ".join(f"{name} {value}" for name, value in measured.thresholds.items())
    yield from (
        "",
        "### The trade-off",
        "",
        "The classifier gives each message a probability of being foreign; from a threshold on it is refused. What each",
        "threshold would do, by the classifier alone; the last two columns are training messages whose families were held back,",
        "harder than real ones, since families were written to differ.",
        "",
        f"Shipped: {settings}.",
        "",
        f"| threshold | ours taken ({len(ours)}) | hard negatives refused ({len(hard)}) | NorSID refused ({len(norsid)}) "
        "| held-back families taken | held-back families refused |",
        "|---|---|---|---|---|---|",
    )
    inside, outside = [p for p, foreign in held if not foreign], [p for p, foreign in held if foreign]
    for t in THRESHOLDS:
        figures = (100 - share(ours, t), share(hard, t), share(norsid, t), 100 - share(inside, t), share(outside, t))
        yield f"| {t} | " + " | ".join(f"{figure:.1f}" for figure in figures) + " |"


def _families(found: FamilyFigures) -> Iterator[str]:
    low, high = interval(found.right, found.total)
    yield from (
        "",
        "## Wordings held back by family",
        "",
        f"Five-fold cross-validation that holds back whole paraphrase families ({found.families} of them): the intent, or the",
        f"topic asked about, was first in {found.right} of {found.total} messages, **{100 * found.right / found.total:.1f} %**",
        f"(95 % interval {low:.1f}–{high:.1f}). A family is often one way to ask a thing, so this is harder than new messages",
        "are. An answer does not hang on the topic alone: the statements are ranked by words, terms and known questions too.",
        "",
        "The commonest confusions:",
        "",
        "| meant | taken for | times |",
        "|---|---|---|",
    )
    yield from (f"| {meant} | {guessed} | {count} |" for meant, guessed, count in found.confusions)


def _languages(found: Sequence[LanguageFigures]) -> Iterator[str]:
    yield from (
        "",
        "## Målform",
        "",
        "Whether a text alone gets its own målform; only texts with a word that a dictionary of one målform has and one of the",
        "other lacks. In a conversation the earlier messages and the municipality's decision help too.",
        "",
        "| texts | right | of | per cent |",
        "|---|---|---|---|",
    )
    yield from (f"| {f.kind} | {f.right} | {f.total} | {100 * f.right / max(f.total, 1):.1f} |" for f in found)
    wrong = [text for f in found for text in f.wrong]
    if wrong:
        yield from ("", f"Wrong ({min(len(wrong), _EXAMPLES)} of {len(wrong)} shown):", "")
        yield from (f"- «{text}»" for text in wrong[:_EXAMPLES])


def _norsid(found: NorsidFigures) -> Iterator[str]:
    yield from (
        "",
        "## Intents on NorSID, beside published systems",
        "",
        "The project's features and classifier trained on NorSID's dev and tested on its test (5,500 sentences in",
        f"Norwegian dialects). Trained in {found.training_seconds:.1f} s, {found.milliseconds:.2f} ms a sentence. Variants were",
        "chosen on dev, all translations of a sentence held back together: "
        + "; ".join(f"{variant} {figure:.2f}" for variant, figure in found.dev.items())
        + ". 44 test sentences have an intent that dev never shows.",
        "",
        "| system | test, per cent |",
        "|---|---|",
        f"| **this project** ({found.best}) | **{found.test:.2f}** |",
    )
    yield from (f"| {name} | {figure} |" for name, figure in _PUBLISHED)
    if found.diet:
        yield f"| Rasa's default pipeline, in the same run | {found.diet.accuracy:.2f} |"
    names = {"B": "bokmål", "N": "north", "T": "Trøndelag", "V": "west"}
    by_dialect = ", ".join(f"{names.get(d, d)} {right:.1f}" for d, (right, _) in found.dialects.items())
    yield from ("", f"By dialect: {by_dialect}.")
