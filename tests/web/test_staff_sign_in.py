"""Staff sign in with an OpenID Connect provider that tells the truth, and end where they meant to go."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import pytest
from fake_provider import CLIENT, SECRET, FakeProvider, half_hash, key
from staff_support import another_browser, begin, come_back, get, refused, with_provider
from web_support import Site
from yarl import URL

from assistant.staff.guard import COOKIE
from assistant.staff.identity import Role


@pytest.fixture
def overrides() -> dict[str, Any]:
    return {}


@pytest.fixture
async def both(tmp_path: Path, overrides: dict[str, Any]) -> AsyncIterator[tuple[Site, FakeProvider]]:
    async with with_provider(tmp_path, **overrides) as both:
        yield both


@pytest.mark.parametrize(
    ("roles", "role"),
    [
        ("Innsyn", Role.READER),
        (["Rediger"], Role.EDITOR),
        (["Innsyn", "Styr"], Role.ADMIN),
        (["Toppleder", "Ukjent"], Role.ADMIN),
    ],
)
async def test_a_person_gets_the_highest_role_of_their_claim(
    both: tuple[Site, FakeProvider], roles: Any, role: Role
) -> None:
    site, provider = both
    provider.claims["roles"] = roles
    response = await come_back(site, provider)
    assert response.status == 303, await response.text()
    member = await site.stores.staff.find(response.cookies[COOKIE].value)
    assert member is not None
    assert (member.name, member.role, member.subject) == ("Kari Nordmann", role, f"{provider.url}|kari-1")


async def test_the_request_to_the_provider_has_what_the_flow_needs(both: tuple[Site, FakeProvider]) -> None:
    site, provider = both
    url = URL(await begin(site, lang="nn"))
    assert str(url.with_query(None)) == f"{provider.url}/authorize"
    query = dict(url.query)
    assert query["redirect_uri"] == str(site.client.make_url("/logg-inn/retur"))
    assert [query.pop(name) for name in ("state", "nonce", "code_challenge")] != ["", "", ""]
    fixed = {name: query[name] for name in query if name != "redirect_uri"}
    assert fixed == {
        "response_type": "code",
        "client_id": CLIENT,
        "scope": "openid profile",
        "code_challenge_method": "S256",
        "ui_locales": "nn",
    }


@pytest.mark.parametrize(
    ("alg", "kind", "kid"), [("PS256", "RSA", "first"), ("ES256", "EC", "ec"), ("EdDSA", "OKP", "okp")]
)
async def test_every_allowed_algorithm_works(both: tuple[Site, FakeProvider], alg: str, kind: str, kid: str) -> None:
    site, provider = both
    provider.signing, provider.header = key(kind, kid), {"alg": alg, "kid": kid}
    assert (await come_back(site, provider)).status == 303


async def test_the_optional_claims_are_accepted_when_they_hold(both: tuple[Site, FakeProvider]) -> None:
    site, provider = both
    provider.claims |= {"aud": [CLIENT, "other"], "azp": CLIENT, "at_hash": half_hash("access"), "nbf": 1}
    provider.metadata = {"authorization_response_iss_parameter_supported": True}
    assert (await come_back(site, provider, iss=provider.url)).status == 303


async def test_a_new_key_of_the_provider_is_fetched_once_and_not_again_within_a_minute(
    both: tuple[Site, FakeProvider],
) -> None:
    site, provider = both
    assert (await come_back(site, provider)).status == 303
    provider.published, provider.signing = [key("RSA", "second")], key("RSA", "second")
    provider.header = {"alg": "RS256", "kid": "second"}
    assert (await come_back(site, provider)).status == 303
    assert provider.calls.count("/keys") == 2
    provider.header = {"alg": "RS256", "kid": "third"}
    for _ in range(3):
        await refused(await come_back(site, provider), 502)
    assert provider.calls.count("/keys") == 2
    assert provider.calls.count("/.well-known/openid-configuration") == 1


class TestWithASecret:
    @pytest.fixture
    def overrides(self) -> dict[str, Any]:
        return {"oidc_client_secret": SECRET}

    async def test_it_goes_in_the_header_form_encoded(self, both: tuple[Site, FakeProvider]) -> None:
        site, provider = both
        assert (await come_back(site, provider)).status == 303
        given = base64.b64decode(provider.headers[0]["Authorization"].removeprefix("Basic ")).decode()
        assert given == f"{CLIENT}:{quote_plus(SECRET)}"
        assert "client_secret" not in provider.forms[0]

    async def test_it_goes_in_the_form_where_the_provider_takes_only_that(
        self, both: tuple[Site, FakeProvider]
    ) -> None:
        site, provider = both
        provider.metadata = {"token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt"]}
        assert (await come_back(site, provider)).status == 303
        assert provider.forms[0]["client_secret"] == SECRET
        assert "Authorization" not in provider.headers[0]


class TestLikeAnsattporten:
    @pytest.fixture
    def overrides(self) -> dict[str, Any]:
        return {
            "oidc_acr_values": "substantial high",
            "oidc_authorization_details": '[{"type": "ansattporten:altinn:resource", "resource": "urn:altinn:resource:v"}]',
            "oidc_role_claim": "authorization_details.authorized_parties.resource+orgno.ID",
            "oidc_editors": "v+0192:987464291",
            "oidc_name_claim": "given_name+family_name",
        }

    def _vouch(self, provider: FakeProvider, *parties: tuple[str, str]) -> None:
        listed = [{"resource": resource, "orgno": {"ID": org}} for resource, org in parties]
        details = [{"type": "ansattporten:altinn:resource", "authorized_parties": listed}]
        provider.claims = {"sub": "1", "acr": "high", "given_name": "Kari", "family_name": "Moe"}
        provider.claims["authorization_details"] = details

    async def test_the_right_in_the_organisation_gives_the_role(self, both: tuple[Site, FakeProvider]) -> None:
        site, provider = both
        self._vouch(provider, ("v", "0192:111111111"), ("v", "0192:987464291"))
        response = await come_back(site, provider)
        member = await site.stores.staff.find(response.cookies[COOKIE].value)
        assert member is not None
        assert (member.name, member.role) == ("Kari Moe", Role.EDITOR)
        assert provider.asked["acr_values"] == "substantial high"
        assert "urn:altinn:resource:v" in provider.asked["authorization_details"]

    async def test_a_right_elsewhere_is_not_joined_with_the_organisation(self, both: tuple[Site, FakeProvider]) -> None:
        site, provider = both
        self._vouch(provider, ("v", "0192:111111111"), ("other", "0192:987464291"))
        await refused(await come_back(site, provider), 403, "du har ikke tilgang")

    async def test_a_lower_level_than_asked_for_is_refused(self, both: tuple[Site, FakeProvider]) -> None:
        site, provider = both
        self._vouch(provider, ("v", "0192:987464291"))
        provider.claims["acr"] = "low"
        await refused(await come_back(site, provider), 502)


async def test_who_has_no_role_is_told_so_and_gets_no_session(both: tuple[Site, FakeProvider]) -> None:
    site, provider = both
    provider.claims["roles"] = ["Ukjent"]
    provider.metadata = {"end_session_endpoint": f"{provider.url}/end"}
    text = await refused(await come_back(site, provider), 403, "du har ikke tilgang", "Be den som styrer tilgangene")
    assert f"{provider.url}/end?client_id={CLIENT}" in text


async def test_who_has_signed_out_is_shown_the_providers_way_out_also_by_a_process_that_signed_nobody_in(
    both: tuple[Site, FakeProvider],
) -> None:
    site, provider = both
    provider.metadata = {"end_session_endpoint": f"{provider.url}/end"}
    assert f"{provider.url}/end?client_id={CLIENT}" in await (await get(site, "/logg-inn", params={"ut": "1"})).text()


@pytest.mark.parametrize("name", [None, "", 5, {"x": 1}, " \u200b\n"])
async def test_a_person_without_a_name_can_still_be_told_apart(both: tuple[Site, FakeProvider], name: Any) -> None:
    site, provider = both
    provider.claims["name"] = name
    response = await come_back(site, provider)
    member = await site.stores.staff.find(response.cookies[COOKIE].value)
    assert member is not None
    assert member.name.startswith("Uten navn (")
    assert "kari-1" not in member.name


async def test_a_name_with_markup_is_shown_as_text(both: tuple[Site, FakeProvider]) -> None:
    site, provider = both
    provider.claims["name"] = "<script>alert(1)</script>\n" + "x" * 500
    await come_back(site, provider)
    page = await (await get(site, "/logg-inn")).text()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


@pytest.mark.parametrize("lang", ["nb", "nn"])
async def test_one_comes_back_to_the_page_that_was_asked_for(both: tuple[Site, FakeProvider], lang: str) -> None:
    site, provider = both
    first = await get(site, f"/logg?hvem=Åse+%26+Ola&lang={lang}")
    assert first.status == 303
    page = await (await get(site, first.headers["Location"])).text()
    assert f'<html lang="{lang}">' in page
    way = page.split('class="ds-button" href="')[1].split('"')[0].replace("&amp;", "&")
    provider.claims["roles"] = ["Styr"]
    query = provider.consent((await get(site, way)).headers["Location"])
    done = await get(site, "/logg-inn/retur", params=query)
    assert URL(done.headers["Location"]) == URL(f"/logg?hvem=Åse+%26+Ola&lang={lang}")
    assert (await get(site, done.headers["Location"])).status == 200


@pytest.mark.parametrize(
    "til",
    [
        "https://evil.example/", "//evil.example/", "/\\evil.example", "\\\\evil.example", "/\t/evil.example",
        "javascript:alert(1)", "/.//evil.example", " //evil.example", "/logg-ut", "evil", "/" + "a" * 3000, "/\u2028//x",
    ],
)  # fmt: skip
async def test_the_way_back_never_leads_elsewhere(both: tuple[Site, FakeProvider], til: str) -> None:
    site, provider = both
    query = provider.consent(await begin(site, til=til))
    done = await get(site, "/logg-inn/retur", params=query)
    where = site.client.make_url("/").join(URL(done.headers["Location"]))
    assert where.origin() == site.client.make_url("/").origin()
    assert not done.headers["Location"].startswith(("//", "/\\"))


async def test_two_tabs_can_sign_in_side_by_side(both: tuple[Site, FakeProvider]) -> None:
    site, provider = both
    first, second = await begin(site, til="/logg"), await begin(site, til="/innboks")
    for url, path in ((first, "/logg"), (second, "/innboks")):
        done = await get(site, "/logg-inn/retur", params=provider.consent(url))
        assert (done.status, done.headers["Location"]) == (303, path)


async def test_signing_in_makes_a_new_session_and_ends_the_one_that_was_planted(
    both: tuple[Site, FakeProvider],
) -> None:
    site, provider = both
    planted = await site.stores.staff.begin("x|1", "Angriper", Role.READER)
    site.client.session.cookie_jar.update_cookies({COOKIE: planted}, site.client.make_url("/"))
    response = await come_back(site, provider)
    assert response.cookies[COOKIE].value != planted
    assert await site.stores.staff.find(planted) is None


async def test_a_sign_in_of_another_browser_is_not_accepted(both: tuple[Site, FakeProvider]) -> None:
    site, provider = both
    query = provider.consent(await begin(site))
    async with another_browser() as other:
        url = site.client.make_url("/logg-inn/retur").with_query(query)
        await refused(await other.get(url, allow_redirects=False), 400, "startet i en annen nettleser")
    assert (await get(site, "/logg-inn/retur", params=query)).status == 303, "the rightful browser is not locked out"
