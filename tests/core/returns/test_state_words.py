from __future__ import annotations

import pytest

from retour_core.returns.models import Return


@pytest.mark.parametrize(
    ("state", "method", "words"),
    [
        ("ready", "in_store", "to bring to the store"),
        ("ready", "drop_off_point", "ready to send"),
        ("ready", "", "ready to send"),
        ("arrived", "in_store", "arrived"),
    ],
)
def test_what_waits_for_a_store_is_not_ready_to_send(
    state: str, method: str, words: str
) -> None:
    assert Return(state=state, method=method).get_state_display() == words
