"""Postal codes, matched the way people type them."""

from __future__ import annotations

from retour_core.domain.postal.formats import has_postal_codes
from retour_core.domain.postal.matching import normalise_postal_code, same_postal_code

__all__ = ["has_postal_codes", "normalise_postal_code", "same_postal_code"]
