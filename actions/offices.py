"""An office as the HTTP contract shows it."""

from typing import Any

from knowledge.offices.directory import Office


def office_card(office: Office, lang: str) -> dict[str, Any]:
    """Name, web address and, where they are known, e-mail and phone."""
    return {"name": office.name(lang), "url": office.url, "email": office.email, "phone": office.phone}
