"""“Importing is free and the ledger proves it”: whichever way orders come in."""

from __future__ import annotations

import io

import pytest
import time_machine
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from retour_core.accounts.tokens import issue_token
from retour_core.billing.models import LedgerEntry
from retour_core.billing.operations import choose_plan
from retour_core.billing.queries import Free, statement_of
from retour_core.domain.wire import OrderIn
from retour_core.imports.mapping import guess_mapping
from retour_core.imports.operations import start, upload
from retour_core.imports.queries import sample_of
from retour_core.imports.running import run_step
from retour_core.labels.models import Label
from retour_core.orders.models import Order, Shop
from retour_core.outbox.models import OutboxMessage
from retour_core.outbox.operations import deliver
from retour_core.returns.models import Return
from retour_shop.client import RetourClient
from tests.core.billing.test_ledger import make_plan
from tests.core.imports.conftest import line, table
from tests.factories import NOW, make_brand, make_return, make_shop, order_data


def push_over_the_api(shop: Shop, secret: str) -> None:
    answer = Client().put(
        "/api/v1/orders",
        {"orders": [order_data(number="API-1"), order_data(number="API-2")]},
        content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )
    assert [result["status"] for result in answer.json()["results"]] == ["created"] * 2


def push_as_the_shops_plugin(server: LiveServer, secret: str) -> None:
    client = RetourClient(base_url=server.url, token=secret)
    told = OrderIn.model_validate(order_data(number="PLUGIN-1"))
    [result] = client.push_orders([told])
    client.close()
    assert result.status == "created"


def import_a_file(shop: Shop) -> None:
    content = table(line("CSV-1"), line("CSV-2"))
    job = upload(shop, io.BytesIO(content), name="orders.csv", actor="anna")
    mapping = guess_mapping(job, sample_of(job))
    job = start(job, mapping, dry_run=False, in_background=False)
    while run_step(job.pk, run=job.run):
        pass


def returned(order: Order) -> Return:
    return make_return(order, {order.lines.get().external_id: 1})


@pytest.mark.django_db(transaction=True)
def test_orders_and_returns_cost_nothing_and_a_label_is_one_charge(
    live_server: LiveServer,
) -> None:
    with time_machine.travel(NOW, tick=True):
        # A file names no parcels.
        shop = make_shop(make_brand(allow_unshipped_returns=True))
        _token, secret = issue_token(shop, name="plugin")
        choose_plan(shop.brand_id, make_plan((1, 30)))
        push_over_the_api(shop, secret)
        push_as_the_shops_plugin(live_server, secret)
        import_a_file(shop)
        orders = list(Order.objects.order_by("number"))
        assert [order.number for order in orders] == [
            *("API-1", "API-2", "CSV-1", "CSV-2", "PLUGIN-1"),
        ]
        returns = [returned(order) for order in orders]

        assert [ret.state for ret in returns] == ["label_pending"] * 5
        assert LedgerEntry.objects.count() == 0
        month = statement_of(shop.brand, "2026-11")
        assert (month.totals, month.lines) == ({}, [])
        assert month.free == Free(orders=5, imports=1, returns=5, test_labels=0)

        [first, *_others] = OutboxMessage.objects.filter(kind="label").order_by("pk")
        deliver(first.pk)

        assert Label.objects.filter(state="ready").count() == 1
        [charge] = LedgerEntry.objects.all()
        assert (charge.kind, charge.amount_minor, charge.nth) == ("label", 30, 1)
        assert statement_of(shop.brand, "2026-11").totals == {"EUR": 30}
        assert statement_of(shop.brand, "2026-11").free == month.free
