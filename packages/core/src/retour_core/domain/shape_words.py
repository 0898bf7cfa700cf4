"""What is wrong with the shape of a field, and the way out, in a sentence.

Pydantic's own words name its classes and regular expressions; who pushes orders or
reads the error file of an import knows neither.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from retour_core.domain.wire import (
    AMOUNT_PATTERN,
    COUNTRY_PATTERN,
    CURRENCY_PATTERN,
    EXEMPTION_PATTERN,
    ONE_LINE_PATTERN,
    PRINTABLE_PATTERN,
    RATE_PATTERN,
)

_TIME = "Write a time with its offset, like 2026-11-20T12:00:00Z."
_SENTENCES = {
    "missing": "Give this field a value.",
    "extra_forbidden": "There is no field of this name; check its spelling or omit it.",
    "string_too_short": "Give this field a value.",
    "string_too_long": "Use at most {max_length} characters.",
    "string_type": "Write this as text.",
    "string_unicode": "This text holds broken characters.",
    "too_short": "Give at least {min_length}.",
    "too_long": "Give at most {max_length}, not {actual_length}.",
    "greater_than_equal": "Use {ge} or more.",
    "less_than_equal": "Use {le} or less.",
    "model_type": "Write this as an object.",
    "model_attributes_type": "Write this as an object.",
    "dict_type": "Write this as an object.",
    "int_type": "Write a whole number.",
    "int_parsing": "Write a whole number.",
    "int_parsing_size": "Write a smaller number.",
    "int_from_float": "Write a whole number.",
    "list_type": "Write this as a list.",
    "tuple_type": "Write this as a list.",
    "bool_type": "Write true or false.",
    "bool_parsing": "Write true or false.",
    "literal_error": "Write one of these: {expected}.",
    "timezone_aware": _TIME,
    "datetime_type": _TIME,
    "datetime_parsing": _TIME,
    "datetime_object_invalid": _TIME,
    "datetime_from_date_parsing": _TIME,
}
_PATTERNS = {
    AMOUNT_PATTERN: "Write an amount with a point before its decimals, like “19.90”.",
    RATE_PATTERN: "Write a percentage without its sign, like “19” or “5.5”.",
    COUNTRY_PATTERN: "Write the two letters of ISO 3166-1, like “DE”.",
    CURRENCY_PATTERN: "Write the three letters of ISO 4217, like “EUR”.",
    EXEMPTION_PATTERN: "Write one letter from “a” to “m”, or leave it empty.",
    ONE_LINE_PATTERN: "Leave out line breaks and control characters.",
    PRINTABLE_PATTERN: "Leave out control characters.",
}


def shape_sentence(error: Mapping[str, Any]) -> str:
    """``error`` is one of pydantic's; of a kind not known here, its own words."""
    context = error.get("ctx", {})
    if error["type"] == "string_pattern_mismatch":
        known = _PATTERNS.get(context["pattern"])
    else:
        known = _SENTENCES.get(error["type"])
    return known.format(**context) if known else str(error["msg"])
