"""The settings: what contradicts itself, what is forgotten, what will surprise."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from importlib.util import find_spec

from assistant.doctor.finding import Finding, Installation, error, ok, shown, warning
from assistant.handoff import hours
from assistant.settings import PREFIX, Settings, SettingsError, is_loopback_host, variable
from knowledge.offices.directory import Directory

_PAGE = "docs/settings.md lists them all."


def readable(environ: Mapping[str, str]) -> tuple[Settings | None, Finding]:
    """The settings, and whether they could be read."""
    try:
        settings = Settings.from_env(environ)
    except SettingsError as refused:
        why, _, remedy = str(refused).rpartition("\n")
        return None, error("settings", why, remedy)
    given = [name for name in Settings.model_fields if environ.get(variable(name))]
    return settings, ok("settings", f"{len(given)} set, the others have their defaults.")


def names(installation: Installation) -> Iterator[Finding]:
    """Whether every variable that looks like a setting is one: a misspelt one is not read."""
    known = {variable(name) for name in Settings.model_fields}
    unknown = sorted(name for name in installation.environ if name.startswith(PREFIX) and name not in known)
    for name in unknown:
        near = difflib.get_close_matches(name, known, n=1)
        remedy = f"Is {near[0]} meant? " if near else ""
        yield warning("names", f"{name} is no setting, so it does nothing.", f"{remedy}Correct or unset it; {_PAGE}")
    if not unknown:
        yield ok("names", f"Every {PREFIX}… variable is a setting.")


def proxy(installation: Installation) -> Iterator[Finding]:
    """Whether who is asked for, where it listens and who is believed fit together."""
    settings = installation.settings
    local = is_loopback_host(settings.host)
    remedy = "Name the proxy in VEILEDER_TRUSTED_PROXIES, for example 127.0.0.1/32, and let it pass X-Forwarded-For."
    found = []
    if settings.public_url.startswith("https:") and not settings.trusted_proxies:
        why = (
            "Users come by https, so through a proxy, but none is trusted: all users share one address, and its limits."
        )
        found.append(warning("proxy", why, remedy))
    if not local and not settings.trusted_proxies:
        why = f"It listens on {settings.host}, open to the network, and no proxy with TLS is named."
        found.append(warning("proxy", why, f"Listen on 127.0.0.1 behind a proxy. {remedy}"))
    if settings.public_url.startswith("http:") and not is_loopback_host(settings.public_url[7:].split(":")[0]):
        why = f"Users come by {settings.public_url}, without encryption: tokens and texts can be read on the way."
        found.append(
            warning("proxy", why, "Put a proxy with TLS in front, and set VEILEDER_PUBLIC_URL to its https address.")
        )
    if settings.trusted_proxies and not settings.public_url:
        why = "There is a proxy, but VEILEDER_PUBLIC_URL is not set: links are made from what each request claims."
        found.append(warning("proxy", why, "Set VEILEDER_PUBLIC_URL to the address that users see."))
    yield from found or [ok("proxy", "Address, public address and proxies fit together.")]


def cors(installation: Installation) -> Iterator[Finding]:
    """Whether the sites that may call the API are what was meant."""
    origins = installation.settings.cors_origins
    plain = [
        each for each in origins if each.startswith("http:") and "//localhost" not in each and "//127." not in each
    ]
    if plain:
        why = f"These sites may call the API and are not encrypted, so anybody on the way can be them: {shown(plain)}."
        yield warning("cors", why, "Write their https addresses in VEILEDER_CORS_ORIGINS.")
    else:
        yield ok(
            "cors", f"{len(origins)} other sites may call the API." if origins else "No other site may call the API."
        )


def controller(installation: Installation) -> Iterator[Finding]:
    """Whether users are told who answers for the service."""
    settings = installation.settings
    missing = [variable(name) for name in ("controller_name", "controller_contact") if not getattr(settings, name)]
    if missing:
        why = f"{' and '.join(missing)} not set: /personvern says to users that this has not been stated."
        yield warning("controller", why, f"Set {' and '.join(missing)} before real users come.")
    else:
        yield ok("controller", f"{settings.controller_name} answers for the service.")


def opening_hours(installation: Installation) -> Iterator[Finding]:
    """Whether each office with opening hours exists."""
    from assistant.bootstrap import check_opening_hours

    try:
        check_opening_hours(installation.settings, Directory.load())
    except SettingsError as refused:
        yield error(
            "opening hours", str(refused), "Correct VEILEDER_OPENING_HOURS: the service does not start with it."
        )
        return
    count = len(hours.parse(installation.settings.opening_hours))
    yield ok("opening hours", f"Of {count} offices." if count else "Not set, so they are not mentioned.")


def tracing(installation: Installation) -> Iterator[Finding]:
    """Whether the packages for tracing are there, where it is wanted."""
    if not installation.settings.tracing_endpoint:
        yield ok("tracing", "Off.")
    elif _has("opentelemetry.sdk") and _has("opentelemetry.exporter.otlp.proto.http"):
        yield ok("tracing", "On, and its packages are installed.")
    else:
        why = "VEILEDER_TRACING_ENDPOINT is set, and the packages for it are not installed: the service does not start."
        remedy = "`.tools/uv/bin/uv sync --locked --extra tracing`, or unset VEILEDER_TRACING_ENDPOINT."
        yield error("tracing", why, remedy)


def _has(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # not even the package that it would be in
        return False
