"""All versions of a policy: what changed, and going back to one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages

from retour_core.domain.policies import Policy, PolicyInvalid, RequestKind
from retour_core.policies.models import ReturnPolicy
from retour_core.policies.versions import read_policy, save_policy
from retour_core.returns.actors import Actor
from retour_portal.backoffice.object_page import ObjectPage
from retour_portal.backoffice.refusals.words import refusal_words
from retour_portal.backoffice.return_policies.editor import AboutOneKind, policies_url
from retour_portal.backoffice.terms.policy_lines import (
    Difference,
    Line,
    differences,
    policy_lines,
)
from retour_portal.backoffice.terms.words import HISTORY_TITLES

if TYPE_CHECKING:
    from django.contrib.auth.models import User

_MOST = 100


@dataclass(frozen=True)
class ShownVersion:
    """``changes`` since the version before; None for the first, or if one of the two
    cannot be read any more."""

    row: ReturnPolicy
    who: str
    lines: list[Line] | None
    changes: list[Difference] | None
    is_current: bool


class PolicyHistoryPage(AboutOneKind):
    """The newest versions first; ``?from=`` and ``?to=`` compare any two."""

    template_name = "retour_backoffice/return_policies/history.html"

    def get_page_title(self) -> str:
        return str(HISTORY_TITLES[self.kind])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = list(
            ReturnPolicy.objects.filter(brand=self.object, kind=self.kind).order_by(
                "-version"
            )[:_MOST]
        )
        policies = {row.version: self._read(row) for row in rows}
        compared = [
            policies.get(_number(self.request.GET.get(end))) for end in ("from", "to")
        ]
        before, after = compared
        context: dict[str, Any] = super().get_context_data(
            **kwargs,
            versions=[self._shown(row, policies, rows[0]) for row in rows],
            compared=before
            and after
            and {
                "before": before.version,
                "after": after.version,
                "changes": differences(before, after, self.terms),
            },
        )
        return context

    def _read(self, row: ReturnPolicy) -> Policy | None:
        try:
            return read_policy(row, self.object)
        except PolicyInvalid:
            return None

    def _shown(
        self,
        row: ReturnPolicy,
        policies: dict[int, Policy | None],
        newest: ReturnPolicy,
    ) -> ShownVersion:
        policy, last = policies[row.version], policies.get(row.version - 1)
        return ShownVersion(
            row=row,
            who=row.created_by or _("Retour"),
            lines=policy_lines(policy, self.terms) if policy else None,
            changes=differences(last, policy, self.terms) if policy and last else None,
            is_current=row == newest,
        )


class UseVersionView(ObjectPage):
    """Saves what an older version says as the next one."""

    permission_required = "change"
    http_method_names = ["post"]

    def get_rows(self) -> QuerySet[ReturnPolicy]:
        return ReturnPolicy.objects.select_related("brand")

    def post(
        self, request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        old: ReturnPolicy = self.object
        known = {"brand", "kind", "version"}
        raw = {name: value for name, value in old.data.items() if name not in known}
        try:
            row = save_policy(
                old.brand,
                RequestKind(old.kind),
                raw,
                actor=Actor.staff(cast("User", request.user)).name,
                now=timezone.now(),
            )
        except PolicyInvalid as refusal:
            messages.error(request, refusal_words(refusal))
        else:
            told = _("Version %(new)d is saved; it says what version %(old)d said.")
            messages.success(request, told % {"new": row.version, "old": old.version})
        return redirect(policies_url(old.brand))


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0
