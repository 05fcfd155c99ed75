"""A provider, or someone between, that lies: nobody is signed in, and the page says what to do in our own words."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from fake_provider import CLIENT, FakeProvider, half_hash, key, public_as_secret
from staff_support import begin, come_back, get, refused, with_provider
from web_support import Site

UNTRUSTED = "besto ikke kontrollen"
Both = tuple[Site, FakeProvider]


@pytest.fixture
async def both(tmp_path: Path) -> AsyncIterator[Both]:
    async with with_provider(tmp_path) as both:
        yield both


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://evil.example"},
        {"issuer": None},
        {"token_endpoint": "http://evil.example/token"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"jwks_uri": None},
        {"jwks_uri": ["https://evil.example"]},
        {"token_endpoint": "https://user:word@evil.example/"},
    ],
    ids=str,
)
async def test_a_discovery_document_that_does_not_hold_is_refused(both: Both, metadata: dict[str, Any]) -> None:
    site, provider = both
    provider.metadata = metadata
    await refused(await get(site, "/logg-inn/oidc"), 502, UNTRUSTED)


async def test_an_issuer_that_differs_by_a_slash_is_another(both: Both) -> None:
    site, provider = both
    provider.metadata = {"issuer": provider.url + "/"}
    await refused(await get(site, "/logg-inn/oidc"), 502, UNTRUSTED)


@pytest.mark.parametrize(
    ("claims", "case"),
    [
        ({"iss": "https://evil.example"}, "wrong issuer"),
        ({"iss": None}, "no issuer"),
        ({"aud": "another"}, "wrong audience"),
        ({"aud": None}, "no audience"),
        ({"aud": {CLIENT: 1}}, "audience of a wrong type"),
        ({"aud": [CLIENT, "another"]}, "several audiences without azp"),
        ({"aud": [CLIENT, "another"], "azp": "another"}, "several audiences, another azp"),
        ({"azp": "another"}, "azp of another"),
        ({"nonce": "other"}, "wrong nonce"),
        ({"nonce": None}, "no nonce"),
        ({"nonce": ["x"]}, "nonce of a wrong type"),
        ({"exp": 1_759_999_900}, "expired"),
        ({"exp": None}, "never expires"),
        ({"exp": "9999999999"}, "expiry as text"),
        ({"exp": 1e300}, "expiry beyond all time"),
        ({"exp": True}, "expiry as true"),
        ({"nbf": 1_760_000_100}, "not yet valid"),
        ({"nbf": "soon"}, "not yet valid, as text"),
        ({"iat": 1_760_000_100}, "issued in the future"),
        ({"iat": 1_759_990_000}, "issued long ago"),
        ({"iat": None}, "never issued"),
        ({"at_hash": half_hash("another")}, "hash of another access token"),
        ({"at_hash": 5}, "hash of a wrong type"),
        ({"sub": None}, "nobody"),
        ({"sub": ""}, "empty subject"),
        ({"sub": 5}, "subject of a wrong type"),
        ({"sub": "x" * 256}, "subject too long"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_an_id_token_that_says_something_wrong_is_refused(both: Both, claims: dict[str, Any], case: str) -> None:
    site, provider = both
    provider.claims |= claims
    await refused(await come_back(site, provider), 502, UNTRUSTED)


async def test_an_unsigned_token_is_refused(both: Both) -> None:
    site, provider = both
    provider.header = {"alg": "none", "kid": "first"}
    await refused(await come_back(site, provider), 502, UNTRUSTED)


async def test_a_token_signed_with_the_public_key_as_secret_is_refused(both: Both) -> None:
    site, provider = both
    provider.signing, provider.header = public_as_secret(key("RSA", "first")), {"alg": "HS256", "kid": "first"}
    await refused(await come_back(site, provider), 502, UNTRUSTED)


@pytest.mark.parametrize("kid", ["nobody", None, "", "<b>"])
async def test_an_unknown_or_missing_key_id_is_refused_where_several_keys_fit(both: Both, kid: str | None) -> None:
    site, provider = both
    provider.published = [key("RSA", "first"), key("RSA", "second")]
    provider.header = {"alg": "RS256", **({} if kid is None else {"kid": kid})}
    await refused(await come_back(site, provider), 502, UNTRUSTED)


async def test_the_signature_of_another_key_is_refused(both: Both) -> None:
    site, provider = both
    provider.signing = key("RSA", "stranger")
    await refused(await come_back(site, provider), 502, UNTRUSTED)


async def test_a_key_of_another_kind_under_the_same_id_is_refused(both: Both) -> None:
    site, provider = both
    provider.signing, provider.header = key("EC", "ec"), {"alg": "ES256", "kid": "first"}
    await refused(await come_back(site, provider), 502, UNTRUSTED)


@pytest.mark.parametrize(
    "token",
    [None, 5, "", "a.b", "a.b.c", "e30.e30.", "W10.e30.c2ln", "æ.b.c", "a" * 40_000 + ".b.c"],
    ids=lambda t: str(t)[:9],
)
async def test_what_is_no_token_is_refused(both: Both, token: Any) -> None:
    site, provider = both
    provider.token = {"id_token": token}
    await refused(await come_back(site, provider), 502, UNTRUSTED)


@pytest.mark.parametrize(
    "keys",
    ["{}", '{"keys": 5}', '{"keys": [5, {"kty": "RSA"}, {"kty": "oct", "k": "YQ"}]}', "[]", "<html>", '{"keys": NaN}'],
)
async def test_keys_that_are_none_are_refused(both: Both, keys: str) -> None:
    site, provider = both
    provider.answers["/keys"] = web.Response(text=keys)
    await refused(await come_back(site, provider), 502, UNTRUSTED)


@pytest.mark.parametrize("status", [400, 401, 404])
async def test_a_token_endpoint_that_refuses_is_said_to(both: Both, status: int) -> None:
    site, provider = both
    query = provider.consent(await begin(site))
    provider.answers["/token"] = web.json_response(
        {"error": "invalid_client", "error_description": "<i>x"}, status=status
    )
    text = await refused(await get(site, "/logg-inn/retur", params=query), 502, "avviste forespørselen")
    assert "<i>" not in text


@pytest.mark.parametrize("state", ["", "forged", "x" * 5000, "\x00", "æøå"])
async def test_a_missing_or_forged_state_is_refused_before_the_provider_is_asked(both: Both, state: str) -> None:
    site, provider = both
    provider.consent(await begin(site))
    await refused(await get(site, "/logg-inn/retur", params={"code": "a-code", "state": state}), 400, "på nytt her")
    assert provider.forms == []


async def test_a_callback_works_once(both: Both) -> None:
    site, provider = both
    query = provider.consent(await begin(site))
    cookies = {each.key: each.value for each in site.client.session.cookie_jar}
    assert (await get(site, "/logg-inn/retur", params=query)).status == 303
    await refused(await get(site, "/logg-inn/retur", params=query, cookies=cookies), 400, "er brukt")
    assert len(provider.forms) == 1


async def test_a_callback_that_failed_cannot_be_tried_again(both: Both) -> None:
    site, provider = both
    query = provider.consent(await begin(site))
    cookies = {each.key: each.value for each in site.client.session.cookie_jar}
    await refused(await get(site, "/logg-inn/retur", params={"state": query["state"]}), 502)
    await refused(await get(site, "/logg-inn/retur", params=query, cookies=cookies), 400)
    assert provider.forms == []


async def test_a_sign_in_must_be_done_within_ten_minutes(both: Both) -> None:
    site, provider = both
    query = provider.consent(await begin(site))
    site.clock.now += 600
    await refused(await get(site, "/logg-inn/retur", params=query), 400, "innen ti minutter")


async def test_the_providers_own_words_are_never_shown(both: Both) -> None:
    site, provider = both
    query = provider.consent(await begin(site), error="access_denied", error_description="<script>alert(1)</script>")
    text = await refused(await get(site, "/logg-inn/retur", params=query), 403, "avbrutt hos innloggingstjenesten")
    assert "alert(1)" not in text
    assert query["state"] not in text
    query = provider.consent(await begin(site), error="server_error<b>")
    assert "<b>" not in await refused(await get(site, "/logg-inn/retur", params=query), 502, "avviste")


@pytest.mark.parametrize("iss", ["https://evil.example", ""])
async def test_an_answer_that_names_another_issuer_is_refused(both: Both, iss: str) -> None:
    site, provider = both
    await refused(await come_back(site, provider, iss=iss), 502, UNTRUSTED)
    assert provider.forms == []


async def test_an_answer_without_the_issuer_that_was_promised_is_refused(both: Both) -> None:
    site, provider = both
    provider.metadata = {"authorization_response_iss_parameter_supported": True}
    await refused(await come_back(site, provider), 502, UNTRUSTED)


@pytest.mark.parametrize(
    "roles", [5, True, None, {"Innsyn": 1}, [["Styr"]], [{"x": "Styr"}], "Innsyn Styr", "styr", ""], ids=str
)
async def test_a_role_claim_of_a_wrong_type_gives_no_role(both: Both, roles: Any) -> None:
    site, provider = both
    provider.claims["roles"] = roles
    await refused(await come_back(site, provider), 403, "du har ikke tilgang")


async def test_the_log_has_no_text_of_the_provider_or_the_person(both: Both, caplog: pytest.LogCaptureFixture) -> None:
    site, provider = both
    provider.claims |= {"sub": "secret-subject", "name": "Secret Name", "aud": "secret-audience"}
    with caplog.at_level("DEBUG", logger="assistant"):
        await come_back(site, provider, iss=provider.url)
    assert "page=untrusted why=claim:aud" in caplog.text
    assert "secret" not in caplog.text.lower()
