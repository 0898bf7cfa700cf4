"""Keeps a handful of processes alive and takes them all down together."""

from __future__ import annotations

import ctypes
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO

_STOP_WITHIN = 12.0
_LONGEST_PAUSE = 30.0
_PR_SET_PDEATHSIG = 1


class PortTaken(Exception):
    """Another program listens on the port already."""


@dataclass
class Program:
    """A command to keep running; its output goes to ``log`` or where ours goes."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str] | None = None
    cwd: Path | None = None
    log: Path | None = None
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    starts: int = 0
    next_start: float = 0.0

    def launch(self) -> None:
        """Start it once; where it ends up is asked of ``process``."""
        output: IO[bytes] | None = None
        if self.log is not None:
            self.log.parent.mkdir(parents=True, exist_ok=True)
            output = self.log.open("ab")
        try:
            self.process = subprocess.Popen(  # noqa: S603 - our own commands
                self.command,
                env=dict(self.env) if self.env is not None else None,
                cwd=self.cwd,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                # Ctrl-C reaches the whole terminal group: only we shall hear it.
                start_new_session=True,
                # One prctl between fork and exec; no thread of ours is running.
                preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509
            )
        finally:
            if output is not None:
                output.close()
        self.starts += 1


def require_free_port(port: int, host: str = "127.0.0.1") -> None:
    """Raise ``PortTaken`` if something listens there.

    granian shares a port with whoever has it (SO_REUSEPORT), so it would not tell.
    """
    with socket.socket() as probe:
        probe.settimeout(1)
        if probe.connect_ex((host, port)) == 0:
            raise PortTaken(f"Port {port} is in use; stop the other program first.")


def end(programs: Sequence[Program]) -> None:
    """Ask all to end, and kill those that have not after some seconds."""
    alive = [
        program.process
        for program in programs
        if program.process is not None and program.process.poll() is None
    ]
    for process in alive:
        process.terminate()
    deadline = time.monotonic() + _STOP_WITHIN
    for process in alive:
        try:
            process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class Supervisor:
    """Starts programs, restarts what dies (backing off), stops on SIGINT or SIGTERM."""

    def __init__(self, programs: Sequence[Program]) -> None:
        self.programs = list(programs)
        self._stopping = threading.Event()

    def start(self) -> None:
        for program in self.programs:
            program.launch()

    def run(self) -> None:
        """Watch until told to stop; returns when every program is down."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._on_signal)
        try:
            while not self._stopping.wait(0.3):
                self._revive()
        finally:
            self.stop()

    def stop(self) -> None:
        """End every program; returns when all are down."""
        self._stopping.set()
        end(self.programs)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002
        self._stopping.set()

    def _revive(self) -> None:
        now = time.monotonic()
        for program in self.programs:
            process = program.process
            if process is not None and process.poll() is not None:
                pause = min(0.5 * 2 ** min(program.starts, 10), _LONGEST_PAUSE)
                print(  # noqa: T201 - the operator reads this
                    f"{program.name} ended with {process.returncode}; "
                    f"starting it again in {pause:.0f} s",
                    file=sys.stderr,
                    flush=True,
                )
                program.process = None
                program.next_start = now + pause
            if program.process is None and now >= program.next_start:
                program.launch()


def _die_with_parent() -> None:
    # Even a killed supervisor leaves nothing behind.
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
