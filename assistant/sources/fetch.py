"""Fetches documents from publishers: only from hosts on the list, only what robots.txt allows, never without limits."""

from __future__ import annotations

from dataclasses import dataclass
from types import TracebackType

from yarl import URL

from assistant.sources import robots
from assistant.sources.failures import FetchFailed, FetchRefused
from assistant.sources.policy import Policy
from assistant.sources.transport import REDIRECTS, Answer, Budget, Transport, Wanted
from knowledge.remarks import remark

_LONGEST_VALIDATOR = 500  # characters
_PERMANENT = frozenset({301, 308})


@dataclass(frozen=True)
class Validators:
    """What a server said of the version that is already here; "" for what it did not say."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True)
class Fetched:
    """An answer.

    Attributes:
        data: The document, decompressed; empty when `status` is 304.
        content_type: The media type in lower case, with its charset where the server names one; "" when it says none.
        final_url: The address that answered, after all redirects.
        etag: As the server wrote it, for `Validators`.
        last_modified: As the server wrote it, for `Validators`.
        status: 200, or 304 when the version that is already here still holds.
        moved_to: The address that permanent redirects lead to, where there are any; "" otherwise.
    """

    data: bytes
    content_type: str
    final_url: str
    etag: str
    last_modified: str
    status: int
    moved_to: str = ""


class Fetcher:
    """Fetches for one run: robots.txt is read once for each site, and no host is asked two things at once.

    Use it as `async with Fetcher(policy) as fetcher`.
    """

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._rules: dict[URL, robots.Rules | FetchFailed] = {}
        self._transport = Transport(policy)

    async def __aenter__(self) -> Fetcher:
        await self._transport.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._transport.__aexit__(kind, error, trace)

    async def fetch(self, address: str, known: Validators | None = None) -> Fetched:
        """The document at an address.

        Args:
            address: An https address.
            known: What the server said of the version that is here; then 304 may be the answer.

        Raises:
            FetchRefused: A rule forbids it, there or at a place that it redirects to.
            FetchFailed: The network or the server failed, or there is no such page (`status` 404, 410).
        """
        budget = Budget(self._policy.total_seconds)
        url = self._policy.check(address)
        moved, permanent = "", True
        for _ in range(self._policy.max_redirects + 1):
            rules = await self._check_robots(url, budget)
            wanted = self._document(known or Validators())
            answer = await self._transport.ask(url, wanted, budget, rules.delay_seconds)
            if answer.status not in REDIRECTS:
                return _fetched(url, answer, moved)
            url = self._next(url, answer)
            permanent = permanent and answer.status in _PERMANENT
            moved = str(url) if permanent else moved
        raise _too_many_redirects(address, self._policy.max_redirects)

    def _document(self, known: Validators) -> Wanted:
        conditions = (("If-None-Match", known.etag), ("If-Modified-Since", known.last_modified))
        accepted = ", ".join(sorted(self._policy.media_types - {"application/octet-stream"}))
        headers = (("Accept", f"{accepted}, */*;q=0.1"), *(pair for pair in conditions if pair[1]))
        return Wanted(
            self._policy.max_bytes,
            self._policy.media_types,
            headers,
            conditional=bool(known.etag or known.last_modified),
        )

    def _next(self, url: URL, answer: Answer) -> URL:
        """The checked address that an answer redirects to."""
        location = answer.headers.get("Location", "")
        if not location:
            raise FetchFailed(
                f"{url} redirects, but does not say where to. Try again later.",
                remark("leads_nowhere", url=url),
                status=answer.status,
            )
        try:
            target = url.join(URL(location))
        except ValueError:
            raise FetchRefused(
                "address",
                f"{url} redirects to {location[:200]!r}, which is no web address.",
                remark("leads_nowhere", url=url),
            ) from None
        try:
            return self._policy.check(target)
        except FetchRefused as refused:
            raise FetchRefused(
                refused.reason,
                f"{url} redirects to another place. {refused}",
                remark("redirected", url=url),
                *refused.told,
            ) from None

    async def _check_robots(self, url: URL, budget: Budget) -> robots.Rules:
        """Refuse what the site's robots.txt closes; a site whose robots.txt fails is left alone for now."""
        site = url.origin()
        if site not in self._rules:
            try:
                self._rules[site] = await self._read_robots(site, budget)
            except FetchFailed as failed:
                self._rules[site] = failed
        rules = self._rules[site]
        if isinstance(rules, FetchFailed):
            raise FetchFailed(
                f"{site}/robots.txt is needed before anything else there may be read. {rules}",
                remark("robots_first", site=site),
                *rules.told,
            )
        if not rules.allows(url.raw_path_qs):
            raise FetchRefused(
                "robots",
                f"{site}/robots.txt does not let programs read {url.raw_path}. "
                "Read it in a browser, save it as a file and ingest the file.",
                remark("robots", site=site),
            )
        return rules

    async def _read_robots(self, site: URL, budget: Budget) -> robots.Rules:
        url = site.with_path("/robots.txt")
        wanted = Wanted(robots.MAX_BYTES, cut=True)
        for _ in range(self._policy.max_redirects + 1):
            try:
                answer = await self._transport.ask(url, wanted, budget)
            except FetchFailed as failed:
                if failed.status is not None and 400 <= failed.status < 500:
                    return robots.Rules()
                raise
            if answer.status not in REDIRECTS:
                return robots.parse(answer.body.decode("utf-8", "replace"), self._policy.agent.split("/")[0])
            url = self._next(url, answer)
        raise _too_many_redirects(f"{site}/robots.txt", self._policy.max_redirects)


async def fetch(url: str, policy: Policy, known: Validators | None = None) -> Fetched:
    """One document by itself; for several, a `Fetcher` reads each robots.txt only once.

    Raises:
        FetchRefused: A rule forbids it.
        FetchFailed: The network or the server failed, or there is no such page.
    """
    async with Fetcher(policy) as fetcher:
        return await fetcher.fetch(url, known)


def _fetched(url: URL, answer: Answer, moved_to: str) -> Fetched:
    headers = answer.headers
    return Fetched(
        data=answer.body,
        content_type=headers.get("Content-Type", "").encode("ascii", "ignore").decode().strip().lower()[:200],
        final_url=str(url),
        etag=_validator(headers.get("ETag", "")),
        last_modified=_validator(headers.get("Last-Modified", "")),
        status=answer.status,
        moved_to=moved_to,
    )


def _validator(value: str) -> str:
    return value if len(value) <= _LONGEST_VALIDATOR and value.isprintable() else ""


def _too_many_redirects(address: str, most: int) -> FetchRefused:
    told = remark("redirects", most=most)
    return FetchRefused(
        "redirects", f"{address} redirects more than {most} times, so it leads nowhere. Check it.", told
    )
