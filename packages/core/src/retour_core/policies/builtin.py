"""The reasons of a brand that has no list of its own, with words in each language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from retour_core.domain.policies import RequestKind
from retour_core.domain.reasons import ReturnReason as R
from retour_core.policies.models.reason import ShopifyReason as S

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_WORDS: Mapping[str, _StrPromise] = {
    R.TOO_SMALL: _("Too small"),
    R.TOO_LARGE: _("Too large"),
    R.NOT_AS_DESCRIBED: _("Not as described or pictured"),
    R.DAMAGED: _("Damaged or faulty"),
    R.WRONG_ITEM: _("Not what I ordered"),
    R.ARRIVED_LATE: _("Arrived too late"),
    R.CHANGED_MIND: _("I changed my mind"),
    R.OTHER: _("Another reason"),
}
# A claim is about what is faulty, wrong, missing or damaged.
_NO_CLAIM = (RequestKind.RETURN.value, RequestKind.WITHDRAWAL.value)

# What differs from a new row of ``policies.models.Reason``.
BUILT_IN: Mapping[str, Mapping[str, Any]] = {
    R.TOO_SMALL: {
        "kinds": _NO_CLAIM,
        "sendcloud_id": 31,
        "shopify_reason": S.SIZE_TOO_SMALL,
    },
    R.TOO_LARGE: {
        "kinds": _NO_CLAIM,
        "sendcloud_id": 30,
        "shopify_reason": S.SIZE_TOO_LARGE,
    },
    R.NOT_AS_DESCRIBED: {
        "our_fault": True,
        "sendcloud_id": 6,
        "shopify_reason": S.NOT_AS_DESCRIBED,
    },
    R.DAMAGED: {
        "our_fault": True,
        "sendcloud_id": 21,
        "shopify_reason": S.DEFECTIVE,
    },
    R.WRONG_ITEM: {
        "our_fault": True,
        "sendcloud_id": 24,
        "shopify_reason": S.WRONG_ITEM,
    },
    R.ARRIVED_LATE: {"sendcloud_id": 20, "shopify_reason": S.OTHER},
    R.CHANGED_MIND: {
        "kinds": _NO_CLAIM,
        "sendcloud_id": 11,
        "shopify_reason": S.UNWANTED,
    },
    R.OTHER: {"sendcloud_id": 3, "shopify_reason": S.OTHER},
}


def builtin_words(key: str, locale: str) -> str:
    """Nothing ("") for a key that is not built in."""
    if key not in _WORDS:
        return ""
    with override(locale.replace("_", "-")):
        return str(_WORDS[key])
