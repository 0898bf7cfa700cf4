from __future__ import annotations

from typing import Any

from retour_core.brands.models import Brand
from retour_core.policies.models import Question, Reason
from retour_core.policies.question_changes import save_question
from retour_core.policies.reason_changes import save_reason


def listed_row(kind: str, brand: Brand) -> Any:
    """A reason or a question of ``brand``; ``kind`` is the viewset's name."""
    if kind == "reasons":
        return save_reason(Reason(brand=brand), {"texts": {"en": "Tight"}})
    return save_question(Question(brand=brand), {"texts": {"en": "Worn?"}})
