"""Every setting of the service, read once from the environment.

Each field `name` is read from `VEILEDER_NAME`. `docs/settings.md` documents all of them; a test compares the two.
"""

from __future__ import annotations

import ipaddress
import json
import os
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator, model_validator
from yarl import URL

from assistant.addresses import check_database_url, check_redis_url
from assistant.handoff import hours
from assistant.sources.hosts import DEFAULT_HOSTS, check_hosts

PREFIX = "VEILEDER_"
_WEBHOOK = re.compile(r"https://[^\s@]{3,2000}|http://(?:localhost|127\.0\.0\.1)(?::\d{1,5})?(?:/[^\s@]{0,2000})?")
_OIDC_NEEDED = ("oidc_issuer", "oidc_client_id")
_OIDC_ROLES = ("oidc_readers", "oidc_editors", "oidc_admins")
_ORIGIN = re.compile(r"https?://[A-Za-z0-9.\-]{1,253}(:\d{1,5})?")


class SettingsError(ValueError):
    """A setting has a value that cannot be used; the message names the environment variable and the remedy."""


class Settings(BaseModel):
    """The settings of one running service; times are in the unit that the field's name ends with."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = Field("127.0.0.1", min_length=1, description="Address to listen on.")
    port: int = Field(8000, ge=0, le=65535, description="Port to listen on; 0 lets the system choose a free one.")
    var: Path = Field(Path("var"), description="Folder for databases, models, secrets and source documents.")
    models: Path | None = Field(None, description="Folder for trained models; unset: models in the var folder.")
    database_url: str = Field("", description="SQLAlchemy URL of the conversations; empty: SQLite in the var folder.")
    redis_url: SecretStr | None = Field(
        None, description="Redis that several processes share rate limits and locks through; unset: none."
    )
    thesaurus: Path | None = Field(None, description="Thesaurus in MyThes format that search uses too; unset: none.")
    today: date | None = Field(None, description="Pretend that today is this date (YYYY-MM-DD); for tests and demos.")
    secret: SecretStr | None = Field(
        None, description="Secret that signs tokens and buttons, at least 32 characters; unset: var/secret.key."
    )
    public_url: str = Field("", description="Origin that users see, used in links; empty: taken from the request.")
    conversation_hours: int = Field(168, ge=1, le=8760, description="Hours without a message until one expires.")
    retention_days: int = Field(21, ge=1, le=366, description="Days from its start until a conversation is deleted.")
    resume_hours: int = Field(72, ge=1, le=720, description="Hours that a link to resume a conversation is valid.")
    checklist_days: int = Field(90, ge=1, le=732, description="Days until a checklist and its ticks are deleted.")
    archive: Literal["off", "replies"] = Field("replies", description="What of replies outlives their conversation.")
    archive_days: int = Field(1095, ge=1, le=3660, description="Days until an archived reply is deleted.")
    idempotency_hours: int = Field(24, ge=1, le=168, description="Hours that a repeated request gets its first reply.")
    max_body_bytes: int = Field(65_536, ge=1_024, le=10_485_760, description="Largest accepted request body, bytes.")
    max_text_chars: int = Field(20_000, ge=100, le=1_000_000, description="Longest accepted message, characters.")
    messages_per_minute: int = Field(120, ge=1, description="Messages a minute that one conversation may send.")
    conversations_per_minute: int = Field(30, ge=1, description="New conversations a minute from one address.")
    exports_per_minute: int = Field(30, ge=1, description="Files of checklists and searches a minute from one address.")
    limit_loopback: bool = Field(False, description="Rate limits hold for this machine's own address too.")
    max_in_flight: int = Field(512, ge=1, description="Messages handled at once; more are answered 503.")
    max_wait_seconds: float = Field(
        0.25, gt=0, le=60, description="Longest expected wait of a message for those before it; then 503."
    )
    reply_timeout_seconds: float = Field(30.0, gt=0, description="Seconds until a reply is given up, with an apology.")
    cors_origins: tuple[str, ...] = Field((), description="Other sites whose pages may call the API, comma separated.")
    trusted_proxies: tuple[str, ...] = Field(
        (), description="Networks (CIDR), comma separated, whose X-Forwarded-For is believed."
    )
    opening_hours: str = Field("", description="When offices can be reached, by code, e.g. `TL mon-fri 08:00-15:30`.")
    handoff_webhook: str = Field("", description="URL that a summary is posted to when a user hands over to a person.")
    handoff_secret: SecretStr | None = Field(None, description="Signs what is posted to the webhook (HMAC-SHA-256).")
    controller_name: str = Field("", max_length=200, description="Who answers for the service and its personal data.")
    controller_contact: str = Field(
        "", max_length=200, description="How to reach them: e-mail, https address or words."
    )
    staff_idle_minutes: int = Field(30, ge=1, le=720, description="Minutes without a request until staff must sign in.")
    staff_session_hours: int = Field(9, ge=1, le=24, description="Hours until staff must sign in again, however busy.")
    sign_ins_per_minute: int = Field(20, ge=1, description="Steps of signing in a minute from one address.")
    audit_days: int = Field(365, ge=1, le=3660, description="Days until a row of the staff's audit log is deleted.")
    oidc_issuer: str = Field("", max_length=200, description="Issuer of the OpenID Connect provider, exactly.")
    oidc_provider_name: str = Field("", max_length=80, description="Name on the button; empty: the issuer's host.")
    oidc_client_id: str = Field("", max_length=200, description="Client id at the OpenID Connect provider.")
    oidc_client_secret: SecretStr | None = Field(None, description="The client's secret; unset: a public client.")
    oidc_scope: str = Field("openid profile", description="Scopes to ask for, separated by spaces.")
    oidc_acr_values: str = Field("", description="Levels of assurance to ask for and to accept; empty: any.")
    oidc_authorization_details: str = Field("", description="What to ask for as authorization_details (JSON list).")
    oidc_name_claim: str = Field("name", min_length=1, description="Claim with the person's name.")
    oidc_role_claim: str = Field("roles", min_length=1, description="Claim whose values give a role.")
    oidc_readers: tuple[str, ...] = Field((), description="Values of the claim that make a reader, comma separated.")
    oidc_editors: tuple[str, ...] = Field((), description="Values of the claim that make an editor, comma separated.")
    oidc_admins: tuple[str, ...] = Field((), description="Values of the claim that make an admin, comma separated.")
    source_hosts: tuple[str, ...] = Field(
        DEFAULT_HOSTS, description="Hosts that sources are fetched from, with their subdomains, comma separated."
    )
    watch_hours: float = Field(0.0, ge=0, le=8760, description="Hours between two looks at the sources; 0: never.")
    log_format: Literal["text", "json"] = Field("text", description="Form of the log: text, or a JSON object a line.")
    access_log: bool = Field(False, description="Log every request: id, method, route, status, duration.")
    tracing_endpoint: str = Field("", description="OTLP/HTTP URL that spans are sent to; empty: no tracing.")
    drain_seconds: float = Field(
        0.0, ge=0, le=300, description="Seconds from SIGTERM, not ready any more, until no request is taken."
    )
    database_threads: int = Field(4, ge=1, le=64, description="Threads that run database calls.")

    @field_validator("cors_origins", "trusted_proxies", "source_hosts", *_OIDC_ROLES, mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("cors_origins")
    @classmethod
    def _check_origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for origin in value:
            if not _ORIGIN.fullmatch(origin):
                raise ValueError("each origin must look like https://example.no, with no path and no *")
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _check_networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for network in value:
            ipaddress.ip_network(network)
        return value

    @field_validator("source_hosts")
    @classmethod
    def _check_source_hosts(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return check_hosts(value)

    @field_validator("public_url")
    @classmethod
    def _check_public_url(cls, value: str) -> str:
        if value and not _ORIGIN.fullmatch(value.rstrip("/")):
            raise ValueError("must be an origin like https://example.no, with no path")
        return value.rstrip("/")

    @field_validator("opening_hours")
    @classmethod
    def _check_hours(cls, value: str) -> str:
        hours.parse(value)
        return value

    @field_validator("handoff_webhook")
    @classmethod
    def _check_webhook(cls, value: str) -> str:
        if value and not _WEBHOOK.fullmatch(value):
            raise ValueError("must be an https address; http only on this machine (localhost, 127.0.0.1)")
        return value

    @field_validator("tracing_endpoint")
    @classmethod
    def _check_tracing(cls, value: str) -> str:
        if value and not is_safe_url(value, loopback=True):
            raise ValueError(
                "must be an https address; http only on this machine, e.g. http://127.0.0.1:4318/v1/traces"
            )
        return value

    @field_validator("redis_url")
    @classmethod
    def _check_redis(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            check_redis_url(value.get_secret_value())
        return value

    @field_validator("database_url")
    @classmethod
    def _check_database(cls, value: str) -> str:
        if value:
            check_database_url(value)
        return value

    @field_validator("secret")
    @classmethod
    def _check_secret(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and len(value.get_secret_value()) < 32:
            raise ValueError("must have at least 32 characters; `openssl rand -hex 32` makes one")
        return value

    @field_validator("oidc_issuer")
    @classmethod
    def _check_issuer(cls, value: str) -> str:
        if value and not is_safe_url(value, loopback=True):
            raise ValueError("must be the issuer's address with https:// (http:// only on this machine)")
        return value

    @field_validator("oidc_scope")
    @classmethod
    def _check_scope(cls, value: str) -> str:
        if "openid" not in value.split():
            raise ValueError("must hold the scope openid; without it the provider sends no ID token")
        return value

    @field_validator("oidc_authorization_details")
    @classmethod
    def _check_details(cls, value: str) -> str:
        if value and not isinstance(json.loads(value), list):
            raise ValueError("must be a JSON list")
        return value

    @model_validator(mode="after")
    def _check_oidc(self) -> Settings:
        """All that signing in needs, or nothing of it: half a configuration would lock everyone out, or let too many in."""
        missing = [variable(name) for name in _OIDC_NEEDED if not getattr(self, name)]
        if not any(getattr(self, name) for name in _OIDC_ROLES):
            missing.append(" or ".join(variable(name) for name in _OIDC_ROLES))
        optional = bool(self.oidc_client_secret or self.oidc_acr_values or self.oidc_authorization_details)
        if missing and (optional or len(missing) <= len(_OIDC_NEEDED)):
            raise ValueError(
                f"signing in is half configured: set also {' and '.join(missing)}, or none of VEILEDER_OIDC_…"
            )
        return self

    @property
    def has_oidc(self) -> bool:
        """Whether staff sign in with an OpenID Connect provider."""
        return bool(self.oidc_issuer)

    @property
    def has_local_link(self) -> bool:
        """Whether a link that works once signs in: without a provider, where only this machine reaches the service."""
        return not self.has_oidc and is_loopback_host(self.host)

    def throwaway(self, folder: Path) -> Settings:
        """The same with conversations in a folder that goes away; models and knowledge are shared."""
        return self.model_copy(update={"database_url": f"sqlite:///{folder / 'conversations.db'}"})

    @property
    def effective_database_url(self) -> str:
        """The URL to connect to: the given one, or SQLite in the var folder."""
        return self.database_url or f"sqlite:///{(self.var / 'conversations.db').absolute()}"

    @property
    def models_folder(self) -> Path:
        """Where trained models are kept: the given folder, or models in the var folder."""
        return self.models or self.var / "models"

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read the settings.

        Args:
            environ: The variables; the process's own when not given. An empty value counts as not set.

        Returns:
            The settings, defaults filled in.

        Raises:
            SettingsError: A value cannot be used. The message names the variable, never its value.
        """
        source = os.environ if environ is None else environ
        given = {name: source[variable(name)] for name in cls.model_fields if source.get(variable(name))}
        try:
            return cls.model_validate(given)
        except ValidationError as error:
            raise SettingsError(_explain(error)) from None


def variable(name: str) -> str:
    """The environment variable of the setting `name`."""
    return PREFIX + name.upper()


def is_safe_url(text: str, *, loopback: bool) -> bool:
    """Whether secrets may be sent to an address: https, or http on this very machine where `loopback` allows it."""
    try:
        url = URL(text)
        host = url.host
    except ValueError:
        return False
    if not host or url.user or url.password or url.fragment or text != text.strip():
        return False
    return url.scheme == "https" or (loopback and url.scheme == "http" and is_loopback_host(host))


def is_loopback_host(host: str) -> bool:
    """Whether a host name or address (without port) means this very machine."""
    try:
        return host.lower() == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _explain(error: ValidationError) -> str:
    lines = [f"{_where(item['loc'])}{item['msg']}." for item in error.errors(include_input=False)]
    return "\n".join([*lines, "Change the variable or unset it to get the default; docs/settings.md lists them all."])


def _where(place: tuple[int | str, ...]) -> str:
    """The variable that an error is about; none, when it is about several together."""
    return f"{variable(str(place[0]))}: " if place else ""
