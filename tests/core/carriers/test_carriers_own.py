from __future__ import annotations

import pytest

from retour_core.accounts.models import Account
from retour_core.carriers.base import CarrierFault, FaultKind
from retour_core.carriers.own.adapter import OwnLabel
from retour_core.domain.identifiers import is_valid_sscc
from tests.carriers.contract import CarrierContract, label_request

pytestmark = pytest.mark.django_db


class TestOwn(CarrierContract):
    kind = "own"

    @pytest.fixture
    def carrier(self) -> OwnLabel:
        return OwnLabel()


@pytest.fixture
def _account() -> None:
    Account.objects.update_or_create(
        singleton=True, defaults={"name": "N", "gs1_company_prefix": "4012345678"}
    )


@pytest.mark.usefixtures("_account")
def test_the_number_is_an_sscc_under_the_accounts_prefix() -> None:
    number = OwnLabel().buy(label_request(serial=42)).tracking_number

    assert number.startswith("04012345678000042")
    assert is_valid_sscc(number)


@pytest.mark.usefixtures("_account")
def test_a_prefix_that_has_run_out_of_numbers_is_a_fault_for_good() -> None:
    with pytest.raises(CarrierFault) as fault:
        OwnLabel().buy(label_request(serial=1_000_000))

    assert fault.value.kind is FaultKind.PERMANENT
    assert "runs from 0 to 999999" in str(fault.value)
