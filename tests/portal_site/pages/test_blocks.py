from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.models import Page

from retour_portal.pages.models import ContentPage, PortalHomePage

BLOCKS = [
    pytest.param(block, id=f"{model.__name__}.{name}")
    for model in (PortalHomePage, ContentPage)
    for name, block in model._meta.get_field("body").stream_block.child_blocks.items()
]


def child(model: type[Page], name: str) -> Any:
    return model._meta.get_field("body").stream_block.child_blocks[name]


@pytest.fixture
def admin(client: Client, db: None) -> Client:
    client.force_login(
        get_user_model().objects.create_superuser("root", "root@example.org", "pw")
    )
    return client


@pytest.mark.parametrize("block", BLOCKS)
def test_each_block_has_a_preview_an_editor_can_see(admin: Client, block: Any) -> None:
    query = urlencode({"id": block.definition_prefix})
    response = admin.get(f"{reverse('wagtailadmin_block_preview')}?{query}")
    assert response.status_code == 200
    assert "retour/css/blocks.css" in response.text
    value = block.meta.preview_value
    shown = (
        value
        if isinstance(value, str)
        else next(str(text) for text in value.values() if len(str(text)) > 10)
    )
    assert shown in response.text


def test_the_countdown_in_the_chooser_counts_days_not_decades(admin: Client) -> None:
    block = child(ContentPage, "countdown")
    query = urlencode({"id": block.definition_prefix})
    response = admin.get(f"{reverse('wagtailadmin_block_preview')}?{query}")
    assert "12 days left." in response.text


def test_a_picture_block_without_a_picture_is_refused() -> None:
    block = child(ContentPage, "picture")
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(block.to_python({"picture": None, "caption": "Seams"}))
    assert list(refused.value.block_errors) == ["picture"]


def test_countries_are_chosen_by_their_name_in_the_editors_language() -> None:
    country = child(ContentPage, "countdown").child_blocks["country"]
    with override("de"):
        choices = dict(country.field.choices)
    assert choices["AT"] == "Österreich"


def test_the_steps_block_begins_with_as_many_as_it_needs() -> None:
    block = child(ContentPage, "steps")
    assert len(block.get_default()["steps"]) == block.child_blocks["steps"].meta.min_num


@pytest.mark.parametrize("block", BLOCKS)
def test_each_block_says_what_it_is_for(block: Any) -> None:
    description = str(block.meta.description)
    assert description.endswith(".")
    assert block.meta.icon != "placeholder"
    assert block.meta.template.startswith("retour/blocks/")
