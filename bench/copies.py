"""Many rows like one that was made the ordinary way, to be given to ``insert_rows``."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.db import connection
from django.db.models import FileField, Model, UUIDField

from retour_core.orders.bulk import Row

_UUID = UUIDField()


def row_of(stored: Model) -> Row:
    """A stored row without its key; the caller changes what must differ."""
    fields = [field for field in stored._meta.concrete_fields if not field.primary_key]
    return {field.attname: _plain(getattr(stored, field.attname)) for field in fields}


def new_uuid() -> Any:
    """As the column of this database holds it."""
    return _UUID.get_db_prep_value(uuid.uuid4(), connection)


def _plain(value: Any) -> Any:
    if isinstance(value, (list, dict)):
        return json.dumps(value)
    return value.name if isinstance(getattr(value, "field", None), FileField) else value
