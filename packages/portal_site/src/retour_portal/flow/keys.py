from __future__ import annotations

from django.urls import register_converter
from django.urls.converters import StringConverter

LONGEST_TOKEN = 1000
# What returns.models.new_private_key makes; anything else never reaches the database.
PRIVATE_KEY = r"[A-Za-z0-9_-]{20,40}"


class PrivateKeyConverter(StringConverter):
    regex = PRIVATE_KEY


# Of an address, once this module is imported.
SEGMENT = "<private_key:private_key>/"
register_converter(PrivateKeyConverter, "private_key")
