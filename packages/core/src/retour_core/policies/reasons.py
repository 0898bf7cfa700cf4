"""Why something may come back: a brand's own list, else the built-in one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from retour_core.brands.models import Brand
from retour_core.domain.policies import pick_text, text_in
from retour_core.domain.reasons import ReturnReason
from retour_core.policies.builtin import BUILT_IN, builtin_words
from retour_core.policies.models import Reason
from retour_core.policies.questions import QuestionSpec

# The key of the answer to a reason's own question among a return line's answers.
FOLLOW_UP = "reason"


@dataclass(frozen=True)
class ReasonSpec:
    """One reason; no ``kinds`` or no ``categories`` means all of them.

    ``shopify_reason`` is a value of Shopify's ``ReturnReason``, ``sendcloud_id`` one of
    ``domain.reasons.SENDCLOUD_REASONS``.
    """

    key: str
    is_active: bool = True
    texts: Mapping[str, str] = field(default_factory=dict)
    kinds: Sequence[str] = ()
    categories: Sequence[str] = ()
    question_texts: Mapping[str, str] = field(default_factory=dict)
    answer_required: bool = False
    photo_required: bool = False
    our_fault: bool = False
    sendcloud_id: int | None = None
    shopify_reason: str = "OTHER"

    def name(self, locale: str) -> str:
        """In ``locale``, its language, English, the built-in words, any, the key."""
        return (
            text_in(self.texts, locale)
            or text_in(self.texts, "en")
            or builtin_words(self.key, locale)
            or pick_text(self.texts, locale)
            or self.key
        )

    def question(self, locale: str) -> str:
        """What is asked after this reason; "" for nothing."""
        return pick_text(self.question_texts, locale)

    @property
    def follow_up(self) -> QuestionSpec | None:
        if not self.question_texts:
            return None
        return QuestionSpec(
            FOLLOW_UP, self.question_texts, is_required=self.answer_required
        )

    def is_for_kind(self, kind: str) -> bool:
        return not self.kinds or str(kind) in self.kinds

    def is_for_category(self, category: str) -> bool:
        """Capitals do not matter."""
        named = {name.casefold() for name in self.categories}
        return not named or category.strip().casefold() in named


class ReasonList:
    """A brand's reasons in their sequence. ``is_own``: the brand has rows."""

    def __init__(self, specs: Iterable[ReasonSpec], *, is_own: bool) -> None:
        self._specs = tuple(specs)
        self._by_key = {spec.key: spec for spec in self._specs}
        self.is_own = is_own

    def __iter__(self) -> Iterator[ReasonSpec]:
        return iter(self._specs)

    def get(self, key: str) -> ReasonSpec | None:
        """Switched off or not; None for a key the brand does not have."""
        return self._by_key.get(str(key))

    def name(self, key: str, locale: str) -> str:
        """Nothing ("") for no key; a key nobody has words for as it is."""
        known = self._by_key.get(key) or ReasonSpec(key)
        return known.name(locale) if key else ""

    def offered(self, kind: str, category: str) -> list[ReasonSpec]:
        """What a customer may choose for a line of ``category``.

        Never empty, for nobody may be stuck: where no reason names the category, those
        of the kind; where none is for the kind, “another reason”.
        """
        active = [spec for spec in self._specs if spec.is_active]
        of_kind = [spec for spec in active if spec.is_for_kind(kind)]
        fitting = [spec for spec in of_kind if spec.is_for_category(category)]
        return fitting or of_kind or [_LAST_RESORT]


def reason_rows(brand: Brand) -> QuerySet[Reason]:
    """The brand's own reasons in their sequence; none while it has the built-in."""
    return Reason.objects.filter(brand=brand).order_by("position", "pk")


def reasons_of(brand: Brand) -> ReasonList:
    """One query."""
    return reason_lists([brand.pk])[brand.pk]


def reason_lists(brand_ids: Iterable[int]) -> dict[int, ReasonList]:
    """By brand, for many at once. One query."""
    found: dict[int, list[ReasonSpec]] = {brand_id: [] for brand_id in brand_ids}
    rows = Reason.objects.filter(brand_id__in=list(found))
    for row in rows.order_by("position", "pk"):
        found[row.brand_id].append(spec_of(row))
    return {
        brand_id: ReasonList(specs, is_own=True) if specs else BUILT_IN_LIST
        for brand_id, specs in found.items()
    }


def spec_of(row: Reason) -> ReasonSpec:
    return ReasonSpec(
        key=row.key,
        is_active=row.is_active,
        texts=row.texts,
        kinds=tuple(row.kinds),
        categories=tuple(row.categories),
        question_texts=row.question,
        answer_required=row.answer_required,
        photo_required=row.photo_required,
        our_fault=row.our_fault,
        sendcloud_id=row.sendcloud_id,
        shopify_reason=row.shopify_reason,
    )


BUILT_IN_LIST = ReasonList(
    (ReasonSpec(str(key), **values) for key, values in BUILT_IN.items()), is_own=False
)
_LAST_RESORT = ReasonSpec(str(ReturnReason.OTHER), **BUILT_IN[ReturnReason.OTHER])
