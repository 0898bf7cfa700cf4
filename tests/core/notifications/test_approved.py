from __future__ import annotations

import pytest

from retour_core.outbox.models import OutboxMessage
from retour_core.returns.actors import SYSTEM, Actor
from retour_core.returns.choices import ActorKind
from retour_core.returns.operations import approve
from tests.factories import make_brand, make_order, make_return, make_shop

pytestmark = pytest.mark.django_db
ANNA = Actor(ActorKind.STAFF, "anna")


@pytest.mark.parametrize(
    ("actor", "method", "written"),
    [
        (ANNA, "drop_off_point", [("mail", "approved"), ("label", None)]),
        (SYSTEM, "drop_off_point", [("label", None)]),
        (ANNA, "own_carrier", [("mail", "ready")]),
    ],
)
def test_who_waited_for_a_person_hears_of_the_approval_before_the_label(
    actor: Actor, method: str, written: list[tuple[str, str | None]]
) -> None:
    brand = make_brand(auto_approve=False, methods=[method])
    ret = make_return(make_order(make_shop(brand)))
    OutboxMessage.objects.all().delete()

    approve(ret, actor=actor)

    rows = OutboxMessage.objects.order_by("pk")
    assert [(row.kind, row.payload.get("template")) for row in rows] == written
