"""Sessions of the workspace; each runs in the environment ``retour.py`` makes.

``nox -s lint`` and ``python3 retour.py lint`` are the same.
"""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import nox

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT))
import retour as launcher  # noqa: E402 - found only now

nox.options.sessions = ["lint", "types", "test"]
nox.options.default_venv_backend = "none"
nox.options.error_on_external_run = False
# A service manager's stop ends what runs inside, too, as Ctrl-C does.
signal.signal(signal.SIGTERM, signal.default_int_handler)
# Images of containers set it; here hundreds of processes start, and each would compile
# Django and Wagtail anew, for a quarter of a minute.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

REPORTS = launcher.HOME / "reports"
LOCK = [
    "uv", "pip", "compile", "--universal", "--generate-hashes", "--no-header",
    "--no-annotate", "--no-emit-index-url", "--no-emit-find-links",
    "--python-version", "3.11", "--all-extras",
    "--no-emit-package", "retour-core", "--no-emit-package", "retour-shop",
    "--no-emit-package", "retour-portal",
    "--group", "test", "--group", "lint", "--group", "store", "--group", "tools",
    "pyproject.toml", "packages/core/pyproject.toml",
    "packages/shop_plugin/pyproject.toml", "packages/portal_site/pyproject.toml",
    "--output-file", "constraints.txt",
]  # fmt: skip
# A test that hangs ends its run with every thread's traceback, not the night.
NO_HANGING = [
    "-o", "faulthandler_timeout=600", "-o", "faulthandler_exit_on_timeout=true",
]  # fmt: skip
STORE = {
    "DJANGO_SETTINGS_MODULE": "store.settings",
    "PYTHONPATH": str(ROOT / "examples" / "oscar_store"),
}
# What a shop must never get with the plugin.
SERVERS_OWN = {"celery", "django-ninja", "granian", "typst", "wagtail", "zxing-cpp"}
# As in retour.py: companies' own certificates are in the system's store.
CERTIFICATES = {"UV_SYSTEM_CERTS": os.environ.get("UV_SYSTEM_CERTS", "true")}
# Once is enough: who may see what and what carriers tell is the same on every database.
ON_SQLITE = [
    "tests/races/test_lost_answers.py",
    "tests/portal_site/isolation",
    "tests/portal_site/backoffice/test_isolation.py",
]
# There, where texts with NUL and numbers that are too large are refused.
ON_POSTGRESQL = [
    "tests/core/api/test_fuzz.py",
    "tests/core/api_sendcloud/test_odd_bodies.py",
]
DATABASES = [nox.param(name, id=name) for name in ("sqlite", "postgresql")]
Part = Callable[[], None]


@nox.session
def demo(session: nox.Session) -> None:
    """Start the store, two brands' portals, the worker and the mail page."""
    # It takes its processes down by itself, which may take some seconds.
    python(
        session, "-m", "retour_portal.demo", *session.posargs,
        interrupt_timeout=1, terminate_timeout=30,
    )  # fmt: skip


@nox.session
def test(session: nox.Session) -> None:
    """Run every test: both databases, the store's plugin, the browser."""
    set_up(session)
    with _postgresql(session) as url:
        _all(
            session,
            {
                "Retour on SQLite": lambda: _tests(session, ""),
                "Retour on PostgreSQL": lambda: _tests(session, url),
                "The plugin in a store on SQLite": lambda: _shop(session, ""),
                "The plugin in a store on PostgreSQL": lambda: _shop(session, url),
                "The whole path in a browser": lambda: _e2e(session),
            },
        )


@nox.session
@nox.parametrize("database", DATABASES)
def tests(session: nox.Session, database: str) -> None:
    """Test core and portal on one database."""
    with _database(session, database) as url:
        _all(session, {f"Retour on {database}": lambda: _tests(session, url)})


@nox.session
@nox.parametrize("database", DATABASES)
def shop(session: nox.Session, database: str) -> None:
    """Test the shop plugin inside the example store on one database."""
    with _database(session, database) as url:
        _all(session, {f"The plugin on {database}": lambda: _shop(session, url)})


@nox.session
def e2e(session: nox.Session) -> None:
    """Walk the whole path in a browser, with real processes."""
    _all(session, {"The whole path in a browser": lambda: _e2e(session)})


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, templates, the direction of imports and what is installed."""
    python(session, "-m", "ruff", "check", ".")
    python(session, "-m", "ruff", "format", "--check", ".")
    python(session, "-m", "djlint", "packages", "--lint", "--quiet")
    session.run(str(launcher.BIN / "lint-imports"), "--no-logo")
    # A dependency that was named but not locked is missing here.
    python(session, "-m", "uv", "pip", "check", "--python", str(launcher.PYTHON))


@nox.session
def types(session: nox.Session) -> None:
    """Check types strictly."""
    data = str(launcher.HOME / "types")
    python(session, "-m", "mypy", "packages", env={"RETOUR_DATA_DIR": data})


@nox.session
def bench(session: nox.Session) -> None:
    """Measure ratios side by side, on SQLite and on PostgreSQL; parts by name."""
    run = functools.partial(python, session, "bench/run.py", *session.posargs)
    run(env={"DATABASE_URL": ""})
    with _postgresql(session) as url:
        run(env={"DATABASE_URL": url})


@nox.session(default=False)
def ci(session: nox.Session) -> None:
    """Run what .ci/run asks for before the tests: style, imports, types, weight."""
    lint(session)
    types(session)
    footprint(session)


@nox.session(default=False)
def footprint(session: nox.Session) -> None:
    """Install the plugin alone and see that no part of a server comes along."""
    alone = launcher.HOME / "footprint"
    uv = functools.partial(python, session, "-m", "uv", env=CERTIFICATES)
    shutil.rmtree(alone, ignore_errors=True)
    uv("venv", "--quiet", "--python", str(launcher.PYTHON), str(alone))
    lock = str(launcher.LOCK)
    into = ["--python", str(alone)]
    uv(
        "pip", "install", "--quiet", *into,
        "--constraints", lock, "--build-constraints", lock,
        "packages/core", "packages/shop_plugin[oscar]",
    )  # fmt: skip
    see = "import importlib.metadata as m, retour_shop.platforms.oscar; "
    see += "print(*(found.name.lower() for found in m.distributions()))"
    interpreter = alone / launcher.PYTHON.relative_to(launcher.VENV)
    names = set(str(session.run(str(interpreter), "-c", see, silent=True)).split())
    if wrong := names & SERVERS_OWN:
        session.error(f"retour-shop[oscar] brings {', '.join(sorted(wrong))}")
    session.log(f"retour-shop[oscar] brings {len(names)} distributions, no server's")


@nox.session(default=False)
def pictures(session: nox.Session) -> None:
    """Take the README's pictures of the demo's portals anew."""
    python(session, "-m", "e2e.pictures", env={"DATABASE_URL": ""})


@nox.session(default=False)
def lock(session: nox.Session) -> None:
    """Write constraints.txt anew; upgrade with ``-- --upgrade``."""
    env = {"UV_NO_CONFIG": "1", "UV_FIND_LINKS": None, **CERTIFICATES}
    python(session, "-m", *LOCK, *session.posargs, env=env)


def set_up(session: nox.Session) -> None:
    """Make the environment, or bring it up to date; quick if it is."""
    try:
        launcher.set_up()
    except launcher.CannotSetUp as problem:
        session.error(str(problem))


def python(session: nox.Session, *arguments: str, **options: Any) -> Any:
    """Run the environment's Python, with the options of ``session.run``."""
    set_up(session)
    # Nox's own third of a second is too short for fixtures to clean up after Ctrl-C.
    patience = {"interrupt_timeout": 20, "terminate_timeout": 5}
    return session.run(str(launcher.PYTHON), *arguments, **{**patience, **options})


def _tests(session: nox.Session, database_url: str) -> None:
    once = ["--only-with-database"] if database_url else []
    elsewhere = ["tests/shop_plugin", *(ON_SQLITE if database_url else ON_POSTGRESQL)]
    _pytest(
        session, "tests", *once, *(f"--ignore={path}" for path in elsewhere),
        *_side_by_side(), env={"DATABASE_URL": database_url},
    )  # fmt: skip


def _shop(session: nox.Session, database_url: str) -> None:
    _pytest(
        session, "tests/shop_plugin", *_side_by_side(),
        env={"DATABASE_URL": database_url, **STORE},
    )  # fmt: skip


def _e2e(session: nox.Session) -> None:
    # Before pytest, which would hide the progress of a download.
    python(session, "tests/browser.py")
    # Each process has a world of its own, in which a file's tests run in their order.
    apart = ["-p", "no:randomly", "--numprocesses", "2", "--dist", "loadfile"]
    _pytest(session, "e2e", *apart, env={"DATABASE_URL": ""})


def _pytest(session: nox.Session, *arguments: str, env: dict[str, str]) -> None:
    report = REPORTS / f"{len(list(REPORTS.glob('*.xml')))}.xml"
    # Failed tests are counted at the end; none is what ``-k`` may leave of a part.
    expected = [0, 1, 5] if session.posargs else [0, 1]
    python(
        session, "-m", "pytest", *arguments, *NO_HANGING, f"--junitxml={report}",
        *session.posargs, success_codes=expected, env=env,
    )  # fmt: skip
    if not report.exists():
        session.error("pytest broke off before it could report.")


def _all(session: nox.Session, parts: dict[str, Part]) -> None:
    """Run all, whatever fails, then sum up in the form of pytest's last line."""
    shutil.rmtree(REPORTS, ignore_errors=True)
    REPORTS.mkdir(parents=True)
    started = time.monotonic()
    for number, (title, run) in enumerate(parts.items(), start=1):
        session.log(f"{number}/{len(parts)} {title}")
        run()
    counts = [_count(file) for file in sorted(REPORTS.glob("*.xml"))]
    total = {name: sum(count[name] for count in counts) for name in counts[0]}
    if len(parts) > 1:
        each = zip(parts, counts, strict=True)
        lines = [f"{title:<40} {_in_words(count)}" for title, count in each]
        taken = f"{_in_words(total)} in {time.monotonic() - started:.2f}s"
        lines.append(f" {taken} ".center(80, "="))
        print("", *lines, sep="\n", flush=True)  # noqa: T201
    if not total["passed"]:
        session.error("No test ran and passed.")
    if total["failed"] or total["errors"]:
        session.error("Not every test passed.")


def _count(report: Path) -> dict[str, int]:
    suites = ElementTree.parse(report).getroot().iter("testsuite")  # noqa: S314 - ours
    [suite] = suites
    failed, errors, skipped, ran = (
        int(suite.attrib[name]) for name in ("failures", "errors", "skipped", "tests")
    )
    passed = ran - failed - errors - skipped
    return {"failed": failed, "passed": passed, "skipped": skipped, "errors": errors}


def _in_words(count: dict[str, int]) -> str:
    return ", ".join(f"{n} {name}" for name, n in count.items() if n) or "no tests ran"


@contextlib.contextmanager
def _database(session: nox.Session, database: str) -> Iterator[str]:
    """The DATABASE_URL of one kind; empty for SQLite."""
    if database == "sqlite":
        yield ""
        return
    with _postgresql(session) as url:
        yield url


@contextlib.contextmanager
def _postgresql(session: nox.Session) -> Iterator[str]:
    """The address of a PostgreSQL server that runs for as long as this does."""
    set_up(session)
    # The server needs libraries of the environment, which may not be ours.
    server = [str(launcher.PYTHON), str(ROOT / "tests" / "postgres.py")]
    with subprocess.Popen(
        server,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # Ctrl-C is for the tests; they end first
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        url = process.stdout.readline().strip()
        if not url:
            session.error("The tests on PostgreSQL cannot run; see the line above.")
        try:
            yield url
        finally:
            process.stdin.close()


def _side_by_side() -> list[str]:
    processes = min(8, max(2, os.cpu_count() or 2))
    # Not by stealing work: tests with transactions of their own have to stay the last
    # of each process, as they leave a database that is empty.
    return ["--numprocesses", str(processes), "--dist", "load"]
