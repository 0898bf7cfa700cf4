from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from retour_portal.pages.models import ContentPage, PortalHomePage

BLOCKS = [
    pytest.param(block, id=f"{model.__name__}.{name}")
    for model in (PortalHomePage, ContentPage)
    for name, block in model._meta.get_field("body").stream_block.child_blocks.items()
]


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


@pytest.mark.parametrize("block", BLOCKS)
def test_each_block_says_what_it_is_for(block: Any) -> None:
    description = str(block.meta.description)
    assert description.endswith(".")
    assert block.meta.icon != "placeholder"
    assert block.meta.template.startswith("retour/blocks/")
