"""A brand's portal with something behind each of its URLs, three items in each."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.models import Collection

from retour_core.brands.models import Brand, ReturnAddress
from retour_core.domain.links import ReturnLink, sign_return_link
from retour_core.domain.policies import RequestKind
from retour_core.notifications.unsubscribing import unsubscribe_url
from retour_core.orders.mailbox import mailbox_token
from retour_core.orders.models import Order, Shop
from retour_core.orders.slips import slip_url
from retour_core.payments.accounts import save_account
from retour_core.payments.models import PaymentAccount, SandboxPayment
from retour_core.returns.actors import Actor
from retour_core.returns.choices import ActorKind
from retour_core.returns.group_models import ReturnGroup
from retour_core.returns.models import Return
from retour_core.threads.models import Photo
from retour_core.threads.operations import post_message
from retour_core.tracking.operations import track
from retour_portal.consent.models import Analytics
from retour_portal.demo.content import seed_portals
from retour_portal.editorial.draft_links import make_link, token_of
from retour_portal.flow.goods import picture_address
from retour_portal.fonts.operations import keep_font
from retour_portal.fonts.reading import read_font
from retour_portal.theming.models import Theme
from tests.core.dropoffs.points import MARIENPLATZ, SCHWABING, STUTTGART, take
from tests.core.threads.pictures import uploads
from tests.factories import NOW, grant, line_data, make_order, make_shop
from tests.payments.charging import CHARGES
from tests.portal_site.flow.test_after import PNG, SSCC, label_ready
from tests.portal_site.flow.walk import Customer
from tests.portal_site.flow.withdrawal.conftest import Consumer
from tests.portal_site.fonts.tiny_font import tiny_font
from tests.portal_site.videos.test_ranges import MP4

_ANNA = Actor(ActorKind.STAFF, "anna")
_DRAFT = ("items", "reasons", "method", "resolutions", "review")
_SENT = (
    *("confirmation", "tracking", "label", "label_sheet"),
    *("drop_code", "labels", "cancel", "change", "messages", "status"),
)
_IN_A_STORE = ("counter_code", "deadline")
_ABROAD = ("customs", "customs_invoice")
_OWN_CARRIER = ("parcel", "parcel_slip")
_ZURICH = {"name": "Anna Berg", "postal_code": "10119", "country": "CH"}
_PAYING = ("pay", "pay_onward", "paid")
_PUBLIC = ("lookup", "embed", "gift", "find_help", "dropoffs")


@dataclass
class Scene:
    """``of_returns`` are the names of pages that are kept nowhere."""

    brand: Brand
    shop: Shop
    customer: Customer
    of_returns: set[str] = field(default_factory=set)

    def urls(self) -> dict[str, str]:
        """An address for each name of a URL of the portal."""
        returns = {
            **self._draft(),
            **self._sent(),
            **self._elsewhere(),
            **self._paying(),
            **self._several(),
            **self._withdrawals(),
        }
        self.of_returns = set(returns)
        return returns | self._public() | self._files() | self._links()

    def _order(self, **values: Any) -> Order:
        lines = [line_data(str(number)) for number in range(3)]
        return make_order(self.shop, lines=lines, **values)

    def _chosen(
        self, customer: Customer, method: str = "drop_off_point", **order_values: Any
    ) -> Customer:
        order = self._order(**order_values)
        lines = list(order.lines.order_by("position"))
        customer.find(order)
        customer.choose(*((line, 1) for line in lines))
        files = {f"photos-{lines[0].pk}": uploads(3), "add_photos": str(lines[0].pk)}
        customer.send("reasons", files)
        customer.give_reason(*lines)
        customer.send("method", {"method": method})
        return customer

    def _steps(self, customer: Customer, names: tuple[str, ...]) -> dict[str, str]:
        return {f"flow:{name}": customer.step(name) for name in names}

    def _draft(self) -> dict[str, str]:
        draft = self._chosen(Customer(self.brand))
        photo = str(Photo.objects.latest("pk").public_id)
        pictures = {
            f"flow:{name}": draft.url(name, draft.key, photo)
            for name in ("photo", "thumbnail")
        }
        return self._steps(draft, _DRAFT) | pictures

    def _sent(self) -> dict[str, str]:
        grant(self.brand, methods=["drop_off_point", "own_carrier"])
        sent = self._chosen(Customer(self.brand))
        sent.send("review")
        grant(self.brand)
        ret, label = sent.ret(), label_ready(sent.ret())
        label.tracking_number = SSCC
        label.qr_code.save("code.png", ContentFile(PNG))
        label.save()
        track(ret, "1Z999AA10123456784", since=NOW, source="own", label=label)
        for number in range(3):
            post_message(ret, text=f"News {number}", actor=_ANNA)
        return {
            **self._steps(sent, _SENT),
            "follow_tracking_link": f"/r/{sent.key}",
            "follow_thread_link": f"/r/{sent.key}/messages",
        }

    def _elsewhere(self) -> dict[str, str]:
        """Returns to a store, over a customs border, with a label of the customer's
        own, and one whose link is too old to open by itself."""
        ReturnAddress.objects.filter(brand=self.brand).update(is_store=True)
        grant(self.brand, methods=["in_store", "own_carrier", "drop_off_point"])
        store = self._chosen(Customer(self.brand), "in_store")
        own = self._chosen(Customer(self.brand), "own_carrier")
        abroad = self._chosen(Customer(self.brand), shipping_address=_ZURICH)
        old = self._chosen(Customer(self.brand))
        for customer in (store, own, abroad, old):
            customer.send("review")
        label_ready(abroad.ret())
        long_ago = NOW - timedelta(days=31)
        Return.objects.filter(pk=old.ret().pk).update(updated_at=long_ago)
        grant(self.brand)
        return {
            **self._steps(store, _IN_A_STORE),
            **self._steps(own, _OWN_CARRIER),
            **self._steps(abroad, _ABROAD),
            "flow:open": old.step("open"),
        }

    def _paying(self) -> dict[str, str]:
        grant(self.brand, RequestKind.RETURN, **CHARGES)
        account = PaymentAccount(brand=self.brand, kind="sandbox", name="Sandbox")
        assert save_account(account, {}) is None
        paying = self._chosen(Customer(self.brand))
        paying.send("review")
        paying.send("pay")
        made = SandboxPayment.objects.latest("pk")
        grant(self.brand, RequestKind.RETURN)
        return {
            **self._steps(paying, _PAYING),
            "follow_paid_link": f"/r/{paying.key}/paid",
            "payment_sandbox": reverse("payment_sandbox", args=[made.provider_id]),
        }

    def _several(self) -> dict[str, str]:
        orders = [self._order() for _ in range(3)]
        token = mailbox_token(orders[0])
        url = self.customer.url("orders", token)
        chosen = {"order": [order.pk for order in orders]}
        self.customer.client.post(url, chosen)
        key = ReturnGroup.objects.latest("pk").private_key
        return {
            "flow:orders": url,
            "flow:group": self.customer.url("group", key),
            "follow_orders_link": f"/o/{token}",
        }

    def _withdrawals(self) -> dict[str, str]:
        consumer = Consumer(self.brand)
        order = self._order()
        assert consumer.state(contract=order.number).status_code == 302
        drafts = ("edit", "confirm", "draft_form")
        found = {name: consumer.at(name, consumer.key) for name in drafts}
        consumer = Consumer(self.brand)
        consumer.withdraw(contract=order.number)
        made = ("done", "acknowledgement", "status")
        found |= {name: consumer.at(name, consumer.key) for name in made}
        named = {f"withdrawal:{name}": url for name, url in found.items()}
        return {**named, "follow_withdrawal_link": f"/w/{consumer.key}"}

    def _public(self) -> dict[str, str]:
        take(MARIENPLATZ, SCHWABING, STUTTGART)
        return {
            **{f"flow:{name}": self.customer.url(name) for name in _PUBLIC},
            "flow:dropoffs": f"{self.customer.url('dropoffs')}?near=80331",
            "withdrawal:start": "/en/withdraw/",
            "withdrawal:model_form": "/en/withdraw/form/",
            "consent:choices": "/en/privacy-choices/",
            "wagtail_serve": "/en/",
            "portal_root": "/",
            "follow_function_link": "/withdraw",
            "follow_gift_link": "/gift",
        }

    def _files(self) -> dict[str, str]:
        theme = Theme.objects.get(brand=self.brand)
        theme.embed_origins = "https://shop.example"
        theme.save()
        film = Document.objects.create(
            title="film",
            file=ContentFile(MP4 + bytes(200), "film.mp4"),
            collection=Collection.objects.get(name=self.brand.name),
        )
        page = theme.site.root_page
        link = make_link(page, days=7, by=User.objects.create_user("emil"), now=NOW)
        return {
            "goods_picture": picture_address("http://127.0.0.1/1.jpg"),
            "brand_css": reverse("brand_css"),
            "brand_font": reverse("brand_font", args=[_font_of(theme)]),
            "embed_script": reverse("embed_script"),
            "robots": reverse("robots"),
            "sitemap": reverse("sitemap"),
            "video_file": reverse("video_file", args=[film.pk, film.filename]),
            "draft_page": reverse("draft_page", args=[token_of(link)]),
        }

    def _links(self) -> dict[str, str]:
        order = self._order()
        made = ReturnLink(self.shop.key, order.external_id, int(NOW.timestamp()) + 3600)
        token = sign_return_link(self.shop.link_secret, made)
        home = self.brand.portal_url
        unsubscribing = unsubscribe_url(self.brand, "anna@example.org")
        return {
            "flow:link": self.customer.url("link", token),
            "follow_return_link": f"/go/{token}",
            "follow_slip_link": slip_url(order).removeprefix(home),
            "unsubscribe": unsubscribing.removeprefix(home),
        }


def make_scene() -> Scene:
    brand = seed_portals(80)["alpenglow"]
    Analytics.objects.create(brand=brand, script_url="https://stats.example/a.js")
    return Scene(brand, make_shop(brand), Customer(brand))


def _font_of(theme: Theme) -> str:
    font = keep_font(theme.site, read_font(tiny_font()), "own.ttf")
    return str(font.digests["latin"])
