from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from retour_portal.backoffice.addresses.viewsets import (
    ReturnAddressViewSet,
    SenderAddressViewSet,
)
from retour_portal.backoffice.billing.viewset import BillingViewSet
from retour_portal.backoffice.boxes.viewset import BoxViewSet
from retour_portal.backoffice.brands.viewsets import BrandViewSet, ReturnPortalViewSet
from retour_portal.backoffice.carriers.viewset import CarrierViewSet
from retour_portal.backoffice.chosen.narrowing import narrowed
from retour_portal.backoffice.chosen.views import ChooseBrandView
from retour_portal.backoffice.counter.viewset import CounterViewSet
from retour_portal.backoffice.dashboard import add_panels, count_own_pages
from retour_portal.backoffice.domains.viewset import DomainViewSet
from retour_portal.backoffice.drafts.pages import DraftLinksPage, RevokeDraftLink
from retour_portal.backoffice.dropoffs.viewset import DropOffViewSet
from retour_portal.backoffice.first_run.account import AccountViewSet
from retour_portal.backoffice.imports.viewset import AddOrderViewSet, ImportViewSet
from retour_portal.backoffice.mail_sender.viewset import MailSenderViewSet
from retour_portal.backoffice.mails.viewset import MailViewSet
from retour_portal.backoffice.menu import WaitingSubmenuItem
from retour_portal.backoffice.middleware import CLOSED_REPORTS
from retour_portal.backoffice.notices.viewset import NoticeViewSet
from retour_portal.backoffice.orders.viewset import OrderViewSet
from retour_portal.backoffice.outbox.viewset import OutboxViewSet
from retour_portal.backoffice.own_choices import own_files
from retour_portal.backoffice.payments.viewset import FeeViewSet, PaymentViewSet
from retour_portal.backoffice.plans.viewset import PlanViewSet
from retour_portal.backoffice.questions.viewset import QuestionViewSet
from retour_portal.backoffice.reasons.viewset import ReasonViewSet
from retour_portal.backoffice.return_policies.viewset import ReturnPolicyViewSet
from retour_portal.backoffice.return_prices.viewset import ReturnPricesViewSet
from retour_portal.backoffice.return_rules.viewset import ReturnRuleViewSet
from retour_portal.backoffice.returns.viewset import ReturnViewSet
from retour_portal.backoffice.rules.viewset import ShippingRuleViewSet
from retour_portal.backoffice.shops.viewset import ShopViewSet
from retour_portal.backoffice.staff.viewset import StaffViewSet
from retour_portal.backoffice.step_texts.viewset import StepTextViewSet
from retour_portal.backoffice.themes.viewset import ThemeViewSet
from retour_portal.backoffice.tracking_accounts.viewset import TrackingAccountViewSet
from retour_portal.backoffice.tracking_hooks.viewset import TrackingHookViewSet
from retour_portal.backoffice.webhooks.viewset import WebhookViewSet
from retour_portal.backoffice.withdrawals.viewset import WithdrawalViewSet
from retour_portal.theming.models import Theme

_ICONS = (
    *("return", "order", "shop", "brand", "address", "portal", "rule", "withdrawal"),
    *("policy", "carrier", "look"),
    *("reason", "question"),
)


class RetourGroup(ViewSetGroup):
    menu_label = _("Returns")
    menu_name = "retour"
    menu_icon = "retour-return"
    menu_order = 50
    items = (
        ReturnViewSet,
        CounterViewSet,
        WithdrawalViewSet,
        OrderViewSet,
        BoxViewSet,
        ImportViewSet,
        AddOrderViewSet,
        ShopViewSet,
        ReturnPortalViewSet,
        ReturnPolicyViewSet,
        ReturnRuleViewSet,
        ReturnPricesViewSet,
        ReasonViewSet,
        QuestionViewSet,
        MailViewSet,
        StepTextViewSet,
        ThemeViewSet,
        DomainViewSet,
        MailSenderViewSet,
        BrandViewSet,
        ReturnAddressViewSet,
        SenderAddressViewSet,
        ShippingRuleViewSet,
        CarrierViewSet,
        TrackingAccountViewSet,
        TrackingHookViewSet,
        DropOffViewSet,
        PaymentViewSet,
        StaffViewSet,
        NoticeViewSet,
        WebhookViewSet,
        BillingViewSet,
        FeeViewSet,
        AccountViewSet,
        PlanViewSet,
        OutboxViewSet,
    )

    def get_menu_item(self, order: int | None = None) -> WaitingSubmenuItem:
        return WaitingSubmenuItem(
            label=self.menu_label,
            menu=Menu(items=self.get_submenu_items()),
            name=self.menu_name,
            icon_name=self.menu_icon,
            order=self.get_menu_item_order(order),
        )


@hooks.register("register_admin_viewset")
def register_back_office() -> RetourGroup:
    return RetourGroup()


@hooks.register("register_admin_urls")
def register_draft_links() -> list[URLPattern]:
    return [
        path("drafts/<int:page_id>/", DraftLinksPage.as_view(), name="draft_links"),
        path(
            "drafts/<int:page_id>/<int:link_id>/revoke/",
            RevokeDraftLink.as_view(),
            name="revoke_draft_link",
        ),
    ]


@hooks.register("register_admin_urls")
def register_choice_of_brand() -> list[URLPattern]:
    return [path("brand/", ChooseBrandView.as_view(), name="choose_brand")]


@hooks.register("construct_settings_menu")
def look_under_returns(request: HttpRequest, items: list[MenuItem]) -> None:
    """One way to a look, *Returns → Look*; by the settings, who administers the
    installation gives a site that is no brand's yet its brand."""
    if request.user.is_superuser:
        return
    items[:] = [item for item in items if not _is_of_looks(item)]


def _is_of_looks(item: MenuItem) -> bool:
    model = getattr(item, "model", None)
    return model is not None and issubclass(model, Theme)


@hooks.register("before_edit_setting")
def look_has_drafts(_request: HttpRequest, setting: Any) -> HttpResponse | None:
    """Wagtail's form of a setting would change what customers see by saving."""
    if not isinstance(setting, Theme) or setting.brand_id is None:
        return None
    return redirect("looks:edit_look", setting.brand_id)


@hooks.register("register_page_header_buttons")
def share_draft_button(page: Page, user: Any, **_shown: Any) -> Iterator[Button]:
    if page.depth > 1 and page.permissions_for_user(user).can_edit():
        yield Button(
            _("Share the draft"),
            reverse("draft_links", args=[page.pk]),
            icon_name="link",
            priority=64,
        )


@hooks.register("register_icons")
def register_icons(icons: list[str]) -> list[str]:
    return [*icons, *(f"retour_backoffice/icons/retour-{name}.svg" for name in _ICONS)]


@hooks.register("insert_global_admin_css")
def back_office_css() -> SafeString:
    return format_html(
        '<link rel="stylesheet" href="{}">', static("retour_backoffice/backoffice.css")
    )


@hooks.register("construct_reports_menu")
def hide_closed_reports(request: HttpRequest, items: list[MenuItem]) -> None:
    """Reports over all sites are for superusers; the rest for those with pages."""
    if request.user.is_superuser:
        return
    closed = {reverse(name) for name in CLOSED_REPORTS}
    has_pages = page_permission_policy.user_has_any_permission(
        request.user, {"add", "change", "publish"}
    )
    items[:] = [item for item in items if has_pages and item.url not in closed]


@hooks.register("construct_homepage_panels")
def add_homepage_panels(request: HttpRequest, panels: list[Component]) -> None:
    add_panels(request, panels)


@hooks.register("construct_homepage_summary_items", order=1)
def summarise_own_pages(request: HttpRequest, items: list[Any]) -> None:
    count_own_pages(request, items)


@hooks.register("construct_page_chooser_queryset")
def own_pages(pages: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    """An editor links to pages of their own brands."""
    own: QuerySet[Any] = page_permission_policy.explorable_instances(request.user)
    return narrowed(pages & own, request)


@hooks.register("construct_explorer_page_queryset")
def chosen_pages(
    parent: Page, pages: QuerySet[Any], request: HttpRequest
) -> QuerySet[Any]:
    """Above the home pages, and in a search of the whole tree."""
    is_whole = parent.is_root() or request.GET.get("search_all")
    return narrowed(pages, request) if is_whole else pages


@hooks.register("construct_image_chooser_queryset")
@hooks.register("construct_document_chooser_queryset")
def own_files_to_choose(files: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    """Files of collections the user may choose from or work in."""
    allowed = own_files(files.model, request.user)
    own = files.filter(pk__in=allowed.order_by().values("pk"))
    return narrowed(own, request)
