from __future__ import annotations

from retour_core.orders.rejections import last_rejections
from tests.core.api.conftest import Caller
from tests.factories import order_data


def test_an_order_the_api_rejects_is_to_be_read_on_the_shops_page(
    call: Caller, charlie: Caller
) -> None:
    orders = [order_data(), order_data(id="bad", currency="XXQ")]
    assert call("PUT", "/orders", {"orders": orders}).status_code == 200

    assert call.shop is not None
    [rejection] = last_rejections(call.shop)
    assert (rejection.order_id, rejection.pointer) == ("bad", "/currency")
    assert charlie.shop is not None
    assert last_rejections(charlie.shop) == []
