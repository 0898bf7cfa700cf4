from __future__ import annotations

from contextlib import suppress
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from oscar.core.loading import get_model

from retour_shop.platforms.oscar.models import Connection, PushState
from retour_shop.testing import Trouble
from tests.shop_plugin import orders

pytestmark = pytest.mark.django_db


def run(name: str, *args: str) -> tuple[list[str], list[str]]:
    out, err = StringIO(), StringIO()
    with suppress(SystemExit):
        call_command(name, *args, stdout=out, stderr=err)
    return out.getvalue().splitlines(), err.getvalue().splitlines()


def _orders_from_before(count: int) -> list[Any]:
    item = orders.product()
    placed = [orders.place((item, 1)) for _ in range(count)]
    PushState.objects.all().delete()
    return placed


def test_check_says_who_we_are(retour: Any) -> None:
    out, err = run("retour_check")

    assert err == []
    assert out == [
        f"Connected to {retour.url} as “Alpenglow”.",
        "Customers return at https://returns.alpenglow.example/.",
        "0 orders wait to be pushed, 0 were refused.",
    ]


def test_check_says_what_is_wrong(retour: Any) -> None:
    retour.token = "another"

    out, err = run("retour_check")

    assert out == []
    assert err == [f"No connection to {retour.url}.", "This token is not known."]


def test_backfill_pushes_everything_and_tells_how_far_it_is(
    retour: Any, settings: Any
) -> None:
    settings.RETOUR_BATCH_SIZE = 2
    placed = _orders_from_before(5)

    out, err = run("retour_backfill")

    assert (out, err) == (
        [
            "0 of 5 orders",
            "2 of 5 orders",
            "4 of 5 orders",
            "5 of 5 orders",
            "Pushed 5 orders.",
        ],
        [],
    )
    assert sorted(retour.orders) == sorted(str(order.pk) for order in placed)


def test_backfill_goes_on_where_it_broke_off(retour: Any, settings: Any) -> None:
    settings.RETOUR_BATCH_SIZE = 2
    placed = _orders_from_before(5)
    retour.troubles.extend([Trouble(), Trouble(status=500)])

    broken = run("retour_backfill")
    out, err = run("retour_backfill")

    assert broken[1][-1] == "Nothing is lost: run the same command again later."
    assert err == []
    assert out[:2] == ["Going on where the last run ended.", "2 of 5 orders"]
    assert retour.statuses == ["created"] * 5
    assert len(retour.orders) == len(placed)
    assert Connection.objects.get().backfill_after is None


def test_backfill_can_be_limited_to_a_day(retour: Any) -> None:
    first, second = _orders_from_before(2)
    get_model("order", "Order").objects.filter(pk=first.pk).update(
        date_placed="2020-01-01T12:00:00Z"
    )

    out, _ = run("retour_backfill", "--since", "2026-01-31")

    assert out[-1] == "Pushed 1 orders."
    assert list(retour.orders) == [str(second.pk)]


@pytest.mark.parametrize("text", ["yesterday", "2026-02-30", ""])
def test_a_date_that_is_none_is_refused(retour: Any, text: str) -> None:
    with pytest.raises(CommandError, match="is not a date"):
        call_command("retour_backfill", "--since", text)


def test_one_round_of_the_worker_can_be_run_by_hand(retour: Any) -> None:
    orders.place()

    out, err = run("retour_worker", "--once")

    assert err == []
    assert out == ["Pushed 1 orders, 0 refused; 0 returns read, 0 refunds settled."]


def test_a_round_that_fails_says_why(retour: Any) -> None:
    retour.token = "another"

    assert run("retour_worker", "--once") == ([], ["This token is not known."])
    assert run("retour_worker", "--once")[0] == [
        "Waiting for the next attempt; see the dashboard."
    ]


def test_the_migrations_fit_the_models_and_any_oscar_of_the_4_series(
    settings: Any,
) -> None:
    settings.MIGRATION_MODULES = {
        app: f"oscar.apps.{app}.migrations" for app in ("partner", "shipping")
    }
    loader = MigrationLoader(None, ignore_no_migrations=True)
    [newest] = loader.graph.leaf_nodes("retour_shop_oscar")
    state = loader.project_state(newest)
    from django.apps import apps

    changes = MigrationAutodetector(state, ProjectState.from_apps(apps)).changes(
        graph=loader.graph, trim_to_apps={"retour_shop_oscar"}
    )

    migration = loader.disk_migrations["retour_shop_oscar", "0001_initial"]
    assert changes == {}
    assert migration.dependencies == [("order", "0001_initial")]
