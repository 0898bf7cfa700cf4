"""What the migrations do for looks that were there before there were drafts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from retour_portal.editorial.looks import save_draft
from retour_portal.theming.look import look_of
from retour_portal.theming.models import Theme, ThemeVersion
from retour_portal.theming.versions import live_version
from tests.portal_site.theming.portals import make_portal

TOKENS = {"accent_colour": "#b4532a", "font": "system", "corners": "soft"}
BEFORE = [("retour_theming", "0007_links_in_languages")]


def migrate(to: list[tuple[str, str]] | None = None) -> Any:
    executor = MigrationExecutor(connection)
    targets = to or executor.loader.graph.leaf_nodes()
    executor.migrate(targets)
    return executor.loader.project_state(targets).apps


@pytest.fixture
def migrated_again(transactional_db: None) -> Iterator[None]:
    yield
    migrate()


@pytest.mark.usefixtures("migrated_again")
def test_versions_of_before_stay_published_and_can_be_drafted_again() -> None:
    theme = make_portal("nordwand")
    theme.primary_colour, theme.tagline = "#5b2bbf", "Down to earth"
    theme.save()
    theme.versions.all().delete()
    old = migrate(BEFORE).get_model("retour_theming", "ThemeVersion")
    for number, colour in ((1, "#1f3a5f"), (2, "#5b2bbf")):
        old.objects.create(
            theme_id=theme.pk,
            number=number,
            tokens={**TOKENS, "primary_colour": colour},
        )
    migrate()
    rows = list(ThemeVersion.objects.order_by("number"))
    assert [(row.number, row.stage) for row in rows] == [
        (1, "published"),
        (2, "published"),
    ]
    assert [row.published_at for row in rows] == [row.saved_at for row in rows]
    theme = Theme.objects.get()
    assert live_version(theme) == rows[1]
    editor = User.objects.create_user("editor")
    # What customers see, written out: the same look, so neither version nor draft.
    whole = look_of(theme)
    assert save_draft(theme, whole, by=editor, may_publish=False) is None
    draft = save_draft(theme, rows[0].look, by=editor, may_publish=False)
    assert draft is not None
    assert (draft.look["primary_colour"], draft.look["tagline"]) == (
        "#1f3a5f",
        "Down to earth",
    )
    assert Theme.objects.get().primary_colour == "#5b2bbf"
