"""Two tabs send the same orders off at once: one group gets all, the other nothing."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from retour_core.returns.drafts import Selection, choose_lines, choose_method
from retour_core.returns.drafts import give_reasons as give
from retour_core.returns.group_models import ReturnGroup
from retour_core.returns.groups import GroupRefused, start_group, submit_group
from retour_core.returns.models import Return
from tests.factories import NOW, make_brand, make_order, make_shop

TABS = 6


@pytest.mark.django_db(transaction=True)
def test_of_several_groups_one_gets_the_last_units_of_all_orders() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer; a test's database in memory even one user")
    shop = make_shop(make_brand())
    orders = [make_order(shop), make_order(shop)]
    groups = []
    for tab in range(TABS):
        mine = orders if tab % 2 else orders[::-1]
        groups.append(start_group(mine, locale="en"))
    for draft in Return.objects.all():
        choose_lines(draft, [Selection("1", 2)])
        give(draft, {line.pk: ("too_small", "") for line in draft.lines.all()})
        choose_method(draft, "drop_off_point", now=NOW)
    start = Barrier(TABS)

    def send(group: ReturnGroup) -> str:
        start.wait(30)
        try:
            return f"sent {len(submit_group(group, now=NOW))}"
        except GroupRefused as error:
            return error.refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(TABS) as tabs:
        answers = Counter(tabs.map(send, groups))
    assert answers == {"sent 2": 1, "quantity_not_available": TABS - 1}
    sent = Return.objects.submitted().values_list("group", flat=True)
    assert len(set(sent)) == 1
    assert len(sent) == 2
