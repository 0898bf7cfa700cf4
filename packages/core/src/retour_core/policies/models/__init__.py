from __future__ import annotations

from retour_core.policies.models.policy import KindChoices, ReturnPolicy
from retour_core.policies.models.question import AnswerKind, Question
from retour_core.policies.models.reason import Reason, ShopifyReason
from retour_core.policies.models.return_prices import ReturnPrices
from retour_core.policies.models.rule import ReturnRule

__all__ = [
    "AnswerKind",
    "KindChoices",
    "Question",
    "Reason",
    "ReturnPolicy",
    "ReturnPrices",
    "ReturnRule",
    "ShopifyReason",
]
