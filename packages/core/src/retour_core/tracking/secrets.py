"""Which secrets a source's webhooks may be signed with."""

from __future__ import annotations

from collections.abc import Callable

# Takes source and account, answers what is valid now: none for an unknown account, two
# while a secret is being changed.
Secrets = Callable[[str, str], tuple[str, ...]]


def _nobody(_source: str, _account: str) -> tuple[str, ...]:
    return ()


_LOOKUP: list[Secrets] = [_nobody]


def use(secrets: Secrets) -> None:
    """Say where secrets come from; the app that keeps them does, in ``ready()``."""
    _LOOKUP[0] = secrets


def secrets_of(source: str, account: str) -> tuple[str, ...]:
    return _LOOKUP[0](source, account)
