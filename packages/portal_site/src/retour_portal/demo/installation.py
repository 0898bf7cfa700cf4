"""The demo's two installations on disk, and the programs that serve them."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from retour_portal.runtime.programs import installation
from retour_portal.runtime.supervisor import Program, require_free_port


class SetupFailed(Exception):
    """A step of the demo's set-up did not work; the message says where to look."""


@dataclass
class Demo:
    """``settings`` are further environment variables of the installation."""

    port: int
    store_port: int
    data_dir: Path
    store: Path
    fresh: bool = False
    scan_seconds: int = 0
    settings: dict[str, str] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def retour_url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def store_url(self) -> str:
        return f"http://localhost:{self.store_port}"

    @property
    def logs(self) -> Path:
        return self.data_dir / "logs"

    def prepare(self) -> None:
        """Make or reuse the databases; raises ``PortTaken`` or ``SetupFailed``."""
        require_free_port(self.port)
        require_free_port(self.store_port)
        if not self.store.is_dir():
            raise SetupFailed(f"There is no store at {self.store}.")
        if self.fresh and self.data_dir.exists():
            shutil.rmtree(self.data_dir)
        self.logs.mkdir(parents=True, exist_ok=True)
        stamp = self.data_dir / "prepared.json"
        version = self._version()
        known = json.loads(stamp.read_text()) if stamp.exists() else {}
        if known.get("version") == version:
            self.facts = known["facts"]
            return
        self._set_up(known.get("facts", {}))
        stamp.write_text(json.dumps({"version": version, "facts": self.facts}))

    def programs(self) -> list[Program]:
        programs = installation(port=self.port, env=self._retour_env(), logs=self.logs)
        serve = [
            sys.executable, "-m", "granian", "--interface", "wsgi",
            "--host", "127.0.0.1", "--port", str(self.store_port),
            "--workers", "1", "--blocking-threads", "4", "--no-ws",
            "store.wsgi:application",
        ]  # fmt: skip
        push = [sys.executable, "manage.py", "retour_worker"]
        for name, command in (("store", serve), ("store-worker", push)):
            programs.append(
                Program(
                    name,
                    command,
                    env=self._store_env(),
                    cwd=self.store,
                    log=self.logs / f"{name}.log",
                )
            )
        return programs

    def _set_up(self, known: dict[str, Any]) -> None:
        with _step("Setting up Retour and the store's database"):
            # The store's needs no word from Retour, so both are made at once.
            store = self._start("store-setup", ["manage.py", "setup_store"])
            self._run("retour-setup", ["-m", "retour_portal", "prepare"])
            _finish(store, self.logs / "store-setup.log")
        with _step("Three brands, their portals and an order shipped elsewhere"):
            self._run(
                "seed",
                [
                    "-m", "retour_portal.demo.seed", "--port", str(self.port),
                    "--store-url", self.store_url, "--known", json.dumps(known),
                ],
            )  # fmt: skip
            lines = (self.logs / "seed.log").read_text().splitlines()
            self.facts = json.loads(lines[-1])

    def _run(self, name: str, arguments: list[str]) -> None:
        _finish(self._start(name, arguments), self.logs / f"{name}.log")

    def _start(self, name: str, arguments: list[str]) -> subprocess.Popen[bytes]:
        is_store = arguments[0] == "manage.py"
        with (self.logs / f"{name}.log").open("wb") as log:
            return subprocess.Popen(  # noqa: S603 - our own commands
                [sys.executable, *arguments],
                env=self._store_env() if is_store else self._retour_env(),
                cwd=self.store if is_store else None,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def _retour_env(self) -> dict[str, str]:
        return _clean_environment() | {
            "DJANGO_SETTINGS_MODULE": "retour_portal.settings",
            "RETOUR_DATA_DIR": str(self.data_dir / "retour"),
            "RETOUR_DEV_PAGES": "true",
            "RETOUR_PAYMENT_SANDBOX": "true",
            "RETOUR_PUBLIC_URL": self.retour_url,
            "RETOUR_SIMULATED_SCAN_SECONDS": str(self.scan_seconds),
            **self.settings,
        }

    def start_inside(self, arguments: list[str]) -> subprocess.Popen[str]:
        """Another Python of the installation, to be told and asked line by line."""
        return subprocess.Popen(  # noqa: S603 - our own commands
            [sys.executable, *arguments],
            env=self._retour_env(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def _store_env(self) -> dict[str, str]:
        facts = self.facts
        return _clean_environment() | {
            "DJANGO_SETTINGS_MODULE": "store.settings",
            "STORE_DATA_DIR": str(self.data_dir / "store"),
            "STORE_PORT": str(self.store_port),
            "STORE_URL": self.store_url,
            "RETOUR_RETURNS_SECONDS": "1",
            "RETOUR_URL": self.retour_url,
            "RETOUR_TOKEN": facts.get("token", "not-known-yet"),
            "RETOUR_LINK_SECRET": facts.get("link_secret", "not-known-yet"),
        }

    def _version(self) -> str:
        """Changes whenever the databases may need work: code, libraries, ports."""
        digest = hashlib.sha256(f"{self.port} {self.store_port}".encode())
        packages = Path(__file__).resolve().parents[4]
        for pattern in ("**/migrations/*.py", "**/demo/*.py", "**/static/**/*.*"):
            for root in (packages, self.store):
                for file in sorted(root.glob(pattern)):
                    digest.update(f"{file}{file.stat().st_mtime_ns}".encode())
        names = sorted(f"{d.name}{d.version}" for d in distributions())
        digest.update("".join(names).encode())
        return digest.hexdigest()


def _clean_environment() -> dict[str, str]:
    """Ours without settings of another installation that happens to be around."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("RETOUR_", "STORE_", "DJANGO_"))
        and name != "DATABASE_URL"
    } | {"PYTHONUNBUFFERED": "1"}


def _finish(process: subprocess.Popen[bytes], log: Path) -> None:
    if process.wait() != 0:
        tail = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
        raise SetupFailed(f"This step failed; its last words in {log}:\n{tail}")


@contextmanager
def _step(title: str) -> Iterator[None]:
    started = time.monotonic()
    print(f"{title} …", end=" ", flush=True)  # noqa: T201
    yield
    print(f"done ({time.monotonic() - started:.0f} s)", flush=True)  # noqa: T201
