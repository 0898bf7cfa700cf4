"""Taking stored secrets from an old key to the new one."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import transaction
from django.db.models import Model

from retour_core.encryption import SealedField


def sealed_columns() -> Iterator[tuple[type[Model], str]]:
    """Every column of the installation that holds secrets, with its model."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:  # noqa: SLF001 - public API
            if isinstance(field, SealedField):
                yield model, field.name


def sealed_rows(model: type[Model], column: str) -> list[int]:
    """Primary keys of the rows that have a secret there."""
    rows = model._default_manager.exclude(**{column: None})  # noqa: SLF001 - public API
    return list(rows.exclude(**{column: ""}).values_list("pk", flat=True))


@transaction.atomic
def rotate_secret(model: type[Model], column: str, pk: int) -> bool:
    """Write one secret under the first key; ``False`` if its row is gone.

    The row is locked, so a secret entered meanwhile is not overwritten. Raises
    ``SecretUnreadable``.
    """
    rows = model._default_manager.select_for_update()  # noqa: SLF001 - public API
    row = rows.filter(pk=pk).first()
    if row is None or not getattr(row, column):
        return False
    setattr(row, column, getattr(row, column).rotated())
    row.save(update_fields=[column])
    return True
