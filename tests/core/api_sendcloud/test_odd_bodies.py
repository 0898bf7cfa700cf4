from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.api_sendcloud.conftest import (
    Software,
    basic,
    item_data,
    parcel_data,
    v3_item,
    v3_order,
)

TEXT = st.text(max_size=8) | st.sampled_from(["\x00", "1e9", "-1", "9" * 40, "NaN"])
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3)
    ),
    max_leaves=6,
)
FAIR = settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def spoiled(sample: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """The sample with some of its fields replaced by anything."""
    return st.dictionaries(st.sampled_from(sorted(sample)), JSON, max_size=3).map(
        lambda changes: {**sample, **changes}
    )


@FAIR
@given(parcel=spoiled(parcel_data()), item=spoiled(item_data()))
def test_no_parcel_makes_us_fail(
    software: Software, parcel: dict[str, Any], item: dict[str, Any]
) -> None:
    items = parcel["parcel_items"]
    parcel["parcel_items"] = [item] if items == [item_data()] else items

    made = software.post("v2/parcels", {"parcel": parcel})
    changed = software.put("v2/parcels", {"parcel": {**parcel, "id": 1}})

    assert made.status_code in {200, 400}
    assert changed.status_code in {200, 400, 404}


@FAIR
@given(body=JSON)
def test_no_body_makes_us_fail(software: Software, body: Any) -> None:
    for wrapped in (body, {"parcel": body}, {"parcels": [body]}):
        assert software.post("v2/parcels", wrapped).status_code in {200, 400, 415}
    for wrapped in (body, [body]):
        assert software.post("v3/orders", wrapped).status_code in {400, 415}


@FAIR
@given(data=st.data())
def test_no_order_makes_us_fail(software: Software, data: st.DataObject) -> None:
    order = data.draw(spoiled(v3_order(software.shop)))
    if isinstance(order["order_details"], dict) and order["order_details"]:
        details = data.draw(spoiled(order["order_details"]))
        if details["order_items"] == [v3_item()]:
            details["order_items"] = [data.draw(spoiled(v3_item()))]
        order["order_details"] = details

    assert software.post("v3/orders", [order]).status_code in {201, 400}


@pytest.mark.parametrize(
    "name",
    [
        "parcel_status",
        "tracking_number",
        "external_reference",
        "order_number",
        "updated_after",
        "announced_after",
        "ids",
        "limit",
        "cursor",
    ],
)
@FAIR
@given(value=st.text(max_size=12) | st.from_regex(r"-?[0-9]{1,25}", fullmatch=True))
def test_no_query_makes_us_fail(software: Software, name: str, value: str) -> None:
    answer = software.client.get(
        "/api/v2/parcels",
        {name: value},
        headers={"Authorization": basic(software.token.public_key, software.secret)},
    )

    assert answer.status_code in {200, 400, 404}
