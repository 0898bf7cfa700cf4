"""Several tills take the same return at once: one hand-in, and all show its proof."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from retour_core.counter.models import HandIn
from retour_core.counter.operations import Accepting, hand_in
from retour_core.returns.actors import Actor
from retour_core.returns.choices import ActorKind
from retour_core.returns.models import Return, ReturnEvent
from tests.factories import NOW, make_brand, make_order, make_return, make_shop

TILLS = 4


@pytest.mark.django_db(transaction=True)
def test_of_several_tills_one_takes_the_items() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer; a test's database in memory even one user")
    ret = make_return(make_order(make_shop(make_brand(methods=["in_store"]))))
    start = Barrier(TILLS)

    def take(till: int) -> tuple[int, bool]:
        actor = Actor(ActorKind.STAFF, f"till {till}")
        start.wait(30)
        try:
            seen = Return.objects.get(pk=ret.pk)
            accepting = Accepting(place=f"till {till}")
            proof, is_new = hand_in(seen, actor=actor, now=NOW, accepting=accepting)
            return proof.pk, is_new
        finally:
            connection.close()

    with ThreadPoolExecutor(TILLS) as tills:
        answers = list(tills.map(take, range(TILLS)))
    proof = HandIn.objects.get()
    assert {pk for pk, _is_new in answers} == {proof.pk}
    assert sum(is_new for _pk, is_new in answers) == 1
    assert ReturnEvent.objects.filter(kind="return.arrived").count() == 1
