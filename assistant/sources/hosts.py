"""Which hosts sources may be fetched from."""

from __future__ import annotations

import re

_HOST = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")
DEFAULT_HOSTS = (
    "bufdir.no",
    "dibk.no",
    "enova.no",
    "fhi.no",
    "helsedirektoratet.no",
    "hkdir.no",
    "husbanken.no",
    "imdi.no",
    "kulturdirektoratet.no",
    "landbruksdirektoratet.no",
    "lottstift.no",
    "miljodirektoratet.no",
    "nve.no",
    "regjeringen.no",
    "riksantikvaren.no",
    "sametinget.no",
    "statsforvalteren.no",
    "udir.no",
)
"""Public publishers of Norwegian grant schemes."""


def check_hosts(hosts: tuple[str, ...]) -> tuple[str, ...]:
    """The hosts, if each is a name with a dot: no address, no port, no star.

    Raises:
        ValueError: One is not.
    """
    for host in hosts:
        if not _HOST.fullmatch(host):
            raise ValueError("each host must look like example.no: lower case, no https://, no port and no *")
    return hosts
