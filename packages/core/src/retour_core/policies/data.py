"""What a brand's reasons and questions are saved from, checked field by field."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, TypeVar

from pydantic import Field, StringConstraints, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from retour_core.domain.errors import DomainError
from retour_core.domain.policies import RequestKind, Texts
from retour_core.domain.policies.data import Data, EachOnce
from retour_core.domain.policies.problems import problems_of
from retour_core.domain.predicates import Problem
from retour_core.domain.reasons import SENDCLOUD_REASONS, ReturnReason
from retour_core.policies.models import AnswerKind, ShopifyReason

MOST_OPTIONS = 50

Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{1,40}$")]
_Category = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        min_length=1,
        max_length=255,
        pattern=r"^[^\x00-\x1f\x7f]*$",
    ),
]
_Data = TypeVar("_Data", bound=Data)


class ListInvalid(DomainError):
    """This cannot be saved; every problem says what to change."""

    code = "list_invalid"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(problem.message for problem in self.problems))


class ReasonInvalid(ListInvalid):
    """This reason cannot be saved; every problem says what to change."""

    code = "reason_invalid"


class QuestionInvalid(ListInvalid):
    """This question cannot be saved; every problem says what to change."""

    code = "question_invalid"


class ReasonData(Data):
    """No ``texts`` are needed by what is built in; it has words of its own."""

    key: Key
    is_active: bool = True
    texts: Texts = {}
    kinds: Annotated[tuple[RequestKind, ...], EachOnce] = ()
    categories: Annotated[tuple[_Category, ...], Field(max_length=200), EachOnce] = ()
    question: Texts = {}
    answer_required: bool = False
    photo_required: bool = False
    our_fault: bool = False
    sendcloud_id: int | None = None
    shopify_reason: ShopifyReason = ShopifyReason.OTHER

    @model_validator(mode="after")
    def _makes_sense(self) -> ReasonData:
        if not self.texts and self.key not in set(ReturnReason):
            raise PydanticCustomError(
                "name_missing", "Name the reason in at least one language."
            )
        if self.answer_required and not self.question:
            raise PydanticCustomError(
                "question_missing",
                "Write the follow-up question whose answer is required.",
            )
        if self.sendcloud_id is not None and self.sendcloud_id not in SENDCLOUD_REASONS:
            raise PydanticCustomError(
                "sendcloud_id_unknown",
                "Sendcloud has no reason {id}.",
                {"id": self.sendcloud_id},
            )
        return self


class OptionData(Data):
    key: Key
    texts: Texts

    @model_validator(mode="after")
    def _has_words(self) -> OptionData:
        if not self.texts:
            raise PydanticCustomError("text_missing", "Write each option's text.")
        return self


class QuestionData(Data):
    """``options`` are there for a choice only, and then at least two."""

    key: Key
    texts: Texts
    answer: AnswerKind = AnswerKind.TEXT
    options: Annotated[tuple[OptionData, ...], Field(max_length=MOST_OPTIONS)] = ()

    @model_validator(mode="after")
    def _makes_sense(self) -> QuestionData:
        if not self.texts:
            raise PydanticCustomError(
                "text_missing", "Write the question in at least one language."
            )
        keys = [option.key for option in self.options]
        if len(set(keys)) != len(keys):
            raise PydanticCustomError("option_twice", "Name each option once.")
        if self.answer == AnswerKind.CHOICE and len(keys) < 2:
            raise PydanticCustomError(
                "options_missing", "Offer at least two options to choose from."
            )
        if self.answer != AnswerKind.CHOICE and keys:
            raise PydanticCustomError(
                "options_unused", "Only a choice has options; take them out."
            )
        return self


def checked(data: type[_Data], raw: Any, refusal: type[ListInvalid]) -> _Data:
    """Raises ``refusal`` with every problem."""
    try:
        return data.model_validate(raw)
    except ValidationError as error:
        raise refusal(problems_of(error)) from error
