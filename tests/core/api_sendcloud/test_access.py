from __future__ import annotations

import pytest

from retour_core.accounts.tokens import issue_token, revoke_token
from retour_core.brands.models import SenderAddress
from retour_core.orders.models import Order
from tests.core.api_sendcloud.conftest import (
    Software,
    basic,
    message,
    parcel_data,
    pointers,
    v3_order,
)

ROUTES = [
    ("GET", "v2/parcels"),
    ("POST", "v2/parcels"),
    ("PUT", "v2/parcels"),
    ("GET", "v2/parcels/1"),
    ("POST", "v2/parcels/1/cancel"),
    ("GET", "v2/parcels/1/return_portal_url"),
    ("GET", "v2/parcels/statuses"),
    ("GET", "v2/brands"),
    ("GET", "v2/brands/1"),
    ("GET", "v2/user/addresses/sender"),
    ("GET", "v2/user/addresses/sender/1"),
    ("GET", "v2/integrations"),
    ("GET", "v2/integrations/1"),
    ("POST", "v3/orders"),
]


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_who_shows_no_valid_keys_is_not_let_in(
    software: Software, stranger: Software, method: str, path: str
) -> None:
    key, secret = software.token.public_key, software.secret
    attempts = [
        "",
        "Basic",
        "Basic %%%",
        "Basic w6Q=",
        f"Bearer {secret}",
        basic("", ""),
        basic("", secret),
        basic(secret, key),
        basic(key, "rk_wrong"),
        basic(key, stranger.secret),
        basic(stranger.token.public_key, secret),
        basic("é", secret),
    ]

    for attempt in attempts:
        answer = software(method, path, auth=attempt)
        assert (answer.status_code, answer["WWW-Authenticate"]) == (
            401,
            'Basic realm="Retour"',
        ), attempt


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_a_token_without_the_scope_is_refused_by_name(
    reader: Software, method: str, path: str
) -> None:
    answer = reader(method, path)

    assert answer.status_code == 403
    assert "orders:write" in answer.content.decode()


def test_two_tokens_of_a_shop_work_until_one_is_revoked(software: Software) -> None:
    second = Software(*issue_token(software.shop, name="new"))
    assert software.create() == second.create()

    revoke_token(software.token)

    assert software.get("v2/parcels").status_code == 401
    assert second.get("v2/parcels").status_code == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "v2/parcels/{parcel}"),
        ("POST", "v2/parcels/{parcel}/cancel"),
        ("GET", "v2/parcels/{parcel}/return_portal_url"),
        ("GET", "v2/brands/{brand}"),
        ("GET", "v2/user/addresses/sender/{address}"),
        ("GET", "v2/integrations/{shop}"),
    ],
)
def test_what_is_another_shops_is_not_there(
    software: Software, stranger: Software, method: str, path: str
) -> None:
    shop = software.shop
    address = SenderAddress.objects.create(
        brand=shop.brand, label="Hamburg", company="Nordwand", street="Kai 1"
    )
    ids = {
        "parcel": software.create()["id"],
        "brand": shop.brand_id,
        "address": address.pk,
        "shop": shop.pk,
    }

    assert software(method, path.format(**ids)).status_code == 200
    assert stranger(method, path.format(**ids)).status_code == 404


def test_another_shops_parcel_cannot_be_changed(
    software: Software, stranger: Software
) -> None:
    parcel = software.create()
    change = {"parcel": {"id": parcel["id"], "name": "Mallory"}}

    assert message(stranger.put("v2/parcels", change)) == (
        404,
        "No Parcel of this shop has this id.",
    )
    assert software.get(f"v2/parcels/{parcel['id']}").json()["parcel"] == parcel


def test_lists_show_the_own_shop_only(software: Software, stranger: Software) -> None:
    software.create()
    SenderAddress.objects.create(
        brand=software.shop.brand, label="Hamburg", company="Nordwand", street="Kai 1"
    )

    assert stranger.get("v2/parcels").json()["parcels"] == []
    assert stranger.get("v2/user/addresses/sender").json() == {"sender_addresses": []}
    assert [b["name"] for b in stranger.get("v2/brands").json()["brands"]] == [
        "Stranger"
    ]
    assert [i["shop_name"] for i in stranger.get("v2/integrations").json()] == [
        "Charlie"
    ]


def test_an_order_cannot_be_sent_to_another_shops_integration(
    software: Software, stranger: Software
) -> None:
    answer = stranger.post("v3/orders", [v3_order(software.shop)])

    assert answer.status_code == 400
    assert pointers(answer) == ["/data/attributes/[0]/order_details/integration/id"]
    assert Order.objects.count() == 0


def test_an_order_cannot_name_another_shops_order(
    software: Software, stranger: Software
) -> None:
    parcel = software.create()

    order = v3_order(stranger.shop, id=str(parcel["id"]), order_id="ref-1")
    answer = stranger.post("v3/orders", [order])

    assert pointers(answer) == ["/data/attributes/[0]/id"]


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "v2/parcels", "GET, POST, PUT"),
        ("POST", "v2/brands", "GET"),
        ("GET", "v3/orders", "POST"),
    ],
)
def test_a_wrong_method_names_the_right_ones(
    software: Software, method: str, path: str, allowed: str
) -> None:
    answer = software(method, path)

    assert (answer.status_code, answer["Allow"]) == (405, allowed)


@pytest.mark.parametrize(
    "path",
    [
        "v2/",
        "v2/nothing",
        "v2/parcels/x",
        "v2/parcels/1/labels",
        "v2/parcels/1234567890123456789",
        "v2/parcels/٣",
        "v3/",
        "v3/returns",
    ],
)
def test_a_path_that_leads_nowhere_is_not_found(software: Software, path: str) -> None:
    assert software.get(path).status_code == 404


def test_a_trailing_slash_is_left_to_the_client(software: Software) -> None:
    parcel = software.post("v2/parcels/", {"parcel": parcel_data()}).json()["parcel"]

    assert software.get(f"v2/parcels/{parcel['id']}/").json() == {"parcel": parcel}


def test_a_head_is_answered_like_a_get(software: Software) -> None:
    assert software("HEAD", "v2/parcels").status_code == 200


WRITES = [("POST", "v2/parcels"), ("PUT", "v2/parcels"), ("POST", "v3/orders")]


@pytest.mark.parametrize(("method", "path"), WRITES)
@pytest.mark.parametrize(
    "raw",
    [
        b" ",
        b"{",
        b"\xff",
        b'{"parcel": NaN}',
        b'{"parcel": 1e99999999999999999999}',
        b"[" * 100_000,
        b'{"a": ' + b"1" * 5000 + b"}",
    ],
)
def test_what_is_no_json_is_refused(
    software: Software, method: str, path: str, raw: bytes
) -> None:
    assert software(method, path, raw=raw).status_code == 400


@pytest.mark.parametrize(("method", "path"), WRITES)
def test_a_body_beyond_the_measure_is_refused(
    software: Software, method: str, path: str
) -> None:
    answer = software(method, path, raw=b" " * (10 * 1024 * 1024))

    assert answer.status_code == 413


@pytest.mark.parametrize(("method", "path"), WRITES)
@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]
)
def test_a_body_that_is_not_called_json_is_refused(
    software: Software, method: str, path: str, kind: str
) -> None:
    answer = software(method, path, {"parcel": parcel_data()}, kind=kind)

    assert answer.status_code == 415
    assert Order.objects.count() == 0
