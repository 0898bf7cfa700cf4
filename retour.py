"""Retour's commands, for a machine that has Python 3.11 or newer and nothing else.

python3 retour.py demo      a store, three brands' portals, worker and mail page
python3 retour.py test      every test, on SQLite and PostgreSQL, and in a browser
python3 retour.py lint      style, templates, directions of import
python3 retour.py types     strict types
python3 retour.py bench     ratios, measured side by side
python3 retour.py ci        what .ci/run asks for before the tests
python3 retour.py --list    every session of noxfile.py, each a command here too

What follows a command goes to its program: `python3 retour.py tests -k refund`.
The first command makes an environment in .retour/; later ones reuse it.
"""

# No "from __future__": Python 3.6 must get as far as finding a newer one below.
import contextlib
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent
HOME = ROOT / ".retour"
VENV = HOME / "venv"
STAMP = VENV / "retour-installed"
LOG = HOME / "setup.log"
LOCK = ROOT / "constraints.txt"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
MEMBERS = [ROOT / "packages" / name for name in ("core", "shop_plugin", "portal_site")]
OLDEST = (3, 11)
STEPS = 4
# Where to download from is the machine's affair; what is installed is the lock's.
OURS_TO_KEEP = (
    "CACHE", "CERT", "CONFIG_FILE", "FIND_LINKS", "INDEX", "LINK_MODE", "OFFLINE",
    "PROXY", "TIMEOUT", "TRUSTED",
)  # fmt: skip


def _become(command: "list[str]") -> int:
    """Replace this process, so that signals reach the other directly."""
    if os.name == "posix":
        sys.stdout.flush()
        os.execv(command[0], command)  # noqa: S606 - no shell is wanted
    return subprocess.call(command)


def _with_newer_python() -> int:
    for minor in range(OLDEST[1], 30):
        newer = shutil.which("python3.%d" % minor)  # noqa: UP031
        # A name on PATH may be a version manager's stand-in for nothing.
        if newer and subprocess.call([newer, "-c", ""], stderr=subprocess.DEVNULL) == 0:
            return _become([newer, *sys.argv])
    found = ".".join(map(str, sys.version_info[:2]))
    print(f"Retour needs Python 3.11 or newer; this is {found}.", file=sys.stderr)
    return 1


if sys.version_info < OLDEST:
    sys.exit(_with_newer_python())


class CannotSetUp(Exception):
    """What stands in the way, in a sentence for whoever typed the command."""


def main() -> int:
    command, *arguments = sys.argv[1:] or ["--help"]
    if command in ("-h", "--help", "help"):
        print(__doc__)
        return 0
    try:
        set_up()
    except CannotSetUp as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped; the next call starts the set-up anew.", file=sys.stderr)
        return 130
    nox = [str(PYTHON), "-m", "nox", "--noxfile", str(ROOT / "noxfile.py")]
    if command.startswith("-"):
        return _become([*nox, command, *arguments])
    rest = ["--", *arguments] if arguments else []
    return _become([*nox, "--session", command, *rest])


def set_up() -> None:
    """Make the environment, or make it anew after a change of the lock; else instant.

    Raises ``CannotSetUp``.
    """
    if _is_current():
        return
    HOME.mkdir(exist_ok=True)
    with _one_at_a_time():
        if _is_current():
            return
        LOG.unlink(missing_ok=True)
        with _step(1, "Making a Python environment in .retour/venv"):
            _make_environment()
        with _step(2, "Getting the installer"):
            uv = _install_uv()
        with _step(3, "Installing the libraries of the lock, checked by their hashes"):
            _install(["--require-hashes", "--requirement", str(LOCK)], uv=uv)
        with _step(STEPS, "Installing Retour"):
            members = [part for member in MEMBERS for part in ("-e", str(member))]
            _install(["--no-deps", "--no-build-isolation", *members], uv=uv)
        STAMP.write_text(_fingerprint())


def _is_current() -> bool:
    return STAMP.exists() and STAMP.read_text() == _fingerprint()


def _fingerprint() -> str:
    """Changes with the lock, a package's metadata, the place, the system's Python."""
    digest = hashlib.sha256(f"{ROOT}\n{PYTHON.resolve()}\n".encode())
    for file in (LOCK, *(member / "pyproject.toml" for member in MEMBERS)):
        digest.update(file.read_bytes())
    return digest.hexdigest()


@contextlib.contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Two commands started together make one environment, not half of two."""
    with (HOME / "lock").open("w") as lock:
        with contextlib.suppress(ImportError):  # Windows has no fcntl
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _make_environment() -> None:
    if importlib.util.find_spec("ensurepip") is None:
        version = ".".join(map(str, sys.version_info[:2]))
        raise CannotSetUp(
            "This Python cannot make environments: on Debian or Ubuntu run "
            f"“apt install python{version}-venv”, then the same command again."
        )
    base = getattr(sys, "_base_executable", sys.executable)
    if _run([base, "-m", "venv", "--clear", str(VENV)]) != 0:
        raise CannotSetUp(f"No environment could be made in {VENV}:\n{_log_end()}")


def _install_uv() -> bool:
    """uv is ten times as fast; where there is none for the machine, pip does."""
    requirement = HOME / "uv.txt"
    requirement.write_text(_locked("uv"))
    return _run([*_pip(), "--require-hashes", "--requirement", str(requirement)]) == 0


def _install(what: list[str], *, uv: bool) -> None:
    if uv:
        command = [str(PYTHON), "-m", "uv", "pip", "install", "--python", str(PYTHON)]
        if _run([*command, *what]) == 0:
            return
    # pip may know a mirror or a certificate of this machine that uv does not.
    if _run([*_pip(), *what]) != 0:
        raise CannotSetUp(f"Installing failed; the last words in {LOG}:\n{_log_end()}")


def _pip() -> list[str]:
    return [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install"]


def _run(command: list[str]) -> int:
    env = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PIP_", "UV_", "PYTHONPATH", "PYTHONHOME"))
        or any(part in name for part in OURS_TO_KEEP)
    }
    # Companies' own certificates are in the system's store.
    env = {"UV_SYSTEM_CERTS": "true", "PIP_USER": "0", **env}
    with LOG.open("ab") as log:
        return subprocess.call(
            command, cwd=ROOT, env=env, stdout=log, stderr=subprocess.STDOUT
        )


def _locked(name: str) -> str:
    """The lock's own entry of one package, hashes and all."""
    entries = LOCK.read_text().replace("\\\n", "").splitlines()
    return next(entry for entry in entries if entry.startswith(f"{name}=="))


def _log_end(lines: int = 12) -> str:
    written = LOG.read_text(errors="replace") if LOG.exists() else ""
    return "\n".join(written.splitlines()[-lines:])


@contextlib.contextmanager
def _step(number: int, title: str) -> Iterator[None]:
    """A line that shows what is going on, for how long, and the installer's news."""
    started, over = time.monotonic(), threading.Event()
    terminal = sys.stdout.isatty()

    def show(news: str = "", end: str = "") -> None:
        bar = "#" * number + "." * (STEPS - number)
        line = f"[{bar}] {title}: {time.monotonic() - started:.0f} s"
        width = shutil.get_terminal_size().columns - 1
        if terminal:
            line = "\r" + f"{line}  {news}"[:width].ljust(width)
        print(line, end=end, flush=True)

    def tick() -> None:
        while not over.wait(0.5 if terminal else 10):
            show(_log_end(1).strip(), end="" if terminal else "\n")

    ticker = threading.Thread(target=tick, daemon=True)
    show(end="" if terminal else "\n")
    ticker.start()
    try:
        yield
    finally:
        over.set()
        ticker.join()
    show("done", end="\n")


if __name__ == "__main__":
    sys.exit(main())
