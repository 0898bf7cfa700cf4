from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest

from retour_core.outbox.models import OutboxMessage
from retour_core.payments.models import FeeRefund, Payment, PaymentAccount
from tests.carriers.leaks import leaked
from tests.carriers.server import serving
from tests.payments.mollie_stub import MollieStub


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Any) -> None:
    """Labels go to a folder of the test's own."""
    local = "django.core.files.storage.FileSystemStorage"
    options = {"location": tmp_path / "private", "base_url": None}
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {"BACKEND": local, "OPTIONS": {**options, "allow_overwrite": True}},
    }


@pytest.fixture
def mollie(settings: Any, caplog: Any, db: None) -> Iterator[MollieStub]:
    """Their server runs, nobody is patient, and no key gets out."""
    del db
    caplog.set_level(logging.DEBUG)
    with serving(MollieStub()) as stub:
        settings.RETOUR_CARRIER_URLS = {"mollie": stub.url}
        settings.RETOUR_CARRIER_ANSWER_SECONDS = 1.0
        yield stub
        told = [caplog.text]
        for model in (OutboxMessage, Payment, FeeRefund, PaymentAccount):
            told += [str(row) for row in model.objects.values()]
        assert leaked("\n".join(told), stub) == []
        assert stub.complaints == []
