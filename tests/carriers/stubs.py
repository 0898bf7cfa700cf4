"""A server of each carrier; an adapter added here is under all tests at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from retour_core.carriers.base import Carrier
from retour_core.carriers.registry import carrier
from tests.carriers.contract import sent_from
from tests.carriers.dhl_stub import DhlStub
from tests.carriers.easypost_stub import EasyPostStub
from tests.carriers.inpost_stub import InPostStub
from tests.carriers.karrio_stub import KarrioStub
from tests.carriers.sendcloud_stub import SendcloudStub
from tests.carriers.server import Stub, serving
from tests.carriers.shippo_stub import ShippoStub
from tests.carriers.stub import StubCarrier

STUBS: dict[str, type[Stub]] = {
    stub.kind: stub
    for stub in (
        *(StubCarrier, SendcloudStub, DhlStub, EasyPostStub, ShippoStub),
        *(InPostStub, KarrioStub),
    )
}


@contextmanager
def installed(kind: str, settings: Any) -> Iterator[Stub]:
    """The carrier's server runs and is where its adapter asks; nobody is patient."""
    with serving(STUBS[kind]()) as stub:
        settings.RETOUR_CARRIER_SANDBOX_URL = stub.url
        settings.RETOUR_KARRIO_URL = stub.url
        settings.RETOUR_CARRIER_URLS = {kind: stub.url}
        settings.RETOUR_CARRIER_ANSWER_SECONDS = 1.0
        with sent_from(stub.country):
            yield stub
        assert stub.complaints == []


def adapter_for(stub: Stub) -> Carrier:
    return carrier(stub.kind, stub.settings)
