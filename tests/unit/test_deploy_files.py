"""The files in deploy/ name settings that exist, keep secrets in files, and hand them over."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from assistant.settings import Settings, variable

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
OF_THE_FILES = {"VEILEDER_DOMAIN", "VEILEDER_UPSTREAMS"}  # read by Caddy and compose, not by the service
SHARED = {"VEILEDER_REDIS_URL"}


def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = YAML(typ="safe").load((DEPLOY / "compose.yml").read_text(encoding="utf-8"))
    return loaded


@pytest.mark.parametrize("path", sorted(p for p in DEPLOY.iterdir() if p.is_file()), ids=lambda path: path.name)
def test_every_setting_that_is_named_exists(path: Path) -> None:
    known = {variable(name) for name in Settings.model_fields} | OF_THE_FILES | SHARED
    assert set(re.findall(r"VEILEDER_[A-Z_]*[A-Z]", path.read_text(encoding="utf-8"))) <= known


def test_no_container_may_write_or_gain_rights_where_it_need_not() -> None:
    for name, service in compose()["services"].items():
        assert service["read_only"] is True, name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        if name.startswith("veileder"):
            assert service["ulimits"] == {"core": 0}, f"{name}: a dump would hold what people write"
        assert ("ports" in service) == (name == "caddy"), f"{name}: only the proxy is open to the network"


def test_secrets_are_files_and_stand_in_no_environment() -> None:
    given = compose()
    secret = {variable(name) for name in Settings.model_fields if "secret" in name} | {"VEILEDER_DATABASE_URL"}
    for service in given["services"].values():
        assert not secret & set(service.get("environment", {}))
    assert all("file" in value for value in given["secrets"].values())


HARDENED = {
    "NoNewPrivileges=true",
    "LimitCORE=0",
    "CapabilityBoundingSet=",
    "AmbientCapabilities=",
    "ProtectSystem=strict",
    "ProtectHome=true",
    "PrivateTmp=true",
    "PrivateDevices=true",
    "PrivateUsers=true",
    "ProtectProc=invisible",
    "ProtectKernelTunables=true",
    "ProtectKernelModules=true",
    "ProtectControlGroups=true",
    "MemoryDenyWriteExecute=true",
    "LockPersonality=true",
    "RestrictNamespaces=true",
    "RestrictSUIDSGID=true",
    "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6",
    "SystemCallFilter=@system-service",
    "SystemCallFilter=~@privileged @resources",
    "UMask=0077",
    "StateDirectoryMode=0700",
    "User=veileder",
}


def test_the_unit_gives_the_service_no_more_than_its_own_folder() -> None:
    unit = (DEPLOY / "veileder@.service").read_text(encoding="utf-8").splitlines()
    assert set(unit) >= HARDENED
    assert not [line for line in unit if line.startswith(("ReadWritePaths=", "BindPaths="))]


def _directives(name: str) -> set[str]:
    lines = (DEPLOY / name).read_text(encoding="utf-8").splitlines()
    return {" ".join(line.partition("#")[0].split()) for line in lines}


def test_the_proxies_make_the_id_of_a_request_themselves() -> None:
    assert "proxy_set_header X-Request-Id $request_id;" in _directives("nginx.conf")
    assert "header_up X-Request-Id {http.request.uuid}" in _directives("Caddyfile")


def test_no_location_of_nginx_drops_the_headers_that_the_server_sets() -> None:
    """A location with a proxy_set_header of its own inherits none."""
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    assert [block for block in re.findall(r"location[^{]*\{[^}]*\}", text) if "proxy_set_header" in block] == []


def test_the_proxies_give_up_who_sends_slowly() -> None:
    assert {"client_header_timeout 15s;", "client_body_timeout 15s;"} <= _directives("nginx.conf")
    assert {"timeouts {", "read_header 10s", "read_body 30s", "idle 2m"} <= _directives("Caddyfile")


def test_a_command_gets_the_secrets_of_a_folder_as_its_environment(tmp_path: Path) -> None:
    value = "postgresql://a:$(b) 'c' \"d\"%@host/x"
    (tmp_path / "VEILEDER_DATABASE_URL").write_text(f"{value}\n")
    (tmp_path / "OTHER").write_text("not ours")
    done = _with_secrets(tmp_path, "sh", "-c", 'printf "%s|%s" "$VEILEDER_DATABASE_URL" "${OTHER:-}"')
    assert (done.returncode, done.stdout) == (0, f"{value}|")


def test_a_secret_that_cannot_be_read_stops_the_start(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        (tmp_path / "VEILEDER_SECRET").symlink_to("/proc/self/mem")  # a file that not even root can read from its start
    else:
        (tmp_path / "VEILEDER_SECRET").touch(mode=0o000)
    assert _with_secrets(tmp_path, "echo", "started").stdout == ""


def test_without_a_folder_of_secrets_the_command_just_runs(tmp_path: Path) -> None:
    assert _with_secrets(tmp_path / "none", "echo", "started").stdout == "started\n"


def _with_secrets(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "CREDENTIALS_DIRECTORY": str(folder)}
    program = [str(DEPLOY / "with-secrets"), *command]
    return subprocess.run(program, env=environment, capture_output=True, text=True, check=False)
