from __future__ import annotations

from typing import Any

import pytest

from retour_portal.backoffice.orders.history import Change, changes_between


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ({"email": "a"}, {"email": "b"}, [Change("email", "a", "b")]),
        ({}, {"email": "b"}, [Change("email", None, "b")]),
        ({"email": "a"}, {}, [Change("email", "a", None)]),
        ({"changed_at": 1, "tags": ["a"]}, {"changed_at": 2, "tags": ["a"]}, []),
        (
            {"tags": ["a"]},
            {"tags": ["a", "b"]},
            [Change("tags", '["a"]', '["a", "b"]')],
        ),
        (
            {"shipping_address": {"city": "Berlin"}},
            {"shipping_address": {"city": "Bonn"}},
            [Change("shipping_address / city", "Berlin", "Bonn")],
        ),
        (
            {"lines": [{"id": "a", "quantity": 1}, {"id": "b", "quantity": 1}]},
            {"lines": [{"id": "b", "quantity": 2}, {"id": "a", "quantity": 1}]},
            [Change("lines / b / quantity", "1", "2")],
        ),
        (
            {"lines": [{"id": "a"}]},
            {"lines": [{"id": "a"}, {"id": "b"}]},
            [Change("lines / b / id", None, "b")],
        ),
        ({"url": ""}, {"url": "x" * 200}, [Change("url", "", "x" * 120 + "…")]),
    ],
)
def test_what_differs_is_named_by_field(
    before: dict[str, Any], after: dict[str, Any], changes: list[Change]
) -> None:
    assert changes_between(before, after) == changes
