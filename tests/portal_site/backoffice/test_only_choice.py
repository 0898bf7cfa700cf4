"""Who runs one brand is not asked which, whatever the form."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.contrib.auth.models import User
from django.urls import reverse

from retour_core.accounts.models import Role
from retour_core.brands.models import Brand
from retour_portal.backoffice.access import grant_staff_role
from tests.portal_site.backoffice.conftest import House, SignIn
from tests.portal_site.backoffice.test_isolation import _pages

ADDING = [
    (name, [])
    for name, pattern in _pages()
    if name.endswith(":add") and "<" not in str(pattern.pattern)
]
ADDING += [("carriers:add_account", ["dhl_de"]), ("payments:add_account", ["mollie"])]


def _begun(page: Any) -> dict[str, Any]:
    """What the fields for a brand begin with, by their name."""
    form = (page.context or {}).get("form")
    fields = form.fields.items() if form is not None else ()
    return {
        name: form.get_initial_for_field(field, name)
        for name, field in fields
        if isinstance(field, forms.ModelChoiceField) and field.queryset.model is Brand
    }


def test_a_form_begins_with_the_only_brand_there_is(
    anna: User, alpenglow: House, lune: House, sign_in: SignIn
) -> None:
    client, pk = sign_in(anna), alpenglow.brand.pk
    pages = {
        name: client.get(reverse(name, args=args), follow=True) for name, args in ADDING
    }
    begun = {name: _begun(page) for name, page in pages.items()}
    asked = {name: fields for name, fields in begun.items() if fields}
    assert {"webhooks:add", "staff:add", "notices:add", "shops:add"} <= set(asked)
    only: dict[str, Any] = {"brand": pk, "brands": [pk]}
    assert asked == {
        name: {field: only[field] for field in fields} for name, fields in asked.items()
    }


@pytest.mark.parametrize("name", ["webhooks:add", "staff:add", "notices:add"])
def test_nothing_is_left_to_choose_from_one_brand(
    name: str, anna: User, alpenglow: House, lune: House, sign_in: SignIn
) -> None:
    page = sign_in(anna).get(reverse(name)).content
    options = BeautifulSoup(page, "html.parser").select("select[name=brand] option")
    assert [option.get_text() for option in options] == [alpenglow.brand.name]


def test_who_runs_two_brands_is_asked_which(
    anna: User, alpenglow: House, lune: House, sign_in: SignIn
) -> None:
    grant_staff_role(anna, lune.brand, Role.ADMIN)
    page = sign_in(anna).get(reverse("webhooks:add"))
    assert _begun(page) == {"brand": None}
    names = [name for _key, name in page.context["form"].fields["brand"].choices]
    assert names == ["---------", alpenglow.brand.name, lune.brand.name]
