"""`veileder doctor`: the machine and the settings."""

from __future__ import annotations

import dataclasses
import sys
import zoneinfo
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace

import pytest
from doctor_support import NOW, bad, good, installation, only

from assistant.doctor import configuration, machine


def test_a_python_that_the_packages_are_not_made_for_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good(machine.python(installation(tmp_path)))
    monkeypatch.setattr(sys, "version_info", (3, 13, 0))
    bad(machine.python(installation(tmp_path)), "error", "3.13.0", "make setup")


LOCK = """
[[package]]
name = "tilskuddsveilederen"
source = { editable = "." }
dependencies = [{ name = "pydantic" }, { name = "not-there-at-all" }]

[[package]]
name = "pydantic"
version = "0.0.1"
"""


def test_packages_that_differ_from_the_lock_are_named(tmp_path: Path) -> None:
    lock = tmp_path / "uv.lock"
    places = {"lock": lock}
    good(machine.packages(installation(tmp_path, places=places)))  # no lock: nothing to compare
    lock.write_text(LOCK)
    bad(machine.packages(installation(tmp_path, places=places)), "error", "not-there-at-all", "make setup")
    bad(machine.packages(installation(tmp_path, places=places)), "error", "pydantic", "0.0.1")


def test_old_packages_that_another_brings_along_are_not_what_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    brought = tmp_path / "vendor" / "pydantic-0.0.1.dist-info"
    brought.mkdir(parents=True)
    (brought / "METADATA").write_text("Metadata-Version: 2.1\nName: pydantic\nVersion: 0.0.1\n")
    lock = tmp_path / "uv.lock"
    lock.write_text(LOCK.replace("0.0.1", version("pydantic")).replace(', { name = "not-there-at-all" }', ""))
    monkeypatch.syspath_prepend(brought.parent)
    bad(machine.packages(installation(tmp_path, places={"lock": lock})), "error", "pydantic", "0.0.1")
    sys.path.append(sys.path.pop(0))  # last, where setuptools puts its own
    good(machine.packages(installation(tmp_path, places={"lock": lock})))


def test_a_pretended_day_a_wrong_clock_and_another_time_zone_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good(machine.clock(installation(tmp_path)))
    bad(machine.clock(installation(tmp_path, today="2025-02-01")), "warning", "VEILEDER_TODAY", "2025-02-01")
    bad(machine.clock(installation(tmp_path, now=NOW.replace(year=1999))), "error", "1999", "timedatectl")
    tokyo = NOW.astimezone(zoneinfo.ZoneInfo("Asia/Tokyo"))
    bad(machine.clock(installation(tmp_path, now=tokyo)), "warning", "JST", "TZ=Europe/Oslo")

    def missing(name: str) -> None:
        raise zoneinfo.ZoneInfoNotFoundError(name)

    monkeypatch.setattr(machine, "ZoneInfo", missing)
    bad(machine.clock(installation(tmp_path)), "error", "tzdata")


def test_little_memory_is_a_warning(tmp_path: Path) -> None:
    told = tmp_path / "meminfo"
    told.write_text("MemTotal: 8000000 kB\nMemAvailable:    4000000 kB\n")
    good(machine.memory(installation(tmp_path, places={"memory": told})))
    told.write_text("MemTotal: 8000000 kB\nMemAvailable:    100000 kB\n")
    bad(machine.memory(installation(tmp_path, places={"memory": told})), "warning", "0.1 GiB")
    good(machine.memory(installation(tmp_path, places={"memory": tmp_path / "none"})))


@pytest.mark.parametrize(("free", "result"), [(50 * 1024**3, "ok"), (1024**3, "warning"), (1024**2, "error")])
def test_a_disk_that_fills_up_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, result: str) -> None:
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    assert only(machine.disk(installation(tmp_path / "not" / "there"))).result == result


def test_settings_that_cannot_be_read_name_the_variable() -> None:
    settings, finding = configuration.readable({"VEILEDER_PORT": "http"})
    assert settings is None
    assert finding.result == "error"
    assert "VEILEDER_PORT" in finding.why
    assert "docs/settings.md" in finding.remedy
    settings, finding = configuration.readable({"VEILEDER_PORT": "80"})
    assert settings is not None and finding.result == "ok"


def test_a_misspelt_variable_is_told_with_what_it_may_have_meant(tmp_path: Path) -> None:
    found = installation(tmp_path)
    good(configuration.names(found))
    wrong = dataclasses.replace(found, environ={"VEILEDER_TRUSTED_PROXY": "x", "OTHER": "y"})
    bad(configuration.names(wrong), "warning", "VEILEDER_TRUSTED_PROXY is no setting", "VEILEDER_TRUSTED_PROXIES")


def test_a_public_address_without_a_trusted_proxy_is_a_warning(tmp_path: Path) -> None:
    good(configuration.proxy(installation(tmp_path)))
    behind = {"public_url": "https://veileder.example.no", "trusted_proxies": "127.0.0.1/32"}
    good(configuration.proxy(installation(tmp_path, **behind)))
    alone = {"public_url": "https://veileder.example.no"}
    bad(configuration.proxy(installation(tmp_path, **alone)), "warning", "none is trusted", "VEILEDER_TRUSTED_PROXIES")
    bad(configuration.proxy(installation(tmp_path, host="0.0.0.0")), "warning", "0.0.0.0", "open to the network")
    plain = {"public_url": "http://veileder.example.no", "trusted_proxies": "127.0.0.1/32"}
    bad(configuration.proxy(installation(tmp_path, **plain)), "warning", "without encryption", "https")
    nameless = {"trusted_proxies": "127.0.0.1/32"}
    bad(configuration.proxy(installation(tmp_path, **nameless)), "warning", "VEILEDER_PUBLIC_URL")


def test_an_unencrypted_site_that_may_call_the_api_is_a_warning(tmp_path: Path) -> None:
    good(configuration.cors(installation(tmp_path)))
    good(configuration.cors(installation(tmp_path, cors_origins="https://a.no,http://localhost:3000")))
    bad(configuration.cors(installation(tmp_path, cors_origins="http://a.no")), "warning", "http://a.no")


def test_a_controller_that_is_not_named_is_a_warning(tmp_path: Path) -> None:
    bad(configuration.controller(installation(tmp_path)), "warning", "/personvern", "VEILEDER_CONTROLLER_NAME")
    named = {"controller_name": "Statsforvalteren", "controller_contact": "post@example.no"}
    good(configuration.controller(installation(tmp_path, **named)))


def test_hours_of_an_office_that_does_not_exist_are_an_error(tmp_path: Path) -> None:
    good(configuration.opening_hours(installation(tmp_path)))
    good(configuration.opening_hours(installation(tmp_path, opening_hours="TL mon-fri 08:00-15:00")))
    wrong = installation(tmp_path, opening_hours="XX mon-fri 08:00-15:00")
    bad(configuration.opening_hours(wrong), "error", "no office 'XX'", "VEILEDER_OPENING_HOURS")


def test_tracing_without_its_packages_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good(configuration.tracing(installation(tmp_path)))
    on = installation(tmp_path, tracing_endpoint="http://127.0.0.1:4318/v1/traces")
    monkeypatch.setattr(configuration, "find_spec", lambda _: object())
    good(configuration.tracing(on))
    monkeypatch.setattr(configuration, "find_spec", lambda _: None)
    bad(configuration.tracing(on), "error", "does not start", "--extra tracing")
