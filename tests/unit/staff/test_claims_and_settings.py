"""What claims say about a person, and a configuration that is whole or not there."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.settings import Settings, SettingsError
from assistant.staff.claims import combined, name, subject
from assistant.staff.ways import local_path

WHOLE = {
    "VEILEDER_OIDC_ISSUER": "https://id.example.no",
    "VEILEDER_OIDC_CLIENT_ID": "veilederen",
    "VEILEDER_OIDC_EDITORS": "Rediger, Skriv",
}


@pytest.mark.parametrize(
    ("path", "claims", "found"),
    [
        ("roles", {"roles": "a"}, ["a"]),
        ("roles", {"roles": ["a", 1, None, "b", {"c": "d"}]}, ["a", "b"]),
        ("realm.roles", {"realm": {"roles": ["a"]}}, ["a"]),
        ("https://x.no/roles", {"https://x.no/roles": ["a"]}, ["a"]),
        ("a.b.c", {"a": [{"b": [{"c": "1"}, {"c": "2"}]}, {"b": {"c": ["3"]}}]}, ["1", "2", "3"]),
        ("a.b+c", {"a": [{"b": "1", "c": "2"}, {"b": "3"}, {"c": "4"}]}, ["1+2"]),
        ("a.b+c.d", {"a": {"b": ["1", "2"], "c": {"d": "3"}}}, ["1+3", "2+3"]),
        ("roles", {"roles": [["a"]]}, []),
        ("a.b", {"a": "b"}, []),
        ("", {"a": "b"}, []),
        ("roles", {}, []),
    ],
)
def test_a_path_finds_the_strings_and_nothing_else(path: str, claims: dict[str, Any], found: list[str]) -> None:
    assert list(combined(claims, path, joint="+")) == found


def test_a_name_is_one_line_without_what_cannot_be_seen() -> None:
    assert name({"name": " Kari\n\u202eNordmann\x00 "}, "name") == "Kari Nordmann"
    assert len(name({"name": "x" * 999}, "name")) == 200
    assert name({"given": "Kari", "family": "Moe"}, "given+family") == "Kari Moe"
    assert name({"given": "Kari"}, "given+family") == ""


def test_a_subject_belongs_to_its_issuer() -> None:
    assert subject("https://a.no", {"sub": "1"}) != subject("https://b.no", {"sub": "1"})


def test_a_whole_configuration_is_read() -> None:
    settings = Settings.from_env(WHOLE)
    assert settings.has_oidc
    assert settings.oidc_editors == ("Rediger", "Skriv")
    assert not Settings().has_oidc


@pytest.mark.parametrize("missing", WHOLE)
def test_half_a_configuration_names_what_is_missing(missing: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_env({key: value for key, value in WHOLE.items() if key != missing})
    assert missing in str(caught.value)
    assert not [key for key in WHOLE if key != missing and key in str(caught.value) and "EDITORS" not in key]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("ISSUER", "http://id.example.no"),
        ("ISSUER", "id.example.no"),
        ("ISSUER", "https://user:word@id.example.no"),
        ("ISSUER", "https://id.example.no#x"),
        ("ISSUER", " https://id.example.no"),
        ("SCOPE", "profile"),
        ("AUTHORIZATION_DETAILS", "{}"),
        ("AUTHORIZATION_DETAILS", "not JSON"),
    ],
)
def test_a_value_that_cannot_be_used_names_its_variable(key: str, value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_env({**WHOLE, f"VEILEDER_OIDC_{key}": value})
    assert f"VEILEDER_OIDC_{key}" in str(caught.value)


@pytest.mark.parametrize("extra", ["CLIENT_SECRET", "ACR_VALUES"])
def test_a_secret_alone_is_half_a_configuration_and_is_not_shown(extra: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_env({f"VEILEDER_OIDC_{extra}": "very-secret"})
    assert "VEILEDER_OIDC_ISSUER" in str(caught.value)
    assert "very-secret" not in str(caught.value)


@pytest.mark.parametrize("issuer", ["http://127.0.0.1:9000", "http://localhost", "http://[::1]:1/x", "https://a.no/b/"])
def test_an_issuer_is_https_or_on_this_machine(issuer: str) -> None:
    assert Settings.from_env({**WHOLE, "VEILEDER_OIDC_ISSUER": issuer}).oidc_issuer == issuer


@pytest.mark.parametrize("path", ["/logg", "/logg?hvem=%C3%85se&lang=nn", "/a/b"])
def test_a_path_of_this_service_is_kept(path: str) -> None:
    assert local_path(path) == path


@pytest.mark.parametrize("path", ["", "a", "//a.no", "/\\a.no", "https://a.no", "/a\n", "/\x00", "/logg-inn/retur?x"])
def test_what_could_lead_elsewhere_becomes_the_sign_in_page(path: str) -> None:
    assert local_path(path) == "/logg-inn"
