"""The steps of one brand that have a page of their own."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from retour_core.brands.models import Brand
from retour_core.domain.errors import DomainError
from retour_core.orders.models import OrderSource, Shop, ShopStatus
from retour_core.orders.samples import (
    PREFIX,
    link_to,
    open_sample,
    place_sample,
)
from retour_core.returns.models import Return
from retour_portal.backoffice.brands.forms import consequence
from retour_portal.backoffice.first_run.forms import SampleOrderForm, SwitchOnForm
from retour_portal.backoffice.first_run.operations import (
    NoReturnAddress,
    switch_on_portal,
)
from retour_portal.backoffice.object_page import ObjectPage
from retour_portal.backoffice.refusals.words import refusal_words
from retour_portal.pages.operations import is_on
from retour_portal.theming.models import Theme


class BrandStep(ObjectPage):
    """For who administers the brand; ``title`` names the step."""

    permission_required = "change"
    title: Any = ""
    object: Brand

    def get_page_title(self) -> str:
        return str(self.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *before, here = super().get_breadcrumbs_items()
        edit = reverse("brands:edit", args=[self.object.pk])
        return [*before, {"url": edit, "label": self.object.name}, here]

    def shops(self) -> QuerySet[Shop]:
        own = self.object.shops.exclude(status=ShopStatus.DISCONNECTED)
        return own.order_by("name", "pk")


class OrdersStep(BrandStep):
    """How orders come in: a connected shop, or a file."""

    title = gettext_lazy("Bring orders in")
    template_name = "retour_backoffice/first_run/orders.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, shops=list(self.shops()))


class SwitchOnStep(BrandStep):
    title = gettext_lazy("Switch on the portal")
    template_name = "retour_backoffice/first_run/switch_on.html"
    http_method_names = ["get", "post", "head", "options"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        brand = self.object
        theme = Theme.objects.filter(brand=brand).select_related("site").first()
        host = theme.site.hostname if theme else ""
        return super().get_context_data(
            **kwargs,
            form=SwitchOnForm(
                initial={"allow_unshipped_returns": brand.allow_unshipped_returns}
            ),
            consequence=consequence(brand),
            is_on=is_on(brand),
            has_address=brand.return_addresses.exists(),
            home_page_id=theme.site.root_page_id if theme else None,
            host=host,
            is_local=host.endswith("localhost"),
            server=settings.PUBLIC_URL,
        )

    def post(
        self, request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        form = SwitchOnForm(request.POST)
        form.is_valid()  # a box is ticked or not
        try:
            switch_on_portal(
                self.object,
                allow_unshipped=form.cleaned_data["allow_unshipped_returns"],
                user=cast("User", request.user),
            )
        except NoReturnAddress:
            messages.error(
                request,
                _("Add a return address first: labels could not be made without one."),
            )
            return redirect("brands:switch_on", self.object.pk)
        messages.success(
            request,
            _("The portal of %(brand)s is on: %(url)s")
            % {"brand": self.object.name, "url": self.object.portal_url},
        )
        return redirect("wagtailadmin_home")


class SampleReturnStep(BrandStep):
    """Places an order of ours and shows the way its customer would go."""

    title = gettext_lazy("Place a test return")
    template_name = "retour_backoffice/first_run/test_return.html"
    http_method_names = ["get", "post", "head", "options"]
    form: SampleOrderForm | None = None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        shops = list(self.shops())
        sample = open_sample(shops, now=now) if shops else None
        link = ""
        if sample is not None:
            link = f"{sample.brand.portal_url}/go/{link_to(sample, now=now)}"
        return super().get_context_data(
            **kwargs,
            form=self.form or SampleOrderForm(shops=self._open(), initial=self._own()),
            has_shop=bool(shops),
            sample=sample,
            link=link,
            is_on=is_on(self.object),
            tried=_returns_of_samples(self.object),
        )

    def post(
        self, request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        self.form = form = SampleOrderForm(request.POST, shops=self._open())
        if not form.is_valid():
            return self.refused()
        try:
            order = place_sample(
                form.cleaned_data["shop"],
                email=form.cleaned_data["email"],
                locale=self.object.default_locale,
                now=timezone.now(),
                actor=request.user.get_username(),
            )
        except DomainError as refusal:
            form.add_error(None, refusal_words(refusal))
            return self.refused()
        messages.success(
            request, _("Order %(number)s is placed.") % {"number": order.number}
        )
        return redirect("brands:test_return", self.object.pk)

    def _open(self) -> QuerySet[Shop]:
        return self.shops().filter(status=ShopStatus.CONNECTED)

    def _own(self) -> dict[str, Any]:
        return {"email": getattr(self.request.user, "email", "")}


def _returns_of_samples(brand: Brand) -> list[Return]:
    """The last few that were submitted, newest first."""
    tried = Return.objects.filter(
        brand=brand,
        order__number__startswith=PREFIX,
        order__revisions__source=OrderSource.SAMPLE,
        submitted_at__isnull=False,
    )
    return list(tried.select_related("order").order_by("-submitted_at")[:3])
