"""Where a message comes from: the day, the versions of the schemes, the statements, and how its text was made."""

from __future__ import annotations

from typing import Any

from actions.made import Made, is_whole, schemes_in, statements_in
from actions.services import Services
from knowledge.questionnaire import ALL

Origin = dict[str, Any]


def origin_of(services: Services, text: str, scheme: str | None, lang: str) -> Origin:
    """What is kept beside a message; it never reaches the user, and holds no word of theirs.

    Returns:
        JSON: `today` (ISO date that dates were judged against), `lang` (that the text was made in), `versions` (number
        of each scheme that it speaks of), `statements` (`scheme/edition/statement`), and `made` (`actions.made`), which
        is None when nobody told how the text was made.
    """
    made = text.recipe if isinstance(text, Made) and is_whole(text.recipe) else None
    named = schemes_in(made) | ({scheme} if scheme else set())
    versions = {i: n for i, n in services.versions.items() if i in named or ALL in named}
    return {
        "today": services.today().isoformat(),
        "lang": lang,
        "versions": versions,
        "statements": statements_in(made),
        "made": made,
    }
