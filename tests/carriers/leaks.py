"""Whether a secret got out: into a message, a traceback's variables, a log."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from types import TracebackType

from tests.carriers.server import Stub


def secret_forms(stub: Stub) -> list[str]:
    """The account's secrets, as they are and as they travel."""
    if not stub.secrets:
        return []
    pair = ":".join(stub.secrets[:2])
    return [*stub.secrets, base64.b64encode(pair.encode()).decode()]


def shown_by(error: BaseException) -> str:
    """Everything a collector of errors would send home."""
    return "\n".join(_shown(error))


def leaked(text: str, stub: Stub) -> list[str]:
    return [secret for secret in secret_forms(stub) if secret in text]


def _shown(error: BaseException) -> Iterator[str]:
    yield from (str(error), repr(error))
    yield from _variables(error.__traceback__)
    for other in (error.__cause__, error.__context__):
        if other is not None:
            yield from _shown(other)


def _variables(trace: TracebackType | None) -> Iterable[str]:
    while trace is not None:
        frame = trace.tb_frame
        # The test's own frame holds the stub, which knows everything.
        if "/tests/" not in frame.f_code.co_filename:
            yield from (repr(value) for value in frame.f_locals.values())
        trace = trace.tb_next
