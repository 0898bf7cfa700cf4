"""What a theme looked like before, and back to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from retour_portal.theming.tokens import Tokens, put_on, tokens_of

if TYPE_CHECKING:
    from retour_portal.theming.models import Theme


def note_version(theme: Theme) -> None:
    """Keep the tokens just saved, unless they are those of the last version."""
    tokens = tokens_of(theme)
    last = theme.versions.order_by("-number").first()
    if last is not None and Tokens(**last.tokens) == tokens:
        return
    theme.versions.create(
        number=last.number + 1 if last else 1,
        tokens=tokens.model_dump(mode="json"),
        saved_by=theme.saved_by[:150],
    )


@transaction.atomic
def wear(theme: Theme, tokens: Tokens, *, by: str) -> None:
    """Save the theme in this look, as a new version; pictures and links stay.

    Raises ``ThemeFileRefused`` where a colour could not be read; nothing is saved then.
    """
    kept = type(theme).objects.select_for_update(of=("self",)).get(pk=theme.pk)
    put_on(kept, tokens)
    kept.saved_by = by
    kept.save()
