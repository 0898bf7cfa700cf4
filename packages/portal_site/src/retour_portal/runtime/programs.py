"""The three programs of an installation: web, worker, beat."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from retour_portal.runtime.supervisor import Program


def installation(
    *,
    port: int,
    host: str = "127.0.0.1",
    workers: int = 1,
    env: Mapping[str, str] | None = None,
    logs: Path | None = None,
) -> list[Program]:
    """Beat is a program of its own: ``worker -B`` leaves it behind when killed."""
    environment = dict(os.environ if env is None else env)
    environment.setdefault("DJANGO_SETTINGS_MODULE", "retour_portal.settings")
    celery = [sys.executable, "-m", "celery", "--app", "retour_portal.celery"]
    commands = {
        "web": [
            sys.executable, "-m", "granian", "--interface", "wsgi",
            "--host", host, "--port", str(port), "--workers", str(workers),
            "--blocking-threads", "4", "--no-ws", "--backlog", "1024",
            "retour_portal.wsgi:application",
        ],
        "worker": [
            *celery, "worker", "--concurrency", "2", "--loglevel", "INFO",
            "--without-gossip", "--without-mingle",
        ],
        "beat": [*celery, "beat", "--loglevel", "WARNING", "--pidfile", ""],
    }  # fmt: skip
    return [
        Program(name, command, env=environment, log=logs and logs / f"{name}.log")
        for name, command in commands.items()
    ]
