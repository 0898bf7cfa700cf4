from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from retour_core.returns.choices import ActorKind

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

    from retour_core.orders.models import Shop


@dataclass(frozen=True)
class Actor:
    """Who does something to a return, for the timeline."""

    kind: ActorKind
    name: str = ""

    @classmethod
    def staff(cls, user: AbstractBaseUser) -> Actor:
        return cls(ActorKind.STAFF, str(user))

    @classmethod
    def shop(cls, shop: Shop) -> Actor:
        return cls(ActorKind.SHOP, shop.name)


CUSTOMER = Actor(ActorKind.CUSTOMER)
SYSTEM = Actor(ActorKind.SYSTEM)
