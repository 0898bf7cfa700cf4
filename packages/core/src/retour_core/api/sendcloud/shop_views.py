"""What surrounds a shop: its brand, its sender addresses, and itself."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from retour_core.accounts.models import ApiToken
from retour_core.api.sendcloud.refusals import Refusal
from retour_core.brands.models import Brand, SenderAddress
from retour_core.domain.addresses import divided_street
from retour_core.orders.models import Shop


def list_brands(
    request: HttpRequest,  # noqa: ARG001
    token: ApiToken,
) -> HttpResponse:
    brands = [_brand(token.shop.brand)]
    return JsonResponse({"next": None, "previous": None, "brands": brands})


def get_brand(
    request: HttpRequest,  # noqa: ARG001
    token: ApiToken,
    brand_id: str,
) -> HttpResponse:
    if int(brand_id) != token.shop.brand_id:
        raise Refusal(404, "No Brand of this shop has this id.")
    return JsonResponse(_brand(token.shop.brand))


def list_sender_addresses(
    request: HttpRequest,  # noqa: ARG001
    token: ApiToken,
) -> HttpResponse:
    found = _sender_addresses(token.shop).order_by("pk")
    return JsonResponse({"sender_addresses": [_address(row) for row in found]})


def get_sender_address(
    request: HttpRequest,  # noqa: ARG001
    token: ApiToken,
    address_id: str,
) -> HttpResponse:
    row = _sender_addresses(token.shop).filter(pk=int(address_id)).first()
    if row is None:
        raise Refusal(404, "No sender address of this shop's brand has this id.")
    return JsonResponse({"sender_address": _address(row)})


def list_integrations(
    request: HttpRequest,  # noqa: ARG001
    token: ApiToken,
) -> HttpResponse:
    return JsonResponse([_integration(token.shop)], safe=False)


def get_integration(
    request: HttpRequest,  # noqa: ARG001
    token: ApiToken,
    shop_id: str,
) -> HttpResponse:
    if int(shop_id) != token.shop_id:
        raise Refusal(404, "No Integration of this token has this id.")
    return JsonResponse(_integration(token.shop))


def _sender_addresses(shop: Shop) -> Any:
    return SenderAddress.objects.filter(brand_id=shop.brand_id)


def _brand(brand: Brand) -> dict[str, Any]:
    body: dict[str, Any] = {
        "id": brand.pk,
        "name": brand.name,
        "domain": brand.slug,
        "color": brand.primary_colour,
        "secondary_color": brand.accent_colour,
        "screen_logo": {},
        "print_logo": {},
        "notify_reply_to_email": brand.support_email or None,
        "hide_powered_by": True,
        "features": {
            "tracking_page": False,
            "tracking_email": False,
            "tracking_sms": False,
            "tracking_whatsapp": False,
            "returns_portal": bool(brand.portal_url),
        },
    }
    if brand.portal_url:
        body["website"] = brand.portal_url
    return body


def _address(row: SenderAddress) -> dict[str, Any]:
    """Cut to the lengths their clients make room for."""
    street, house_number = divided_street(row.street)
    body = {
        "id": row.pk,
        "label": row.label[:30],
        "company_name": row.company[:50],
        "contact_name": row.contact[:50],
        "street": street[:75],
        "house_number": house_number[:20],
        "postal_code": row.postal_code[:12],
        "postal_box": "",
        "city": row.city[:30],
        "country": row.country,
        "country_state": row.region[:10] or None,
        "telephone": row.phone[:20],
        "vat_number": row.vat_number,
        "eori_number": row.eori_number[:18],
        "brand_id": row.brand_id,
    }
    if row.email:
        body["email"] = row.email
    return body


def _integration(shop: Shop) -> dict[str, Any]:
    pushed = shop.last_push_at or shop.created_at
    body: dict[str, Any] = {
        "id": shop.pk,
        "shop_name": shop.name,
        "system": shop.platform,
        "last_updated_at": _moment(pushed),
        "service_point_enabled": False,
        "service_point_carriers": [],
        "webhook_active": False,
    }
    if shop.last_push_at:
        body["last_fetch"] = _moment(shop.last_push_at)
    if shop.url:
        body["shop_url"] = shop.url
    return body


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
