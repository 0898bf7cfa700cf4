"""The goods in one of several parcels; those of all together are declared once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from retour_core.domain.customs.goods import Goods
from retour_core.domain.dealing import units_dealt
from retour_core.domain.money import Money


def goods_in(goods: Sequence[Goods], parcel: int, parcels: int) -> list[Goods]:
    """Those of the ``parcel``-th of ``parcels``, from 1, with their weight and value.

    Fewer units than parcels are items in pieces: each parcel has a part of each.
    """
    if parcels == 1:
        return list(goods)
    dealt = units_dealt([one.quantity for one in goods], parcel, parcels)
    if dealt is None:
        return [
            replace(
                _share(one, parcel - 1, parcel, parcels),
                description=f"{one.description} (part {parcel} of {parcels})",
            )
            for one in goods
        ]
    return [
        replace(_share(one, units.start, units.stop, one.quantity), quantity=len(units))
        for one, units in zip(goods, dealt, strict=True)
        if units
    ]


def _share(goods: Goods, start: int, stop: int, of: int) -> Goods:
    """Shares that follow each other add up to the whole, to the gram and the cent."""

    def part(whole: int) -> int:
        return whole * stop // of - whole * start // of

    grams, value = goods.net_grams, goods.value
    return replace(
        goods,
        net_grams=part(grams) if grams else grams,
        value=Money(part(value.minor), value.currency) if value else value,
    )
