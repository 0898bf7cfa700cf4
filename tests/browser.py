"""Finding a Chromium, or getting one.

As a program it prints the browser's path, or what to install, and then ends with 1.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "msedge",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


class NoBrowser(RuntimeError):
    """No Chromium was found and none could be got."""


def find_browser() -> str:
    """The path of a Chromium: the one named, Playwright's, the system's, a new one.

    Raises ``NoBrowser`` with a sentence that says what to install.
    """
    return (
        _named()
        or _playwrights()
        or _systems()
        or _downloaded()
        or _installed()
        or _none()
    )


def launch_arguments() -> list[str]:
    """Brand hosts resolve here, and the browser asks nobody else anything."""
    arguments = [
        "--host-resolver-rules=MAP *.localhost 127.0.0.1",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
    ]
    if _is_root():
        arguments.append("--no-sandbox")  # Chromium refuses to start as root with it
    return arguments


def _named() -> str | None:
    path = os.environ.get("RETOUR_CHROMIUM")
    if path and not _starts(path):
        raise NoBrowser(f"RETOUR_CHROMIUM names {path}, which does not start.")
    return path or None


def _playwrights() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if _starts(path) else None


def _systems() -> str | None:
    found = (shutil.which(name) for name in _NAMES)
    return next((path for path in found if path and _starts(path)), None)


def _downloaded() -> str | None:
    _tell("Getting a browser for the tests from Playwright …")
    playwright = [sys.executable, "-m", "playwright"]
    if not _run([*playwright, "install", "chromium"]):
        return None
    # A bare system lacks libraries it needs; only root can add them.
    if _playwrights() is None and _is_root():
        _run([*playwright, "install-deps", "chromium"])
    return _playwrights()


def _installed() -> str | None:
    if not shutil.which("apt-get") or not _is_root():
        return None
    _tell("Getting a browser for the tests from the system's packages …")
    _run(["apt-get", "update", "-q"])
    _run(["apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium"])
    return _systems()


def _none() -> str:
    raise NoBrowser(
        "The browser tests need Chromium or Chrome: install your system's chromium "
        "package, or name one with RETOUR_CHROMIUM=/path/to/chromium."
    )


def _starts(path: str) -> bool:
    """Whether it runs at all: not if the system lacks a library it is linked to."""
    # Chrome on Windows opens a window when asked for its version.
    if not Path(path).is_file() or os.name == "nt":
        return Path(path).is_file()
    command = [path, "--version"]
    try:
        done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _run(command: Sequence[str]) -> bool:
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        # stdout is for the path alone; the progress is for people.
        done = subprocess.run(
            command, env=env, stdout=sys.__stderr__, timeout=900, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _tell(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def main() -> int:
    try:
        print(find_browser())
    except NoBrowser as problem:
        _tell(str(problem))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
