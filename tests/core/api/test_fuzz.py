"""Whatever the OpenAPI document allows, and what it does not, is never our fault.

Runs in-process and bounded; every operation the document names gets its share.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode

from retour_core.api.api import api
from tests.core.api.conftest import Caller
from tests.factories import make_order, make_return

# For thirty operations and modes about half a minute on one core.
EXAMPLES = 20
DOCUMENT = api.get_openapi_schema(path_prefix="/api/v1/")
SCHEMA = schemathesis.openapi.from_dict(DOCUMENT)
SCHEMA.app = get_wsgi_application()
OPERATIONS = [
    (path, method.upper())
    for path, methods in DOCUMENT["paths"].items()
    for method in methods
]


@pytest.fixture
def _one_connection() -> Iterator[None]:
    """A request that ends must not close the connection this test's rows live in."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("_one_connection")
@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_no_request_makes_the_api_fail(
    call: Caller, path: str, method: str, mode: GenerationMode
) -> None:
    ret = make_return(make_order(call.shop, number="0"))
    # What is there is found now and then, so that more than 404s are tried.
    known = {"rma_number": ret.rma_number} if "{rma_number}" in path else None

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(data=strategies(path, method, mode, known))
    def send(data: Any) -> None:
        data.headers = {
            **(data.headers or {}),
            "Authorization": f"Bearer {call.secret}",
        }
        for place in (data.body, data.query):
            if isinstance(place, dict) and "order_id" in place:
                place["order_id"] = "0"
        with transaction.atomic():
            answer = data.call()
            transaction.set_rollback(True)
        assert answer.status_code < 500, (data.as_curl_command(), answer.text)

    send()


def strategies(path: str, method: str, mode: GenerationMode, known: Any) -> Any:
    operation = SCHEMA[path][method]
    found = operation.as_strategy(generation_mode=mode)
    if known is None:
        return found
    return found | operation.as_strategy(generation_mode=mode, path_parameters=known)
