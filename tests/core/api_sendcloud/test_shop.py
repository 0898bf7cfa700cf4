from __future__ import annotations

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from retour_core.brands.models import SenderAddress
from tests.core.api_sendcloud.conftest import Software


def make_address(software: Software, **values: Any) -> SenderAddress:
    return SenderAddress.objects.create(
        brand=software.shop.brand,
        **{
            "label": "Hamburg",
            "company": "Nordwand GmbH",
            "contact": "Ute Kern",
            "street": "Lagerstraße 5a",
            "postal_code": "20357",
            "city": "Hamburg",
            "country": "DE",
            "phone": "+49401234",
            "email": "lager@nordwand.example",
            "vat_number": "DE123456789",
            **values,
        },
    )


def test_the_brand_is_the_shops(software: Software) -> None:
    brand = software.shop.brand
    expected = {
        "id": brand.pk,
        "name": "Nordwand",
        "domain": "nordwand",
        "color": "#1f3a5f",
        "secondary_color": "#b4532a",
        "website": "http://nordwand.localhost:8100",
        "screen_logo": {},
        "print_logo": {},
        "notify_reply_to_email": "help@nordwand.example",
        "hide_powered_by": True,
        "features": {
            "tracking_page": False,
            "tracking_email": False,
            "tracking_sms": False,
            "tracking_whatsapp": False,
            "returns_portal": True,
        },
    }

    assert software.get("v2/brands").json() == {
        "next": None,
        "previous": None,
        "brands": [expected],
    }
    assert software.get(f"v2/brands/{brand.pk}").json() == expected


def test_a_sender_address_is_that_of_the_brand(software: Software) -> None:
    row = make_address(software)

    assert software.get(f"v2/user/addresses/sender/{row.pk}").json() == {
        "sender_address": {
            "id": row.pk,
            "label": "Hamburg",
            "company_name": "Nordwand GmbH",
            "contact_name": "Ute Kern",
            "street": "Lagerstraße",
            "house_number": "5a",
            "postal_code": "20357",
            "postal_box": "",
            "city": "Hamburg",
            "country": "DE",
            "country_state": None,
            "telephone": "+49401234",
            "email": "lager@nordwand.example",
            "vat_number": "DE123456789",
            "eori_number": "",
            "brand_id": row.brand_id,
        }
    }


@pytest.mark.parametrize("count", [1, 3])
def test_sender_addresses_cost_the_same_queries_however_many(
    software: Software,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    software.get("v2/brands")
    for _ in range(count):
        make_address(software)

    # The token, the addresses.
    with django_assert_num_queries(2):
        body = software.get("v2/user/addresses/sender").json()

    assert len(body["sender_addresses"]) == count


@pytest.mark.parametrize("path", ["v2/brands", "v2/integrations"])
def test_brands_and_integrations_cost_the_token_only(
    software: Software, django_assert_num_queries: DjangoAssertNumQueries, path: str
) -> None:
    software.get(path)

    with django_assert_num_queries(1):
        software.get(path)


def test_the_integration_is_the_shop_of_the_token(software: Software) -> None:
    shop = software.shop
    software.create()
    expected = {
        "id": shop.pk,
        "shop_name": "Nordwand shop",
        "system": "api",
        "last_updated_at": "2026-11-20T12:00:00+00:00",
        "last_fetch": "2026-11-20T12:00:00+00:00",
        "service_point_enabled": False,
        "service_point_carriers": [],
        "webhook_active": False,
    }

    assert software.get("v2/integrations").json() == [expected]
    assert software.get(f"v2/integrations/{shop.pk}").json() == expected
