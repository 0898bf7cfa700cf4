"""Reads orders out of Oscar, in few queries, as the wire wants them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from oscar.core.loading import get_model
from pydantic import ValidationError

from retour_shop.platform import Fetched, problems_from
from retour_shop.platforms.oscar.conf import retour_settings
from retour_shop.platforms.oscar.models import BookedRefund, PushState
from retour_shop.platforms.oscar.normalise import Facts, normalise


class OscarPlatform:
    """An Oscar shop's orders; keys are ``order.pk`` as text."""

    def fetch_orders(self, read_at: Mapping[str, datetime]) -> list[Fetched]:
        ids = [int(key) for key in read_at]
        conf = retour_settings()
        locales = dict(
            PushState.objects.filter(order_id__in=ids).values_list("order_id", "locale")
        )
        booked_here = frozenset(
            BookedRefund.objects.filter(
                order_id__in=ids, payment_event__isnull=False
            ).values_list("payment_event_id", flat=True)
        )
        found = {}
        for order in _whole_orders().filter(pk__in=ids):
            key = str(order.pk)
            facts = Facts(read_at[key], locales.get(order.pk, ""), booked_here)
            try:
                found[key] = Fetched(key, normalise(order, conf, facts))
            except ValidationError as error:
                found[key] = Fetched(key, problems=problems_from(error))
        return [found.get(key, Fetched(key)) for key in read_at]

    def fetch_order(self, order_id: str, *, read_at: datetime) -> Fetched:
        return self.fetch_orders({order_id: read_at})[0]

    def iter_changed(self, since: datetime) -> Iterator[str]:
        """Placed, shipped, paid or moved to another status since then."""
        changed = _orders().filter(
            Q(date_placed__gte=since)
            | Q(shipping_events__date_created__gte=since)
            | Q(payment_events__date_created__gte=since)
            | Q(status_changes__date_created__gte=since)
            | Q(sources__transactions__date_created__gte=since)
        )
        keys = changed.order_by("date_placed", "pk").values_list("pk", "date_placed")
        for pk, _placed in keys.distinct().iterator():
            yield str(pk)

    def all_order_ids(self, after: str | None = None) -> Iterator[str]:
        keys = _orders().filter(pk__gt=int(after or 0)).order_by("pk")
        for pk in keys.values_list("pk", flat=True).iterator():
            yield str(pk)


def _orders() -> QuerySet[Any]:
    orders: QuerySet[Any] = get_model("order", "Order")._default_manager.all()  # noqa: SLF001 - Django's API
    return orders


def _whole_orders() -> QuerySet[Any]:
    product = "lines__product"
    lines = get_model("order", "Line")._default_manager.order_by("pk")  # noqa: SLF001 - Django's API
    return (
        _orders()
        .order_by("pk")
        .select_related(
            "user",
            "site",
            "shipping_address__country",
            "billing_address__country",
        )
        .prefetch_related(
            Prefetch("lines", queryset=lines),
            "lines__attributes__option",
            f"{product}__parent__images",
            f"{product}__parent__categories",
            f"{product}__images",
            f"{product}__categories",
            f"{product}__attribute_values__attribute",
            f"{product}__parent__attribute_values__attribute",
            "shipping_events__event_type",
            "shipping_events__line_quantities",
            "payment_events__event_type",
            "payment_events__line_quantities",
            "sources__source_type",
            f"{product}__product_class",
            f"{product}__parent__product_class",
        )
    )
