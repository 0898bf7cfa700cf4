"""Saving return and sender addresses the way their country writes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from functools import partial

from django.db import transaction

from retour_core.brands.models import Brand, ReturnAddress, SenderAddress
from retour_core.domain.address_lines import address_lines
from retour_core.domain.addresses import (
    AddressProblem,
    PostalAddress,
    address_problems,
    tidy_address,
)
from retour_core.domain.errors import DomainError
from retour_core.domain.phone_numbers import PhoneNumberUnfit, tidy_phone_number
from retour_core.domain.tax_numbers import (
    EoriNumberUnfit,
    VatNumberUnfit,
    tidy_eori_number,
    tidy_vat_number,
)

_MOST_NORTH, _MOST_EAST = 90, 180
_POSTAL = [field.name for field in fields(PostalAddress)]


class AddressInvalid(DomainError):
    """This address cannot be saved; every problem names a field."""

    code = "address_invalid"

    def __init__(self, problems: Sequence[AddressProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(problem.message for problem in problems))


def tidy(address: ReturnAddress | SenderAddress) -> None:
    """Bring an unsaved address into its country's shape; raises ``AddressInvalid``."""
    tidied = tidy_address(postal_address(address))
    problems = address_problems(tidied)
    for name in _POSTAL:
        setattr(address, name, getattr(tidied, name))
    problems += _tidy_numbers(address)
    if isinstance(address, ReturnAddress):
        problems += _place_problems(address)
    if problems:
        raise AddressInvalid(problems)


@transaction.atomic
def save_return_address(address: ReturnAddress, *, make_default: bool) -> ReturnAddress:
    """``make_default`` takes the place of the brand's default before; a brand's first
    address is the default whatever is said. Raises ``AddressInvalid``."""
    tidy(address)
    # The addresses there are would not keep two first ones apart.
    Brand.objects.select_for_update(no_key=True).get(pk=address.brand_id)
    others = ReturnAddress.objects.filter(brand=address.brand)
    others = others.exclude(pk=address.pk)
    address.is_default = make_default or not others.filter(is_default=True).exists()
    if address.is_default:
        others.filter(is_default=True).update(is_default=False)
    address.save()
    return address


def save_sender_address(address: SenderAddress) -> SenderAddress:
    """Raises ``AddressInvalid``.

    Orders keep the brand they have; applying the shipping rules to existing orders
    gives them that of the address.
    """
    tidy(address)
    address.save()
    return address


def postal_address(address: ReturnAddress | SenderAddress) -> PostalAddress:
    return PostalAddress(**{name: getattr(address, name) for name in _POSTAL})


def written_lines(address: ReturnAddress | SenderAddress, *, locale: str) -> list[str]:
    """The address as a label in its country shows it."""
    return address_lines(postal_address(address), locale=locale)


def _place_problems(address: ReturnAddress) -> list[AddressProblem]:
    """Of its place on the map."""
    problems = []
    latitude, longitude = address.latitude, address.longitude
    if (latitude is None) != (longitude is None):
        name = "latitude" if latitude is None else "longitude"
        message = "A place on the map needs both latitude and longitude."
        problems.append(AddressProblem(name, "coordinates_incomplete", message))
    for name, value, most in (
        ("latitude", latitude, _MOST_NORTH),
        ("longitude", longitude, _MOST_EAST),
    ):
        # Written so that “nan” is refused too.
        if value is not None and not -most <= value <= most:
            message = f"Write degrees from -{most} to {most}."
            problems.append(
                AddressProblem(name, "degrees_unfit", message, {"most": str(most)})
            )
    return problems


def _tidy_numbers(address: ReturnAddress | SenderAddress) -> list[AddressProblem]:
    problems = []
    country = address.country
    for name, tidied in (
        ("phone", partial(tidy_phone_number, country=country)),
        ("vat_number", partial(tidy_vat_number, country=country)),
        ("eori_number", tidy_eori_number),
    ):
        try:
            if number := getattr(address, name).strip():
                setattr(address, name, tidied(number))
        except (PhoneNumberUnfit, VatNumberUnfit, EoriNumberUnfit) as unfit:
            problems.append(AddressProblem(name, unfit.code, unfit.message))
    return problems
