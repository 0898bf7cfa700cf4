from __future__ import annotations

from django.urls.converters import StringConverter

# What returns.models.new_private_key makes; anything else never reaches the database.
PRIVATE_KEY = r"[A-Za-z0-9_-]{20,40}"


class PrivateKeyConverter(StringConverter):
    regex = PRIVATE_KEY
