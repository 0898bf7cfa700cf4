"""What an editor's own text begins from: one for all return methods."""

from __future__ import annotations

import pytest

from retour_core.notifications.kinds import KINDS
from retour_core.notifications.standard import standard_text


@pytest.mark.parametrize(
    ("key", "subject", "rows"),
    [
        (
            "ready",
            "{brand}: your return {rma} is ready to hand in",
            [
                "Your return is ready to hand in",
                "{next_step}",
                "Once we have checked your items you get {amount} back.",
            ],
        ),
        (
            "reminder",
            "{brand}: please hand in your return {rma} by {deadline}",
            [
                "Your return is ready to hand in",
                "Your return is waiting for you. Please hand it in by {deadline}.",
                "Have you handed it in already? Then there is nothing left to do.",
            ],
        ),
        (
            "arrived",
            "{brand}: your return {rma} has arrived",
            [
                "Your return has arrived",
                "Next we check what is in it. We write to you when that is done.",
            ],
        ),
        (
            "received",
            "{brand}: we have checked the items of your return {rma}",
            ["We have checked your items", "Thank you. Now we arrange your refund."],
        ),
    ],
)
def test_an_own_text_begins_with_what_is_true_of_a_parcel_and_of_a_store(
    key: str, subject: str, rows: list[str]
) -> None:
    text = standard_text(KINDS[key], "en")

    assert text.subject == subject
    assert [row["text"] for row in text.blocks[:-2]] == rows
