from __future__ import annotations

import pytest

from retour_core.domain.couriers import couriers_of


@pytest.mark.parametrize(
    ("kind", "number", "service", "expected"),
    [
        ("dhl_de", "JJD0001", "DHL Retoure", ["dhl_de"]),
        ("own", "340123450000123457", "", ["own"]),
        ("sendcloud", "", "DPD Return 0-31.5kg", ["dpd"]),
        ("easypost", "", "PostNL Standard", ["postnl"]),
        ("easypost", "", "DHLExpress Worldwide", ["dhl", "dhl_de"]),
        ("shippo", "1Z999AA10123456784", "Ground", ["ups"]),
        ("karrio", "00340434161094015902", "Return", []),
        ("sendcloud", "", "", []),
    ],
)
def test_the_courier_is_told_by_the_service_and_else_by_the_number(
    kind: str, number: str, service: str, expected: list[str]
) -> None:
    assert couriers_of(kind, number=number, service=service) == expected
