"""Real processes of an installation: start, kill, restart, read their logs."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
_CELERY = [sys.executable, "-m", "celery", "--app", "retour_portal.celery"]
COMMANDS: dict[str, list[str]] = {
    "worker": [
        *_CELERY, "worker", "--concurrency", "2", "--loglevel", "INFO",
        "--without-gossip", "--without-mingle",
    ],
    "beat": [*_CELERY, "beat", "--loglevel", "WARNING", "--pidfile", ""],
}  # fmt: skip


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until(true: Callable[[], Any], *, seconds: float, what: str) -> Any:
    """What ``true`` answers once it is something; fails naming ``what``."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        answer = true()
        if answer:
            return answer
        time.sleep(0.1)
    raise AssertionError(f"{what} did not happen within {seconds:.0f} s")


class Installation:
    """One data folder, one database, and the processes at work on them.

    As a context manager it ends every process and prints the end of each log.
    """

    def __init__(self, folder: Path, *, database_url: str = "", **env: str) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        inherited = {k: v for k, v in os.environ.items() if k[:7] != "RETOUR_"}
        self.env = {
            **inherited,
            "DJANGO_SETTINGS_MODULE": "retour_portal.settings",
            "PYTHONPATH": str(ROOT),
            "PYTHONWARNINGS": "ignore",
            "DATABASE_URL": database_url,
            "RETOUR_DATA_DIR": str(folder / "data"),
            "RETOUR_SECRET_KEY": "only-for-tests-" + "x" * 40,
            **env,
        }
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def run(self, *arguments: str) -> str:
        """Python with ``arguments``, to its end; its output."""
        done = subprocess.run(
            [sys.executable, *arguments],
            env=self.env,
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=3600,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-4000:]
        return done.stdout

    def serve(self, *, workers: int) -> str:
        """Start the web server and wait until it answers; its address."""
        port = free_port()
        self._launch(
            "web",
            [
                sys.executable, "-m", "granian", "--interface", "wsgi",
                "--host", "127.0.0.1", "--port", str(port),
                "--workers", str(workers), "--blocking-threads", "4",
                "--backlog", "1024", "--no-ws", "retour_portal.wsgi:application",
            ],
        )  # fmt: skip
        address = f"http://127.0.0.1:{port}"
        wait_until(
            lambda: _answers(f"{address}/healthz"), seconds=120, what="the web server"
        )
        return address

    def start(self, *names: str) -> None:
        """Start “worker” or “beat”."""
        for name in names:
            self._launch(name, COMMANDS[name])

    def kill(self, *names: str) -> None:
        """SIGKILL for a process and all its children, as a power cut would."""
        for name in names:
            process = self._running.pop(name)
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)

    def __enter__(self) -> Installation:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill(*self._running)
        # pytest shows this of a test that failed.
        for log in sorted(self.folder.glob("*.log")):
            print(f"--- the end of {log.name}\n{log.read_text()[-4000:]}")

    def _launch(self, name: str, command: list[str]) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            self._running[name] = subprocess.Popen(
                command,
                env=self.env,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310
            ok: bool = answer.status == 200
            return ok
    except OSError:
        return False
