from __future__ import annotations

import pytest

from retour_core.returns.models import Return
from tests.core.api.conftest import Caller
from tests.factories import make_order, make_return

ZURICH = {"name": "Reto Keller", "postal_code": "8001", "country": "CH"}


@pytest.mark.parametrize(
    ("paper", "ending"), [("declaration", "-CN23.pdf"), ("invoice", "-invoice.pdf")]
)
def test_a_paper_is_downloaded(call: Caller, paper: str, ending: str) -> None:
    ret = make_return(make_order(call.shop, shipping_address=ZURICH))
    Return.objects.update(state="ready")

    answer = call.get(f"/returns/{ret.rma_number}/customs/{paper}")

    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == (
        f'attachment; filename="{ret.rma_number}{ending}"'
    )
    assert answer.content[:8] == b"%PDF-1.7"


def test_there_is_none_where_no_border_is_crossed(call: Caller) -> None:
    ret = make_return(make_order(call.shop))
    Return.objects.update(state="ready")
    assert call.get(f"/returns/{ret.rma_number}/customs/invoice").status_code == 404


def test_there_is_no_other_paper(call: Caller) -> None:
    ret = make_return(make_order(call.shop))
    path = f"/returns/{ret.rma_number}/customs"
    assert call.get(f"{path}/licence").status_code == 422
    assert call.get("/returns/0000-0000-0000/customs/invoice").status_code == 404
