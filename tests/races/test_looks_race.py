"""Several who decide on one look at once: one of them does, the others are told."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.processes import ROOT

pytestmark = pytest.mark.processes
ROUNDS = 4
OLD, FIRST, SECOND = "#1f3a5f", "#111111", "#222222"
ONE = {"done": 1, "look_moved": 1}


def shown(live: str, *, published: int, draft: str, mails: int) -> dict[str, Any]:
    return {
        "published": published,
        "live": live,
        "live_version": live,
        "draft": draft,
        "mails": mails,
    }


PUBLISHED = shown(FIRST, published=2, draft="", mails=0)
SAVED = shown(OLD, published=1, draft=SECOND, mails=0)


@pytest.mark.parametrize(
    ("kind", "outcomes"),
    [
        ("publishers", [[ONE, {**PUBLISHED, "mails": 1}]]),
        ("editors", [[ONE, SAVED]]),
        # Whoever came first has it, and nothing is half the one's and half the other's.
        ("both", [[ONE, PUBLISHED], [ONE, SAVED]]),
        ("beat", [[{"0": 1, "1": 1}, PUBLISHED]]),
    ],
)
def test_a_look_is_decided_on_once(
    installation: Any, kind: str, outcomes: list[Any]
) -> None:
    inside = str(ROOT / "tests" / "races" / "inside_looks.py")
    retour = installation()
    # PostgreSQL's pages are kept in a table, which setting up makes.
    retour.run("-m", "retour_portal", "createcachetable")
    rounds = json.loads(retour.run(inside, kind, str(ROUNDS)))
    assert [one for one in rounds if one not in outcomes] == []
    assert len(rounds) == ROUNDS
