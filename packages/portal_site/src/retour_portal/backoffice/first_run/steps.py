"""The steps from an empty installation to a first return, as one person sees them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from retour_portal.backoffice.access import MANAGES_BRAND, brand_ids_with
from retour_portal.backoffice.first_run.facts import (
    Facts,
    account_is_known,
    facts_by_brand,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser, User

    from retour_core.brands.models import Brand

Text = str | Promise


class StepState(StrEnum):
    DONE = "done"
    NEXT = "next"
    OPEN = "open"
    OPTIONAL = "optional"
    LATER = "later"


STATE_WORDS: dict[StepState, Text] = {
    StepState.DONE: pgettext_lazy("step", "done"),
    StepState.NEXT: _("next"),
    StepState.OPEN: _("to do"),
    StepState.OPTIONAL: _("optional"),
    StepState.LATER: _("needs a brand first"),
}


@dataclass(frozen=True)
class _Kind:
    """A step of every brand; ``url_name`` takes the brand's key if ``of_brand``."""

    fact: str
    title: Text
    text: Text
    url_name: str
    of_brand: bool = True
    is_optional: bool = False

    def url(self, brand: Brand) -> str:
        if self.of_brand:
            return reverse(self.url_name, args=[brand.pk])
        return f"{reverse(self.url_name)}?brand={brand.pk}"


_OF_A_BRAND = (
    _Kind(
        "address",
        _("Add a return address"),
        _("Where returns go. It stands on every label."),
        "return-addresses:add",
        of_brand=False,
    ),
    _Kind(
        "shop",
        _("Connect a shop or import orders"),
        _("Importing orders is free. You pay for return labels only."),
        "brands:orders",
    ),
    _Kind(
        "portal",
        _("Switch on the portal"),
        _("Until then nobody but you sees its pages."),
        "brands:switch_on",
    ),
    _Kind(
        "return",
        _("Place a test return"),
        _("Be your own customer once, from the order to the label."),
        "brands:test_return",
    ),
    _Kind(
        "decided",
        _("Decide about orders shipped elsewhere"),
        _("Allow their return, or say in your own words why not."),
        "return-portal:index",
        of_brand=False,
        is_optional=True,
    ),
)


@dataclass(frozen=True)
class Step:
    """``url`` is empty while the step cannot be taken yet."""

    title: Text
    text: Text
    url: str
    state: StepState

    @property
    def state_word(self) -> Text:
        return STATE_WORDS[self.state]


@dataclass(frozen=True)
class Stage:
    """Steps that belong together; ``brand`` is empty for the installation's own."""

    brand: str
    steps: list[Step]


@dataclass(frozen=True)
class FirstRun:
    stages: list[Stage]

    @property
    def needed(self) -> list[Step]:
        steps = [step for stage in self.stages for step in stage.steps]
        return [step for step in steps if step.state is not StepState.OPTIONAL]

    @property
    def total(self) -> int:
        return len(self.needed)

    @property
    def done(self) -> int:
        return sum(step.state is StepState.DONE for step in self.needed)

    @property
    def is_over(self) -> bool:
        return self.done == self.total


def first_run_of(user: User | AnonymousUser) -> FirstRun:
    """The steps this user can take; brands that have gone through them are left out.

    Two queries for a superuser, one for who administers brands, none for others.
    """
    brand_ids = brand_ids_with(user, MANAGES_BRAND)
    brands = facts_by_brand(brand_ids) if brand_ids else []
    stages = []
    if user.is_superuser and user.is_active:
        own = [_account_step(), _brand_step(has_brand=bool(brands))]
        stages.append(Stage("", own if brands else [*own, *_later()]))
    stages += [
        Stage(brand.name, _steps(brand, facts))
        for brand, facts in brands
        if not _is_through(facts)
    ]
    return FirstRun([Stage(s.brand, _with_next(s.steps)) for s in _merged(stages)])


def _account_step() -> Step:
    return Step(
        _("Say who you are"),
        _("Your company, its country and time zone."),
        reverse("company:index"),
        StepState.DONE if account_is_known() else StepState.OPEN,
    )


def _brand_step(*, has_brand: bool) -> Step:
    return Step(
        _("Create your first brand"),
        _("Name, logo, colours, languages and the address of its portal."),
        reverse("brands:add"),
        StepState.DONE if has_brand else StepState.OPEN,
    )


def _later() -> list[Step]:
    return [
        Step(kind.title, kind.text, "", StepState.LATER)
        for kind in _OF_A_BRAND
        if not kind.is_optional
    ]


def _steps(brand: Brand, facts: Facts) -> list[Step]:
    return [
        Step(kind.title, kind.text, kind.url(brand), _state(kind, facts))
        for kind in _OF_A_BRAND
    ]


def _state(kind: _Kind, facts: Facts) -> StepState:
    if facts[kind.fact]:
        return StepState.DONE
    return StepState.OPTIONAL if kind.is_optional else StepState.OPEN


def _is_through(facts: Facts) -> bool:
    return all(facts[kind.fact] for kind in _OF_A_BRAND if not kind.is_optional)


def _merged(stages: list[Stage]) -> list[Stage]:
    """One list where there is one brand: headings would only stand in the way."""
    if len(stages) == 2 and not stages[0].brand:
        return [Stage("", [*stages[0].steps, *stages[1].steps])]
    return stages


def _with_next(steps: list[Step]) -> list[Step]:
    """The first open step is the next one."""
    for index, step in enumerate(steps):
        if step.state is StepState.OPEN:
            first = Step(step.title, step.text, step.url, StepState.NEXT)
            return [*steps[:index], first, *steps[index + 1 :]]
    return steps
