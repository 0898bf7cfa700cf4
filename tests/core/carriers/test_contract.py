"""All adapters that ask somebody, over a real socket."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from retour_core.carriers.base import Carrier, CarrierFault, FaultKind, Quotes
from retour_core.carriers.http import CarrierServer
from retour_core.carriers.registry import carrier_class
from retour_core.domain.money import Money
from tests.carriers.contract import CarrierContract, just_now, label_request
from tests.carriers.faults import ON_THE_WAY, Fault
from tests.carriers.leaks import leaked, shown_by
from tests.carriers.server import Stub
from tests.carriers.stubs import STUBS, adapter_for, installed

REFUSED = {
    **dict.fromkeys(
        (Fault.LIMIT, Fault.LIMIT_DATE, Fault.LIMIT_PAST, Fault.LIMIT_NONSENSE),
        FaultKind.LIMIT,
    ),
    Fault.AUTH: FaultKind.AUTH,
    Fault.INPUT: FaultKind.INPUT,
    Fault.GONE: FaultKind.PERMANENT,
    Fault.REDIRECT: FaultKind.PERMANENT,
}
NOT_BOUGHT = {*REFUSED, Fault.BROKEN_BEFORE, Fault.HTML_BEFORE, Fault.RESET_BEFORE}
# What the JSON of a purchase says wrongly, by carrier; see each stub's ``spoilt``.
SPOILT = {
    "sandbox": [Fault.NO_NUMBER, Fault.NOT_BASE64, Fault.NO_PDF, Fault.ANOTHER],
    "sendcloud": [Fault.NO_NUMBER],
    "dhl_de": [Fault.NO_NUMBER, Fault.NOT_BASE64, Fault.NO_PDF],
    "easypost": [Fault.NO_NUMBER, Fault.ANOTHER],
    "shippo": [Fault.NO_NUMBER, Fault.ANOTHER],
    "inpost": [Fault.NO_NUMBER],
    "karrio": [Fault.NO_NUMBER, Fault.ANOTHER],
}
LOOKING_UP = [kind for kind in STUBS if carrier_class(kind).capabilities.lookup]
FAILING = [(kind, fault) for kind in STUBS for fault in [*ON_THE_WAY, *SPOILT[kind]]]


@pytest.fixture(params=list(STUBS))
def kind(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def stub(kind: str, settings: Any, caplog: Any) -> Iterator[Stub]:
    caplog.set_level(logging.DEBUG)
    with installed(kind, settings) as stub:
        yield stub
        assert leaked(caplog.text, stub) == []


@pytest.fixture
def adapter(stub: Stub) -> Carrier:
    return adapter_for(stub)


class TestContract(CarrierContract):
    @pytest.fixture
    def carrier(self, adapter: Carrier) -> Carrier:
        return adapter


@pytest.mark.parametrize(("kind", "fault"), FAILING)
def test_each_failure_to_buy_has_its_kind_and_shows_no_secret(
    adapter: Carrier, stub: Stub, fault: Fault
) -> None:
    stub.next_buy.append(fault)

    with pytest.raises(CarrierFault) as caught:
        adapter.buy(label_request())

    assert caught.value.kind is REFUSED.get(fault, FaultKind.UNCLEAR)
    assert len(stub.numbers()) == (0 if fault in NOT_BOUGHT else 1)
    assert leaked(shown_by(caught.value), stub) == []


@pytest.mark.parametrize("fault", ON_THE_WAY)
@pytest.mark.parametrize("kind", ["dhl_de", "easypost", "shippo", "inpost", "karrio"])
def test_what_breaks_before_the_purchase_is_never_unclear(
    adapter: Carrier, stub: Stub, fault: Fault
) -> None:
    stub.next_fetch.append(fault)

    with pytest.raises(CarrierFault) as caught:
        adapter.buy(label_request())

    # Of a login it is the password that is wrong.
    expected = {**REFUSED}
    if stub.kind in ("dhl_de", "inpost"):
        expected[Fault.INPUT] = FaultKind.AUTH
    assert caught.value.kind is expected.get(fault, FaultKind.TEMPORARY)
    assert stub.numbers() == []
    assert leaked(shown_by(caught.value), stub) == []


@pytest.mark.parametrize("fault", ON_THE_WAY)
@pytest.mark.parametrize("kind", ["sendcloud", "easypost", "shippo", "karrio"])
def test_what_breaks_after_the_purchase_is_unclear_and_found_again(
    adapter: Carrier, stub: Stub, fault: Fault
) -> None:
    request, asked = label_request(), just_now()
    stub.next_fetch.extend([None, fault] if stub.makes_first else [fault])

    with pytest.raises(CarrierFault) as caught:
        adapter.buy(request)

    assert caught.value.kind is FaultKind.UNCLEAR
    found = adapter.find(request, since=asked)
    assert found is not None
    assert [found.tracking_number] == stub.numbers()
    assert leaked(shown_by(caught.value), stub) == []


@pytest.mark.parametrize(
    ("kind", "fault"),
    [(kind, fault) for kind in LOOKING_UP for fault in ON_THE_WAY],
)
def test_a_lookup_that_fails_never_says_there_is_no_label(
    adapter: Carrier, stub: Stub, fault: Fault
) -> None:
    request, asked = label_request(), just_now()
    adapter.buy(request)
    stub.next_find.append(fault)

    with pytest.raises(CarrierFault) as caught:
        adapter.find(request, since=asked)

    unsure = (FaultKind.TEMPORARY, FaultKind.UNCLEAR)
    assert caught.value.kind in ([REFUSED[fault]] if fault in REFUSED else unsure)
    assert leaked(shown_by(caught.value), stub) == []


@pytest.mark.parametrize(
    ("fault", "least", "most"),
    [(Fault.LIMIT, 7, 7), (Fault.LIMIT_DATE, 50, 60)],
)
def test_a_limit_says_how_long_to_wait(
    adapter: Carrier, stub: Stub, fault: Fault, least: int, most: int
) -> None:
    stub.next_buy.append(fault)

    with pytest.raises(CarrierFault) as caught:
        adapter.buy(label_request())

    after = caught.value.retry_after
    assert after is not None
    assert timedelta(seconds=least) <= after <= timedelta(seconds=most)


@pytest.mark.parametrize("fault", [Fault.LIMIT_PAST, Fault.LIMIT_NONSENSE])
def test_a_limit_that_makes_no_sense_is_left_to_our_own_patience(
    adapter: Carrier, stub: Stub, fault: Fault
) -> None:
    stub.next_buy.append(fault)

    with pytest.raises(CarrierFault) as caught:
        adapter.buy(label_request())

    assert caught.value.retry_after is None


def test_a_carrier_that_does_not_listen_is_asked_again(
    kind: str, stub: Stub, settings: Any
) -> None:
    """Nothing was sent, so nothing was bought."""
    settings.RETOUR_CARRIER_SANDBOX_URL = "http://127.0.0.1:9"
    settings.RETOUR_CARRIER_URLS = {kind: "http://127.0.0.1:9"}

    with pytest.raises(CarrierFault) as caught:
        adapter_for(stub).buy(label_request())

    assert caught.value.kind is FaultKind.TEMPORARY


@pytest.mark.parametrize(
    "kind", ["sendcloud", "dhl_de", "easypost", "shippo", "inpost"]
)
def test_a_wrong_key_does_not_pass_the_test(kind: str, stub: Stub) -> None:
    wrong = {
        name: "quite-wrong" if value in stub.secrets else value
        for name, value in stub.settings.items()
    }

    with pytest.raises(CarrierFault) as caught:
        type(adapter_for(stub))(
            adapter_for(stub).settings_class.model_validate(wrong)
        ).test_credentials()

    assert caught.value.kind is FaultKind.AUTH


def test_no_secret_shows_in_what_an_account_is_printed_as(stub: Stub) -> None:
    form = adapter_for(stub).settings_class.model_validate(dict(stub.settings))

    assert leaked(f"{form!r} {form} {form.model_dump()}", stub) == []


@pytest.mark.parametrize(
    ("teller", "currency"),
    [("easypost", "USD"), ("shippo", "USD"), ("karrio", "EUR"), ("sendcloud", "EUR")],
)
def test_a_price_is_told_without_buying(
    teller: str, currency: str, settings: Any
) -> None:
    with installed(teller, settings) as stub:
        adapter = adapter_for(stub)
        assert isinstance(adapter, Quotes)

        assert adapter.quote(label_request()) == Money(593, currency)
        assert stub.numbers() == []


@pytest.mark.parametrize(
    "url",
    [
        *(
            "http://labels.example/a.pdf",
            "https://127.0.0.1/a.pdf",
            "file:///etc/passwd",
        ),
        *("https://10.0.0.7/a.pdf", "https://[::1]/a.pdf", "https://localhost/a.pdf"),
        *("https:///a.pdf", "https://169.254.169.254/latest/meta-data"),
    ],
)
def test_a_document_is_never_fetched_from_within(url: str) -> None:
    with pytest.raises(CarrierFault) as caught:
        CarrierServer("easypost", "https://api.easypost.com/v2").fetch(url)

    assert caught.value.kind is FaultKind.TEMPORARY
