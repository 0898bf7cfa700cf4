"""What no carrier sends, and a broken gateway or a hostile one may."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from retour_core.carriers import answers
from retour_core.carriers.base import CarrierFault
from retour_core.carriers.dhl_de import mapping as dhl
from retour_core.carriers.easypost import mapping as easypost
from retour_core.carriers.http import Answer, CarrierServer
from retour_core.carriers.shippo import mapping as shippo

DEEP = b"[" * 100_000


@pytest.mark.parametrize(
    "read",
    [
        answers.access_token,
        answers.parcel_news,
        easypost.tracker,
        easypost.refund_status,
        shippo.refund_status,
    ],
)
def test_an_answer_nested_too_deeply_is_a_fault(read: Callable[[bytes], Any]) -> None:
    with pytest.raises(CarrierFault):
        read(DEEP)


@pytest.mark.parametrize("explain", [dhl.explain, easypost.explain])
def test_a_refusal_nested_too_deeply_is_told_without_its_words(
    explain: Callable[[bytes], str],
) -> None:
    server = CarrierServer("dhl_de", "https://carrier.example", explain=explain)

    fault = server.refusal(Answer(400, {}, DEEP))

    assert (fault.kind, str(fault)) == ("input", "The carrier answered 400.")
