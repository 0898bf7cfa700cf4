"""The API as the outside knows it; a change of it is to be seen in review.

After a meant change: ``RETOUR_TEST_UPDATE_SNAPSHOTS=true pytest`` this file.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from retour_core.api.api import api

SNAPSHOT = Path(__file__).with_name("openapi.json")


@pytest.fixture(scope="module")
def described() -> Any:
    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    return json.loads(json.dumps(schema))


def references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "$ref":
                yield value
            else:
                yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def test_the_api_is_the_one_that_was_reviewed(described: Any) -> None:
    text = json.dumps(described, indent=1, sort_keys=True) + "\n"
    if os.environ.get("RETOUR_TEST_UPDATE_SNAPSHOTS") == "true":
        SNAPSHOT.write_text(text)

    assert SNAPSHOT.read_text() == text


def test_every_reference_leads_somewhere(described: Any) -> None:
    found = set(references(described))

    assert found
    for reference in found:
        node = described
        for part in reference.removeprefix("#/").split("/"):
            assert part in node, reference
            node = node[part]
    assert "$defs" not in json.dumps(described)


def test_every_operation_announces_its_problems_and_its_token(described: Any) -> None:
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            where = f"{method} {path}"
            refusals = operation["responses"]["4XX"]["content"]
            assert list(refusals) == ["application/problem+json"], where
            assert operation["security"] == [{"ShopToken": []}], where
            assert operation["summary"], where
