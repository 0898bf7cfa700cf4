"""Our answers against the schemas Sendcloud publishes, where a copy of them lies.

They are not ours to ship; Retour's own checkout has them beside it, others skip.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from retour_core.brands.models import SenderAddress
from tests.core.api_sendcloud.conftest import Software, item_data, parcel_data, v3_order
from tests.factories import make_order

SPECS = Path(__file__).parents[4] / "shared" / "specs"

pytestmark = pytest.mark.skipif(
    not SPECS.is_dir(), reason=f"Sendcloud's OpenAPI documents are not in {SPECS}"
)


def schema_of(document: dict[str, Any], path: str, method: str, status: str) -> Any:
    answer = document["paths"][path][method]["responses"][status]
    while "$ref" in answer:
        answer = document["components"]["responses"][answer["$ref"].split("/")[-1]]
    return answer["content"]["application/json"]["schema"]


def plain(schema: Any) -> Any:
    """OpenAPI 3.0's ``nullable`` in words of JSON Schema."""
    if isinstance(schema, list):
        return [plain(entry) for entry in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: plain(value) for key, value in schema.items() if key != "nullable"}
    return {"anyOf": [{"type": "null"}, found]} if schema.get("nullable") else found


def check(document: dict[str, Any], schema: Any, body: Any) -> None:
    jsonschema_rs = pytest.importorskip("jsonschema_rs")
    whole = {**plain(schema), "components": plain(document["components"])}
    validator = jsonschema_rs.Draft202012Validator(whole, validate_formats=True)
    assert [
        f"{e.instance_path}: {e.message}" for e in validator.iter_errors(body)
    ] == []


@pytest.fixture(scope="module")
def v2() -> dict[str, Any]:
    document: dict[str, Any] = json.loads((SPECS / "sendcloud-v2.json").read_text())
    return document


@pytest.fixture(scope="module")
def v3() -> dict[str, Any]:
    yaml = pytest.importorskip("yaml")
    text = (SPECS / "sendcloud-v3-orders.yml").read_text()
    document: dict[str, Any] = yaml.safe_load(text)
    return document


@pytest.fixture
def filled(software: Software) -> dict[str, int]:
    """A shop with parcels of each kind; the ids its paths need."""
    make_order(software.shop, number="NW-7")
    bare = item_data(sku=None, hs_code=None, weight=None, value=None, properties=None)
    software.create(external_reference="bare", parcel_items=[bare])
    parcel = software.create()
    address = SenderAddress.objects.create(
        brand=software.shop.brand,
        label="A label that is longer than theirs may be",
        company="Nordwand GmbH",
        street="Lagerstraße 5a",
        postal_code="20357",
        city="Hamburg",
        country="DE",
    )
    brand, shop = software.shop.brand_id, software.shop.pk
    return {"parcel": parcel["id"], "address": address.pk, "brand": brand, "shop": shop}


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("/parcels", "parcels"),
        ("/parcels", "parcels?limit=1"),
        ("/parcels/{id}", "parcels/{parcel}"),
        ("/parcels/{id}/return_portal_url", "parcels/{parcel}/return_portal_url"),
        ("/parcels/statuses", "parcels/statuses"),
        ("/brands", "brands"),
        ("/brands/{id}", "brands/{brand}"),
        ("/user/addresses/sender", "user/addresses/sender"),
        ("/user/addresses/sender/{id}", "user/addresses/sender/{address}"),
        ("/integrations", "integrations"),
        ("/integrations/{id}", "integrations/{shop}"),
    ],
)
def test_what_is_read_has_their_shape(
    software: Software,
    v2: dict[str, Any],
    filled: dict[str, int],
    theirs: str,
    ours: str,
) -> None:
    answer = software.get("v2/" + ours.format(**filled))

    assert answer.status_code == 200
    check(v2, schema_of(v2, theirs, "get", "200"), answer.json())


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Single parcel created response", {"parcel": parcel_data()}),
        ("Batch of parcels created response", {"parcels": [parcel_data()]}),
        ("Failed to create parcels response", {"parcels": [{}, parcel_data()]}),
    ],
)
def test_a_created_parcel_has_their_shape(
    software: Software, v2: dict[str, Any], title: str, body: Any
) -> None:
    # None of their three shapes requires anything, so that each fits all: ask for
    # the one that is meant.
    shapes = schema_of(v2, "/parcels", "post", "200")["oneOf"]
    [shape] = [s for s in shapes if s["title"] == title]
    [key] = [
        k for k in ("parcel", "parcels", "failed_parcels") if k in shape["properties"]
    ]

    answer = software.post("v2/parcels", body).json()

    check(v2, {**shape, "required": [key]}, answer)


def test_a_changed_and_a_cancelled_parcel_have_their_shape(
    software: Software, v2: dict[str, Any], filled: dict[str, int]
) -> None:
    change = {"parcel": {"id": filled["parcel"], "city": "Bonn"}}
    changed = software.put("v2/parcels", change).json()
    cancelled = software.post(f"v2/parcels/{filled['parcel']}/cancel").json()

    check(v2, schema_of(v2, "/parcels", "put", "200"), changed)
    check(v2, schema_of(v2, "/parcels/{id}/cancel", "post", "200"), cancelled)


@pytest.mark.parametrize(
    ("theirs", "method", "status", "ours", "body"),
    [
        ("/parcels", "post", "400", "parcels", {"parcel": {}}),
        ("/parcels", "get", "404", "parcels?cursor=x", None),
        ("/brands/{id}", "get", "404", "brands/0", None),
        ("/integrations/{id}", "get", "404", "integrations/0", None),
        (
            "/user/addresses/sender/{id}",
            "get",
            "404",
            "user/addresses/sender/0",
            None,
        ),
    ],
)
def test_a_refusal_has_their_shape(
    software: Software,
    v2: dict[str, Any],
    theirs: str,
    method: str,
    status: str,
    ours: str,
    body: Any,
) -> None:
    answer = software(method.upper(), f"v2/{ours}", body)

    assert answer.status_code == int(status)
    check(v2, schema_of(v2, theirs, method, status), answer.json())


def test_their_examples_of_parcels_are_taken(
    software: Software, v2: dict[str, Any]
) -> None:
    content = v2["paths"]["/parcels"]["post"]["requestBody"]["content"]
    examples = content["application/json"]["examples"]
    bodies = [example["value"] for example in examples.values()]
    found = [
        {**parcel, "request_label": False}
        for body in bodies
        for parcel in [body.get("parcel"), *body.get("parcels", [])]
        if parcel and not parcel.get("is_return")
    ]

    statuses = [software.post("v2/parcels", {"parcel": p}).status_code for p in found]

    assert statuses == [200] * len(found)
    assert len(found) > 2


def test_their_examples_of_orders_are_taken(
    software: Software, v3: dict[str, Any]
) -> None:
    post = v3["paths"]["/orders"]["post"]
    examples = post["requestBody"]["content"]["application/json"]["examples"]
    for example in examples.values():
        orders = example["value"]
        for order in orders:
            order["order_details"]["integration"]["id"] = software.shop.pk
            order.pop("id", None)

        answer = software.post("v3/orders", orders)

        assert answer.status_code == 201, answer.content
        check(v3, schema_of(v3, "/orders", "post", "201"), answer.json())
    assert len(examples) > 2


@pytest.mark.parametrize("order", [{}, {"order_id": 1}, []])
def test_a_refused_order_has_their_shape(
    software: Software, v3: dict[str, Any], order: Any
) -> None:
    schema = schema_of(v3, "/orders", "post", "400")

    bad = software.post("v3/orders", [v3_order(software.shop), order])
    check(v3, schema, bad.json())
    check(v3, schema, software.post("v3/orders", {}).json())


@pytest.mark.parametrize("auth", ["", "Basic x"])
def test_a_stranger_is_answered_in_their_shape(
    software: Software, v3: dict[str, Any], auth: str
) -> None:
    answer = software.post("v3/orders", [], auth=auth)

    refusal = v3["components"]["responses"]["Unauthorized"]
    check(v3, refusal["content"]["application/json"]["schema"], answer.json())
