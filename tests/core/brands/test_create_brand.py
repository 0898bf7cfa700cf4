from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from retour_core.brands.models import Brand
from retour_core.brands.operations import create_brand, free_slug

pytestmark = pytest.mark.django_db


def make(**values: Any) -> Brand:
    return create_brand(
        **{
            "name": "Maison Lune",
            "portal_url": "https://retours.lune.example/",
            "support_email": "help@lune.example",
            "default_locale": "fr",
            **values,
        }
    )


def test_a_brand_has_a_short_name_made_of_its_name() -> None:
    brand = make(name=" Maison Lune ")
    assert (brand.slug, brand.name) == ("maison-lune", "Maison Lune")
    assert brand.portal_url == "https://retours.lune.example"


@pytest.mark.parametrize(
    ("name", "taken", "slug"),
    [
        ("Lune", [], "lune"),
        ("Lune", ["lune-2"], "lune"),
        ("Lune", ["lune", "lune-2"], "lune-3"),
        ("月", [], "brand"),
        ("x" * 80, [], "x" * 40),
    ],
)
def test_a_short_name_is_one_nobody_has(name: str, taken: list[str], slug: str) -> None:
    for other in taken:
        Brand.objects.create(slug=other, name=other)
    assert free_slug(name) == slug


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", " "), ("name", "x" * 81), ("support_email", "nobody"), ("slug", "a b")],
)
def test_what_cannot_be_is_refused(field: str, value: str) -> None:
    with pytest.raises(ValidationError) as refused:
        make(**{field: value})
    assert list(refused.value.message_dict) == [field]
    assert not Brand.objects.exists()
