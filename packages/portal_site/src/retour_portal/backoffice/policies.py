"""Which role may do what with which kind of row: one table, told to Wagtail too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Model, Q, QuerySet
from wagtail.permission_policies import BasePermissionPolicy
from wagtail.permissions import register_permission_policy

from retour_core.accounts.models import Account, Role, StaffRole
from retour_core.billing.models import LedgerEntry, Plan
from retour_core.brands.models import Brand, ReturnAddress, SenderAddress
from retour_core.carriers.models import CarrierAccount
from retour_core.counter.models import HandIn
from retour_core.dropoffs.upload_models import PointsUpload
from retour_core.imports.models import ImportJob
from retour_core.labels.box_models import BoxBatch
from retour_core.notices.models import NoticeSubscription
from retour_core.notifications.models import MailText
from retour_core.orders.models import Order, ShippingRule, Shop
from retour_core.outbox.models import OutboxMessage
from retour_core.payments.models import FeeEntry, PaymentAccount
from retour_core.policies.models import (
    Question,
    Reason,
    ReturnPolicy,
    ReturnPrices,
    ReturnRule,
)
from retour_core.returns.models import Return
from retour_core.tracking.models import TrackingAccount, TrackingHook
from retour_core.webhooks.models import WebhookEndpoint
from retour_core.withdrawals.models import Withdrawal
from retour_portal.backoffice.access import (
    EDITS_CONTENT,
    MANAGES_BRAND,
    PROCESSES_RETURNS,
    PUBLISHES_CONTENT,
    brand_ids_with,
)
from retour_portal.domains.models import MailSender, PortalDomain
from retour_portal.step_texts.models import StepText
from retour_portal.theming.models import ThemeVersion


@dataclass(frozen=True)
class AccessRule:
    """``brand_path`` leads from a row to its brand; ``None`` is for superusers only.

    ``may`` names the roles each action is open to; an action left out is open to
    nobody, not even to superusers, because nothing offers it. ``by_superusers`` names
    the actions that are theirs alone, in no brand yet. A row of several brands with
    ``in_every_brand`` is for who has the role in all of them.
    """

    brand_path: str | None
    may: Mapping[str, frozenset[Role]]
    by_superusers: frozenset[str] = frozenset()
    in_every_brand: bool = False


ACCESS_RULES: dict[type[Model], AccessRule] = {
    Return: AccessRule(
        "brand", {"view": PROCESSES_RETURNS, "change": PROCESSES_RETURNS}
    ),
    HandIn: AccessRule(
        "parent__brand", {"view": PROCESSES_RETURNS, "change": PROCESSES_RETURNS}
    ),
    # Only one who runs the brand exports the chain: it names all its customers.
    Withdrawal: AccessRule(
        "brand",
        {
            "view": PROCESSES_RETURNS,
            "change": PROCESSES_RETURNS,
            "export": MANAGES_BRAND,
        },
    ),
    Order: AccessRule("brand", dict.fromkeys(("view", "add"), PROCESSES_RETURNS)),
    ImportJob: AccessRule(
        "shop__brand", dict.fromkeys(("view", "add", "change"), MANAGES_BRAND)
    ),
    Shop: AccessRule("brand", dict.fromkeys(("view", "add", "change"), MANAGES_BRAND)),
    Account: AccessRule(None, dict.fromkeys(("view", "change"), MANAGES_BRAND)),
    Brand: AccessRule(
        "pk",
        dict.fromkeys(("view", "change"), MANAGES_BRAND),
        by_superusers=frozenset({"add"}),
    ),
    ReturnPrices: AccessRule(
        "brand", dict.fromkeys(("view", "add", "change"), MANAGES_BRAND)
    ),
    CarrierAccount: AccessRule(
        "brands",
        dict.fromkeys(("view", "add", "change"), MANAGES_BRAND),
        in_every_brand=True,
    ),
    TrackingAccount: AccessRule(
        "brands",
        dict.fromkeys(("view", "add", "change"), MANAGES_BRAND),
        in_every_brand=True,
    ),
    TrackingHook: AccessRule(
        "brands",
        dict.fromkeys(("view", "add", "change", "delete"), MANAGES_BRAND),
        in_every_brand=True,
    ),
    PaymentAccount: AccessRule(
        "brand", dict.fromkeys(("view", "add", "change"), MANAGES_BRAND)
    ),
    FeeEntry: AccessRule("brand", {"view": MANAGES_BRAND}),
    ReturnAddress: AccessRule(
        "brand", dict.fromkeys(("view", "add", "change", "delete"), MANAGES_BRAND)
    ),
    SenderAddress: AccessRule(
        "brand", dict.fromkeys(("view", "add", "change", "delete"), MANAGES_BRAND)
    ),
    ShippingRule: AccessRule(
        "sender_address__brand",
        dict.fromkeys(("view", "add", "change", "delete"), MANAGES_BRAND),
    ),
    ReturnPolicy: AccessRule("brand", dict.fromkeys(("view", "change"), MANAGES_BRAND)),
    ReturnRule: AccessRule(
        "brand", dict.fromkeys(("view", "add", "change", "delete"), MANAGES_BRAND)
    ),
    Reason: AccessRule(
        "brand", dict.fromkeys(("view", "add", "change", "delete"), MANAGES_BRAND)
    ),
    Question: AccessRule(
        "brand", dict.fromkeys(("view", "add", "change", "delete"), MANAGES_BRAND)
    ),
    StaffRole: AccessRule(
        "brand", dict.fromkeys(("view", "add", "change", "delete"), MANAGES_BRAND)
    ),
    # A mail has no draft: it is sent as it was saved.
    MailText: AccessRule("brand", dict.fromkeys(("view", "change"), PUBLISHES_CONTENT)),
    # Texts of the pages have drafts, as pages have.
    StepText: AccessRule(
        "brand",
        {
            **dict.fromkeys(("view", "change"), EDITS_CONTENT),
            "publish": PUBLISHES_CONTENT,
        },
    ),
    ThemeVersion: AccessRule(
        "theme__brand",
        {
            **dict.fromkeys(("view", "change"), EDITS_CONTENT),
            "publish": PUBLISHES_CONTENT,
        },
    ),
    WebhookEndpoint: AccessRule(
        "brand", dict.fromkeys(("view", "add", "change", "delete"), MANAGES_BRAND)
    ),
    NoticeSubscription: AccessRule(
        "brand", dict.fromkeys(("view", "add", "change", "delete"), MANAGES_BRAND)
    ),
    PortalDomain: AccessRule("brand", dict.fromkeys(("view", "change"), MANAGES_BRAND)),
    MailSender: AccessRule("brand", dict.fromkeys(("view", "change"), MANAGES_BRAND)),
    BoxBatch: AccessRule(
        "brand", {"view": PROCESSES_RETURNS, "change": PROCESSES_RETURNS}
    ),
    LedgerEntry: AccessRule("brand", {"view": MANAGES_BRAND}),
    # What brands are charged is for whoever they are charged by.
    Plan: AccessRule(None, dict.fromkeys(("view", "add", "change"), MANAGES_BRAND)),
    # The same for every brand, so whoever answers for the installation.
    PointsUpload: AccessRule(
        None, dict.fromkeys(("view", "add", "change"), MANAGES_BRAND)
    ),
    OutboxMessage: AccessRule(None, dict.fromkeys(("view", "change"), MANAGES_BRAND)),
}


def scoped(queryset: QuerySet[Any], user: Any, action: str = "view") -> QuerySet[Any]:
    """The rows of ``queryset`` on which ``user`` may perform ``action``.

    Querysets of models without an access rule are answered as they are.
    """
    rule = ACCESS_RULES.get(queryset.model)
    if rule is None:
        return queryset
    roles = rule.may.get(action, frozenset())
    if rule.brand_path is None:
        return queryset if roles and user.is_superuser else queryset.none()
    within = {f"{rule.brand_path}__in": brand_ids_with(user, roles)}
    if not rule.in_every_brand:
        return queryset.filter(**within)
    return queryset.filter(pk__in=_wholly_within(queryset.model, rule, within))


def _wholly_within(
    model: type[Model], rule: AccessRule, within: dict[str, list[int]]
) -> QuerySet[Any]:
    [own] = within.values()
    beyond = {f"{rule.brand_path}__in": Brand.objects.exclude(pk__in=own)}
    rows = model._default_manager.filter(**within)  # noqa: SLF001 - public
    return rows.exclude(**beyond).values("pk")


def choices_for(
    queryset: QuerySet[Any], user: Any, *, of: type[Model], action: str
) -> QuerySet[Any]:
    """What a form or filter on rows of ``of`` offers: the brands of those rows.

    An agent filters returns by brand without being allowed to open its settings.
    """
    rule, listed = ACCESS_RULES.get(queryset.model), ACCESS_RULES[of]
    if rule is None or rule.brand_path is None:
        return scoped(queryset, user, action)
    brand_ids = brand_ids_with(user, listed.may.get(action, frozenset()))
    return queryset.filter(**{f"{rule.brand_path}__in": brand_ids})


class BrandRolePolicy(BasePermissionPolicy):
    """Answers Wagtail's questions about permissions from ``ACCESS_RULES``."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return self.user_has_any_permission(user, [action])

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        actions = set(actions)
        if user.is_superuser and user.is_active and actions & self._rule.by_superusers:
            return True
        roles = self._roles(actions)
        if self._rule.brand_path is None:
            return bool(roles) and bool(user.is_superuser)
        return bool(brand_ids_with(user, roles))

    def user_has_permission_for_instance(
        self, user: Any, action: str, instance: Model
    ) -> bool:
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def user_has_any_permission_for_instance(
        self, user: Any, actions: Iterable[str], instance: Model
    ) -> bool:
        rows = self.instances_user_has_any_permission_for(user, actions)
        return bool(rows.filter(pk=instance.pk).exists())

    def instances_user_has_any_permission_for(
        self, user: Any, actions: Iterable[str]
    ) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.model._default_manager.all()  # noqa: SLF001 - public
        found = rows.none()
        for action in actions:
            found = found | scoped(rows, user, action)
        return found

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Any]:
        holders = Q(is_superuser=True)
        if self._rule.brand_path is not None:
            holders |= Q(retour_roles__role__in=self._roles(actions))
        return get_user_model().objects.filter(holders, is_active=True).distinct()

    def users_with_any_permission_for_instance(
        self, actions: Iterable[str], instance: Model
    ) -> QuerySet[Any]:
        asked = list(actions)
        allowed = [
            user.pk
            for user in self.users_with_any_permission(asked)
            if self.user_has_any_permission_for_instance(user, asked, instance)
        ]
        return get_user_model().objects.filter(pk__in=allowed)

    @property
    def _rule(self) -> AccessRule:
        return ACCESS_RULES[self.model]

    def _roles(self, actions: Iterable[str]) -> frozenset[Role]:
        return frozenset().union(
            *(self._rule.may.get(action, frozenset()) for action in actions)
        )


def register_policies() -> None:
    """Call from ``AppConfig.ready``, before Wagtail falls back to model permissions."""
    for model in ACCESS_RULES:
        register_permission_policy(model, BrandRolePolicy(model), exact_class=True)
