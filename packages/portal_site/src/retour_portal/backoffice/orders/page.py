from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from retour_core.domain.countries import country_name
from retour_core.domain.errors import DomainError
from retour_core.domain.links import ReturnLink, sign_return_link
from retour_core.domain.policies import RequestKind
from retour_core.domain.refunds import TenderKind
from retour_core.orders.models import Order
from retour_core.orders.samples import with_sample_mark
from retour_core.returns.asking import ask_all, check_any, check_order
from retour_portal.backoffice.listing import money_text
from retour_portal.backoffice.object_page import ObjectPage
from retour_portal.backoffice.orders.gift_slips import shown_slips
from retour_portal.backoffice.orders.history import history
from retour_portal.backoffice.orders.parcels import shipments_of
from retour_portal.backoffice.refusals.words import refusal_words
from retour_portal.backoffice.tenders import TENDER_NAMES

# Long enough to finish what is being entered, too short to be passed on.
_LINK_LIFETIME = timedelta(hours=1)


class OrderPage(ObjectPage):
    """One order as the shop last told it, and what came of it."""

    template_name = "retour_backoffice/orders/page.html"

    def get_rows(self) -> QuerySet[Order]:
        orders = with_sample_mark(
            Order.objects.select_related("shop", "brand", "sender_address")
        )
        return orders.prefetch_related(
            *("lines", "shipments__lines__order_line", "returns"),
            "gift_slips__lines",
        )

    def get_page_title(self) -> str:
        return _("Order %(number)s") % {"number": self.object.number}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        order: Order = self.object
        lines = sorted(order.lines.all(), key=lambda line: line.position)
        return super().get_context_data(
            **kwargs,
            lines=[
                (line, money_text(line.total_incl_minor, order.currency))
                for line in lines
            ],
            total=money_text(order.total_incl_minor, order.currency),
            shipping=money_text(order.shipping_incl_minor, order.currency),
            **_payment(order),
            returns=[ret for ret in order.returns.all() if ret.state != "draft"],
            addresses=self._addresses(order),
            refusal=_refusal(order),
            shipments=shipments_of(order),
            history=history(order),
            gift_slips=shown_slips(order),
            gift_lines=[line for line in lines if not line.is_removed],
        )

    @staticmethod
    def _addresses(order: Order) -> list[tuple[str, dict[str, Any], str]]:
        locale = get_language() or "en"
        given = [
            ("shipping", order.shipping_address),
            ("billing", order.billing_address),
        ]
        return [
            (kind, address, country_name(address.get("country", ""), locale))
            for kind, address in given
            if address
        ]


class StartReturnView(OrderPage):
    """Opens the brand's portal on this order, as the shop's own link would."""

    http_method_names = ["post"]

    def post(
        self, _request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        shop = self.object.shop
        token = sign_return_link(
            shop.link_secret,
            ReturnLink(
                shop_key=shop.key,
                order_id=self.object.external_id,
                expires_at=int((timezone.now() + _LINK_LIFETIME).timestamp()),
            ),
        )
        return HttpResponseRedirect(f"{settings.PUBLIC_URL}/go/{token}")


def _payment(order: Order) -> dict[str, Any]:
    """What only some orders tell; empty where this one does not."""

    def money(minor: int | None) -> str:
        return "" if minor is None else money_text(minor, order.currency)

    return {
        "order_discount": money(-order.order_discount_minor or None),
        "standard_shipping": money(order.standard_shipping_minor),
        "tenders": [
            (TENDER_NAMES[TenderKind(t["kind"])], t["id"], money(t["minor"]))
            for t in order.tenders
        ],
    }


def _refusal(order: Order) -> str:
    """Why nothing of this order can be returned now, if so, as an agent reads it."""
    lines = [
        line
        for line in order.lines.all()
        if not line.is_removed and line.returnable > 0
    ]
    try:
        check_order(order)
        decision = ask_all(
            order, RequestKind.RETURN, lines, now=timezone.now()
        ).decision
        check_any(decision, lines)
    except DomainError as error:
        return refusal_words(error)
    return ""
