"""Every way we know to spoil a scheme file, with the line and the words that its refusal must name."""

import re

from knowledge.loader import SCHEMES_DIR

# Statements that no case below needs; without them a case loads in a fraction of the time.
_DROPPED = re.compile(
    r"      - id: (target-group|priorities|who-can-apply|other-applicants|how-to-apply|administrator|contact"
    r"|funding-period|equipment|eligible-costs|costs-\w+|joint-municipalities|reporting|measures|budget)\n"
)


def _good() -> str:
    """The TryggEst file, shortened."""
    text = (SCHEMES_DIR / "tryggest.yml").read_text(encoding="utf-8")
    text += '\nquestions:\n  amount:\n    - "Hvor mye får vi?"\n'
    blocks = re.split(r"(?m)^(?=      - id: )", text)
    return "".join(block for block in blocks if not _DROPPED.match(block))


GOOD = _good()
NN_ABOUT = '          nn: "TryggEst-tilskotet går til tiltak som hevar'
COMMITMENT = "applies_when: {tryggest_status: [decided, neither]}"
AMOUNT_LIMIT = "limits: [{value: 400000}, {value: 400000, above: unknown, when: {applicant_type: [municipalities]}}]"
BUDGET_CITATION = 'citation: {source: slides-2025, locator: "TryggEst: Det er avsatt"}'

# name: (what stands in the good file, what replaces it, what marks the line to be named, words of the message)
BAD = {
    "questions for no statement": (
        "questions:\n  amount:",
        "questions:\n  amuont:",
        "  amuont:",
        "questions for 'amuont'",
        "no edition has a statement with that id",
    ),
    "missing nynorsk text": (
        NN_ABOUT,
        f"          # {NN_ABOUT}",
        "statement:",
        "the nynorsk text is missing",
        "add `nn:`",
    ),
    "missing English text": (
        '          en: "The TryggEst grant goes',
        '          #   en: "The TryggEst grant goes',
        "statement:",
        "the English text is missing",
        "add `en:`",
    ),
    "empty text": ('nb: "Hvem som søker"', 'nb: ""', 'nb: ""', "must not be empty"),
    "unknown source": (
        BUDGET_CITATION,
        BUDGET_CITATION.replace("slides-2025", "slide"),
        "{source: slide,",
        "Known: slides-2025",
    ),
    "the same id twice in facts": (
        "id: goal-prevent",
        "id: goal-competence",
        None,
        "'goal-competence' stands twice",
        "rename",
    ),
    "the same id in facts and gaps": (
        "- id: salary",
        "- id: status",
        "- id: status\n        topic: elig",
        "'status' stands twice",
    ),
    "the same criterion twice": ("- id: years\n", "- id: amount\n", None, "'amount' stands twice", "rename"),
    "the same option twice": (
        "value: decided",
        "value: introduced",
        "- id: tryggest_status",
        "the same `value`",
        "give each",
    ),
    "a date that does not exist": ("date: 2025-03-31", "date: 2025-02-30", "date: 2025-02-30", "YYYY-MM-DD"),
    "a month that does not exist": ("date: 2025-03-31", "date: 2025-13-01", "date: 2025-13-01", "YYYY-MM-DD"),
    "a Norwegian date": ("date: 2025-03-31", "date: 31. mars 2025", "date: 31. mars", "YYYY-MM-DD"),
    "a date after all calendars": (
        "date: 2025-03-31",
        "date: 9999-12-31",
        "date: 9999-12-31",
        "between 1990-01-01 and 2100-12-31",
    ),
    "a date before all schemes": (
        "date: 2025-03-31",
        "date: 0001-01-02",
        "date: 0001-01-02",
        "between 1990-01-01 and 2100-12-31",
    ),
    "a day of comparing that cannot be": ("checked: 2026", "checked: 1026", "checked: 1026", "between 1990-01-01"),
    **{
        f"a limit of {number}": (
            "limits: [{value: 2}]",
            f"limits: [{{value: {number}}}]",
            f"value: {number}",
            "between -1000000000000 and 1000000000000",
        )
        for number in (".nan", ".inf", "-.inf", "1.0e+308", "1000000000001")
    },
    "a least number without end": ("minimum: 1\n", "minimum: .inf\n", "minimum: .inf", "between -1000000000000"),
    "a fixed deadline without a day": (
        "date: 2025-03-31",
        "precision: month\n        date: 2025-03-01",
        "application:",
        "a fixed deadline has a day",
        "certainty: assumed",
    ),
    "a key twice": (
        "administrator: bufdir",
        "administrator: bufdir\nadministrator: x",
        "administrator: x",
        "twice",
        "Remove",
    ),
    "an unknown field": ("id: tryggest\n", "id: tryggest\nchaptr: 7\n", "chaptr", "correct the spelling"),
    "an unknown topic": ("topic: payment", "topic: payments", "topic: payments", "Remedy"),
    "a condition on a later criterion": (
        COMMITMENT,
        "applies_when: {years: [decided]}",
        "years: [decided]",
        "Move 'years' up",
    ),
    "a condition on itself": (
        COMMITMENT,
        'applies_when: {commitment: ["yes"]}',
        'commitment: ["yes"]',
        "listed before it",
    ),
    "a condition on no criterion": (COMMITMENT, "applies_when: {xyz: [decided]}", "xyz: [decided]", "correct the id"),
    "a condition on an impossible answer": (
        COMMITMENT,
        "applies_when: {tryggest_status: [maybe]}",
        "tryggest_status: [maybe]",
        "can never be 'maybe'",
        "decided, introduced, neither",
    ),
    "a condition without answers": (
        COMMITMENT,
        "applies_when: {tryggest_status: []}",
        "tryggest_status: []",
        "never hold",
    ),
    "an item that settles no criterion": (
        "settles: [commitment]",
        "settles: [commitmnt]",
        "settles: [commitmnt]",
        "'commitmnt' is no criterion",
        "Correct the id",
    ),
    "a limit that depends on a number": (
        "limits: [{value: 2}]",
        'limits: [{value: 2}, {value: 3, when: {amount: ["yes"]}}]',
        "{amount:",
        "'amount' can never be 'yes'",
        "it is a number",
    ),
    "a limit below the minimum": (
        AMOUNT_LIMIT,
        "limits: [{value: 0}]",
        "- id: amount\n        label",
        "can never be met",
        "Raise",
    ),
    "only conditional limits": (
        AMOUNT_LIMIT,
        "limits: [{value: 9, when: {tryggest_status: [decided]}}]",
        "- id: amount\n        label",
        "have no `when`",
    ),
    "a number without a unit": ("        unit: kroner\n", "", "- id: amount\n        label", "a number needs `unit`"),
    "options of a yes or no": (
        "        type: yes_no\n",
        "        type: yes_no\n        options: [{value: a, status: met, title: {nb: A, nn: A, en: A}}]\n",
        "- id: commitment\n        label",
        "`options` belong to a choice",
    ),
    "no announcement status": ("status: announced", "status: perhaps", "status: perhaps", "one of the values named"),
    "an address with tracking": ("voksne/\n", "voksne/?utm_source=x\n", "utm_source", "pattern"),
    "a figure among the aliases": (
        "aliases: [tryggest",
        "aliases: [765.60, tryggest",
        "aliases:",
        "put figures in quotes",
    ),
    "a control character": (
        "administrator: bufdir",
        'administrator: "buf\x07dir"',
        "buf\x07dir",
        "control character",
        "Remove",
    ),
    "a tab": ("administrator: bufdir", "\tadministrator: bufdir", "\tadministrator", "Check indents"),
    "an open bracket": ("hints: [vold", "hints: [[vold", None, "Check indents, colons and quotes"),
}
