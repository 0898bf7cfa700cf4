"""The list of rules and what is done from it without a form of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
)
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.views.generic import DeleteView

from retour_core.brands.models import Brand, SenderAddress
from retour_core.orders.models import ShippingRule
from retour_core.orders.rules import (
    move_rule,
    reorder_rules,
    rules_in_order,
    switch_rule,
)
from retour_core.orders.rules_preview import (
    Change,
    apply_rules,
    is_applying,
    preview,
)
from retour_core.sequences import SequenceChanged
from retour_portal.backoffice.object_page import ObjectPage
from retour_portal.backoffice.policies import scoped
from retour_portal.backoffice.refusals.words import refusal_words
from retour_portal.backoffice.rules.reach import Reach, reach_of
from retour_portal.backoffice.rules.words import sentences, speech_of
from retour_portal.backoffice.screen import Screen
from retour_portal.backoffice.sequence import take_sequence

_PREVIEWED = 2000


class AboutRules(Screen):
    """A screen about all rules its user may see."""

    index_url_name: str | None = None

    @cached_property
    def reach(self) -> Reach:
        return reach_of(self.request.user)

    def visible(self) -> list[ShippingRule]:
        return list(scoped(rules_in_order(), self.request.user))

    def listed_under(self) -> dict[str, Any] | None:
        return {"url": reverse("shipping-rules:index"), "label": _("Shipping rules")}

    def get(
        self, _request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        response: HttpResponseBase = self.render_to_response(self.get_context_data())
        return response


class RulesPage(AboutRules):
    template_name = "retour_backoffice/rules/index.html"
    page_title = gettext_lazy("Shipping rules")

    def listed_under(self) -> dict[str, Any] | None:
        return None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rules = self.visible()
        speech = speech_of(self.reach.shop_names)
        addresses = scoped(SenderAddress.objects.all(), self.request.user)
        context: dict[str, Any] = super().get_context_data(
            **kwargs,
            rules=[
                {
                    "rule": rule,
                    "sentences": sentences(rule, speech),
                    "may_change": self.reach.may_change(rule),
                }
                for rule in rules
            ],
            has_addresses=addresses.exists(),
            is_applying=is_applying(),
        )
        return context


class ReorderView(AboutRules):
    """What dragging posts: ``rule`` once for each visible rule, in the new sequence."""

    permission_required = "change"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        shown = [rule.pk for rule in self.visible()]
        return take_sequence(request, shown, reorder_rules)


class PreviewPage(AboutRules):
    """What applying the rules to the orders there are would change."""

    template_name = "retour_backoffice/rules/preview.html"
    page_title = gettext_lazy("What changes for existing orders")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = preview(_PREVIEWED, brand_ids=self.reach.brand_limit)
        addresses = SenderAddress.objects.select_related("brand").in_bulk()
        brands = dict(Brand.objects.values_list("pk", "name"))
        context: dict[str, Any] = super().get_context_data(
            **kwargs,
            preview=found,
            is_partial=found.looked_at < found.total,
            senders=[
                (
                    sender.rule_name,
                    addresses.get(sender.address_id or 0),
                    brands[sender.brand_id],
                    count,
                )
                for sender, count in sorted(
                    found.changes.items(), key=lambda item: -item[1]
                )
            ],
            examples=[_shown(change, addresses, brands) for change in found.examples],
            is_applying=is_applying(),
        )
        return context


def _shown(
    change: Change,
    addresses: Mapping[int, SenderAddress],
    brands: Mapping[int, str],
) -> dict[str, Any]:
    return {
        "order": change.order,
        "rule_name": change.after.rule_name,
        "address": addresses.get(change.after.address_id or 0),
        "address_before": addresses.get(change.before.address_id or 0),
        "brand": brands[change.after.brand_id],
        "brand_before": brands[change.before.brand_id],
    }


class ApplyView(AboutRules):
    permission_required = "change"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        if is_applying():
            messages.warning(request, _("The rules are being applied already."))
        elif apply_rules(brand_ids=self.reach.brand_limit):
            messages.success(
                request,
                _("The rules are being applied to your orders; this may take a while."),
            )
        else:
            messages.warning(request, _("There is no order yet."))
        return redirect("shipping-rules:index")


class AboutOneRule(ObjectPage):
    """Something done to one rule from the list; only by those it reaches not beyond."""

    permission_required = "change"
    http_method_names = ["post"]

    def get_rows(self) -> QuerySet[ShippingRule]:
        return rules_in_order()

    def act(self, request: HttpRequest, rule: ShippingRule) -> None:
        raise NotImplementedError

    def post(
        self, request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        if not reach_of(request.user).may_change(self.object):
            raise PermissionDenied
        self.act(request, self.object)
        # Whoever goes by keys stays at the rule.
        url = reverse("shipping-rules:index")
        return redirect(f"{url}#rule-{self.object.pk}")


class SwitchView(AboutOneRule):
    def act(self, request: HttpRequest, rule: ShippingRule) -> None:
        switch_rule(rule, is_active="on" in request.POST)


class MoveView(AboutOneRule):
    def act(self, request: HttpRequest, rule: ShippingRule) -> None:
        visible = scoped(rules_in_order(), request.user).values_list("pk", flat=True)
        by = -1 if "up" in request.POST else 1
        try:
            move_rule(rule.pk, by, among=list(visible))
        except SequenceChanged as refusal:
            messages.error(request, refusal_words(refusal))


class DeleteRuleView(DeleteView):
    """Orders keep the address the rule gave them, and its name."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not reach_of(request.user).may_change(self.object):
            raise PermissionDenied
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "POST"])
        return super().dispatch(request, *args, **kwargs)
