"""Generated from the URLs themselves: a view added later is asked too."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import get_resolver, reverse
from wagtail.snippets.models import get_snippet_models

from retour_core.accounts.models import Role
from retour_core.returns.actors import SYSTEM
from retour_core.returns.models import Return
from retour_core.returns.operations import approve
from retour_portal.backoffice.access import grant_staff_role
from tests.portal_site.backoffice.conftest import House, SignIn, make_ready
from tests.portal_site.backoffice.rows import arguments_of, clerk_of
from tests.portal_site.backoffice.withdrawals.cases import withdraw


def _viewsets() -> list[Any]:
    from retour_portal.backoffice.wagtail_hooks import register_back_office

    return list(register_back_office().registerables)


def _pages() -> list[tuple[str, Any]]:
    return [
        (f"{viewset.url_namespace}:{pattern.name}", pattern)
        for viewset in _viewsets()
        for pattern in viewset.get_urlpatterns()
    ]


ABOUT_ONE_ROW = [name for name, pattern in _pages() if "pk>" in str(pattern.pattern)]
LISTS = [
    name for name, pattern in _pages() if name.endswith((":index", ":index_results"))
]
# By the brand's id, the kind and the language: most mails have no row.
ABOUT_MAILS = [
    *("mails:edit_mail", "mails:mail_preview", "mails:mail_history", "mails:use_mail"),
]
ABOUT_STEPS = [
    *("texts:edit_step", "texts:step_preview", "texts:step_history", "texts:use_step"),
]
ABOUT_LOOKS = {
    "looks:use_preset": ["clear"],
    "looks:use_version": [1],
    "looks:show_look": [1],
    "looks:edit_look": [],
    "looks:preview_look": [],
    "looks:decide_look": [1],
    "looks:look_links": [],
    "looks:revoke_look_link": [1],
    "looks:embedding": [],
    "looks:import_look": [],
    "looks:export_look": [],
}
ABOUT_BILLING = ["billing:csv", "billing:pdf"]
# For superusers, whatever the brand.
BRANDED = [
    name
    for name in ABOUT_ONE_ROW
    if not name.startswith(("outbox:", "drop-offs:", "plans:"))
]

# What begins how, for who may have it.
FILES = {
    **dict.fromkeys(("returns:photo", "returns:photo_thumbnail"), b"\xff\xd8\xff\xe0"),
    **dict.fromkeys(("returns:label", "box-labels:document"), b"%PDF"),
    **dict.fromkeys(
        ("returns:customs_declaration", "returns:customs_invoice"), b"%PDF"
    ),
    **dict.fromkeys(("orders:slip_a4", "orders:slip_a6"), b"%PDF"),
    **dict.fromkeys(("orders:gift_slip_a4", "orders:gift_slip_a6"), b"%PDF"),
    "withdrawals:acknowledgement": b"%PDF",
    "withdrawals:evidence_pdf": b"%PDF",
    "withdrawals:evidence_file": b'{"ch',
    "withdrawals:chain": b'{"ch',
    "box-labels:status": b'{"st',
    "imports:status": b'{"st',
    "imports:rejected": b"\xef\xbb\xbfa",
    "returns:breakdown_csv": b"\xef\xbb\xbfs",
}


def _told(house: House) -> set[str]:
    return {
        house.brand.name,
        house.order.number,
        house.order.customer_name,
        house.order.email,
        house.ret.rma_number,
        house.shop.name,
        house.shop.key,
        house.shop.link_secret,
        house.address.company,
        f"clerk.of.{house.brand.slug}",
    }


def _leaks(response: Any, house: House) -> set[str]:
    body = b"".join(response) if response.streaming else response.content
    return {text for text in _told(house) if text.encode() in body}


def test_the_urls_of_the_back_office_are_all_known_to_these_tests() -> None:
    adding = {"shops", "return-addresses", "sender-addresses", "imports", "add-order"}
    adding |= {"brands", "staff", "webhooks", "carriers", "notices", "payments"}
    adding |= {"drop-offs", "tracking-accounts"}
    about_rules = ("add", "reorder", "preview", "apply")
    others = {f"{name}:add" for name in adding}
    others |= {f"shipping-rules:{name}" for name in about_rules}
    others |= {"withdrawals:texts", "carriers:add_account", "orders:print"}
    others |= {"returns:labels", "tracking-hooks:add", "counter:accept"}
    others.add("tracking-accounts:add_account")
    others |= {"payments:add_account", "fees:csv", "billing:surcharges"}
    others |= {f"reasons:{name}" for name in ("add", "reorder", "adopt")}
    others |= {f"questions:{name}" for name in ("add", "reorder")}
    others |= {f"return-rules:{name}" for name in ("add", "reorder")}
    others |= {*ABOUT_MAILS, *ABOUT_STEPS, *ABOUT_LOOKS, *ABOUT_BILLING}
    assert {name for name, _ in _pages()} == {*ABOUT_ONE_ROW, *LISTS, *others}
    assert len(ABOUT_ONE_ROW) == 157


def test_rows_of_another_brand_do_not_exist(
    charlie: User, alpenglow: House, sign_in: SignIn
) -> None:
    client = sign_in(charlie)
    told = {}
    for name in BRANDED:
        url = reverse(name, args=arguments_of(name, alpenglow))
        answers = [client.get(url), client.post(url)]
        told[name] = [(got.status_code, _leaks(got, alpenglow)) for got in answers]
    assert told == dict.fromkeys(BRANDED, [(404, set())] * 2)


def test_the_same_pages_exist_for_the_brand_that_owns_them(
    anna: User, alpenglow: House, sign_in: SignIn
) -> None:
    client = sign_in(anna)
    # There is a label, and a border for customs.
    make_ready(approve(alpenglow.ret, actor=SYSTEM))
    Return.objects.update(sender={"name": "Berta", "country": "CH"})
    answers, begin = {}, {}
    for name in BRANDED:
        response = client.get(reverse(name, args=arguments_of(name, alpenglow)))
        answers[name] = response.status_code
        if not response.get("Content-Type", "").startswith("text/html"):
            begin[name] = response.getvalue()[:4]
    assert {name for name, code in answers.items() if code not in {200, 405}} == set()
    assert begin == FILES


def test_lists_searches_and_exports_hold_nothing_of_another_brand(
    charlie: User, alpenglow: House, sign_in: SignIn
) -> None:
    withdraw(alpenglow)
    clerk_of(alpenglow)
    client = sign_in(charlie)
    for name in LISTS:
        of_everybody = name.startswith(("outbox:", "company:", "drop-offs:", "plans:"))
        for asked in ("", "?q=berta", "?q=1001", "?export=csv", "?p=2"):
            response = client.get(reverse(name) + asked)
            told = (name, asked, response.status_code, _leaks(response, alpenglow))
            assert told == (name, asked, 302 if of_everybody else 200, set())


@pytest.mark.parametrize("name", ["returns:index", "orders:index", "shops:index"])
def test_an_excel_export_holds_the_own_rows_only(
    name: str, charlie: User, lune: House, alpenglow: House, sign_in: SignIn
) -> None:
    from openpyxl import load_workbook

    response = sign_in(charlie).get(reverse(name) + "?export=xlsx")
    sheet = load_workbook(BytesIO(b"".join(response))).active
    rows = [[str(cell.value) for cell in row] for row in sheet.iter_rows()]
    assert len(rows) == 2
    assert lune.brand.name in rows[1]


def test_a_stranger_is_asked_to_sign_in(alpenglow: House) -> None:
    urls = [reverse(name, args=arguments_of(name, alpenglow)) for name in BRANDED]
    urls += [reverse(name) for name in LISTS]
    told = {}
    for url in urls:
        response = Client().get(url)
        told[url] = (response.status_code, response["Location"].partition("?")[0])
    assert told == dict.fromkeys(urls, (302, "/admin/login/"))


def test_who_writes_pages_reaches_no_row_of_their_own_brand(
    eve: User, paula: User, alpenglow: House, sign_in: SignIn
) -> None:
    clients = [sign_in(user) for user in (eve, paula)]
    told = {}
    for name in BRANDED:
        url = reverse(name, args=arguments_of(name, alpenglow))
        told[name] = tuple(client.get(url).status_code for client in clients)
    assert told == dict.fromkeys(BRANDED, (404, 404))


def test_who_writes_pages_sees_no_list_but_of_mails_looks_and_texts(
    eve: User, paula: User, sign_in: SignIn
) -> None:
    of_editors = {"looks:index", "texts:index"}
    opened = {
        user.username: {
            name for name in LISTS if _answer(sign_in(user), name) != (302, "/admin/")
        }
        for user in (eve, paula)
    }
    assert opened == {"eve": of_editors, "paula": {*of_editors, "mails:index"}}


def _answer(client: Client, name: str) -> tuple[int, str]:
    response = client.get(reverse(name))
    return response.status_code, response.get("Location", "")


def _mail_url(name: str, house: House) -> str:
    arguments: list[Any] = [house.brand.pk, "requested", "en"]
    return reverse(
        name, args=[*arguments, 1] if name == "mails:use_mail" else arguments
    )


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", ABOUT_MAILS)
def test_a_mail_of_another_brand_does_not_exist(
    name: str, method: str, charlie: User, alpenglow: House, sign_in: SignIn
) -> None:
    response = getattr(sign_in(charlie), method)(_mail_url(name, alpenglow))
    refused = {("mails:use_mail", "get"): 405, ("mails:mail_history", "post"): 405}
    assert response.status_code == refused.get((name, method), 404)
    assert _leaks(response, alpenglow) == set()


@pytest.mark.parametrize("name", [*ABOUT_MAILS, "mails:index"])
def test_mails_are_for_who_publishes_for_the_brand(
    name: str, alice: User, eve: User, paula: User, alpenglow: House, sign_in: SignIn
) -> None:
    url = reverse(name) if name == "mails:index" else _mail_url(name, alpenglow)
    own = 405 if name == "mails:use_mail" else 200
    assert sign_in(paula).get(url).status_code == own
    assert _leaks(sign_in(paula).get(url), alpenglow) <= {alpenglow.brand.name}
    for user in (alice, eve):
        refused = sign_in(user).get(url)
        assert (refused.status_code, refused["Location"]) == (302, "/admin/")
    stranger = Client().get(url)
    assert stranger.status_code == 302
    assert stranger["Location"].startswith("/admin/login/")


def _step_url(name: str, house: House) -> str:
    more = [1] if name == "texts:use_step" else []
    return reverse(name, args=[house.brand.pk, "items", "en", *more])


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", ABOUT_STEPS)
def test_texts_of_another_brand_do_not_exist(
    name: str, method: str, charlie: User, alpenglow: House, sign_in: SignIn
) -> None:
    response = getattr(sign_in(charlie), method)(_step_url(name, alpenglow))
    refused = {("texts:use_step", "get"): 405, ("texts:step_history", "post"): 405}
    assert response.status_code == refused.get((name, method), 404)
    assert _leaks(response, alpenglow) == set()


@pytest.mark.parametrize("name", [*ABOUT_STEPS, "texts:index"])
def test_texts_are_for_who_writes_for_the_brand(
    name: str, alice: User, eve: User, paula: User, alpenglow: House, sign_in: SignIn
) -> None:
    url = reverse(name) if name == "texts:index" else _step_url(name, alpenglow)
    publishes = name == "texts:use_step"
    assert sign_in(paula).get(url).status_code == (405 if publishes else 200)
    assert sign_in(eve).get(url).status_code == (302 if publishes else 200)
    refused = sign_in(alice).get(url)
    assert (refused.status_code, refused["Location"]) == (302, "/admin/")
    stranger = Client().get(url)
    assert stranger.status_code == 302
    assert stranger["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("name", ABOUT_LOOKS)
def test_the_look_of_another_brand_does_not_exist(
    name: str, charlie: User, alice: User, alpenglow: House, sign_in: SignIn
) -> None:
    url = reverse(name, args=[alpenglow.brand.pk, *ABOUT_LOOKS[name]])
    ask = "get" if name in {"looks:export_look", "looks:show_look"} else "post"
    response = getattr(sign_in(charlie), ask)(url)
    assert (response.status_code, _leaks(response, alpenglow)) == (404, set())
    agent, stranger = getattr(sign_in(alice), ask)(url), getattr(Client(), ask)(url)
    assert (agent.status_code, agent["Location"]) == (302, "/admin/")
    assert stranger["Location"].startswith("/admin/login/")


def test_forms_offer_the_own_brand_only(
    charlie: User, lune: House, alpenglow: House, sign_in: SignIn
) -> None:
    client = sign_in(charlie)
    for name in (
        "shops:add",
        "return-addresses:add",
        "sender-addresses:add",
        "staff:add",
    ):
        form = client.get(reverse(name)).context["form"]
        assert list(form.fields["brand"].queryset) == [lune.brand]


def test_filters_offer_the_own_brand_and_shops_only(
    alice: User, lune: House, alpenglow: House, sign_in: SignIn
) -> None:
    filters = sign_in(alice).get(reverse("orders:index")).context["filters"]
    assert list(filters.form.fields["brand"].queryset) == [alpenglow.brand]
    assert list(filters.form.fields["shop"].queryset) == [alpenglow.shop]


def test_a_row_cannot_be_put_under_another_brand(
    charlie: User, lune: House, alpenglow: House, sign_in: SignIn
) -> None:
    from retour_core.orders.models import Shop

    response = sign_in(charlie).post(
        reverse("shops:add"),
        {"name": "Trojan", "brand": alpenglow.brand.pk, "platform": "api"},
    )
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["brand"]
    assert not Shop.objects.filter(name="Trojan").exists()


def test_another_shops_token_is_not_revoked_through_the_own_shop(
    charlie: User, lune: House, alpenglow: House, sign_in: SignIn
) -> None:
    url = reverse("shops:revoke_token", args=[lune.shop.pk, alpenglow.token.pk])
    assert sign_in(charlie).post(url).status_code == 404
    alpenglow.token.refresh_from_db()
    assert alpenglow.token.revoked_at is None


def test_an_agent_opens_no_settings(
    alice: User, alpenglow: House, sign_in: SignIn
) -> None:
    client = sign_in(alice)
    for name in ("brands:edit", "shops:inspect", "return-addresses:delete"):
        url = reverse(name, args=arguments_of(name, alpenglow))
        assert client.get(url).status_code == 404


def test_nobody_registers_a_chooser_for_our_rows() -> None:
    assert [viewset.name for viewset in _viewsets()] == [
        "returns",
        "counter",
        "withdrawals",
        "orders",
        "box-labels",
        "imports",
        "add-order",
        "shops",
        "return-portal",
        "return-policies",
        "return-rules",
        "return-prices",
        "reasons",
        "questions",
        "mails",
        "texts",
        "looks",
        "domains",
        "mail-sender",
        "brands",
        "return-addresses",
        "sender-addresses",
        "shipping-rules",
        "carriers",
        "tracking-accounts",
        "tracking-hooks",
        "drop-offs",
        "payments",
        "staff",
        "notices",
        "webhooks",
        "billing",
        "fees",
        "company",
        "plans",
        "outbox",
    ]
    ours = {
        *("retour_brands", "retour_orders", "retour_imports", "retour_returns"),
        *("retour_accounts", "retour_withdrawals", "retour_threads"),
        *("retour_policies", "retour_notifications", "retour_carriers"),
        "retour_payments",
        "retour_dropoffs",
    }
    assert {model._meta.app_label for model in get_snippet_models()} & ours == set()
    resolver = get_resolver()
    assert [name for name in _admin_namespaces(resolver) if "choos" in name] == [
        "wagtaildocs_chooser",
        "wagtailimages_chooser",
    ]


def _admin_namespaces(resolver: Any) -> list[str]:
    found = set(resolver.namespace_dict)
    for _prefix, nested in resolver.namespace_dict.values():
        found |= set(nested.namespace_dict)
    return sorted(found)


def test_an_administrator_of_one_brand_is_only_an_agent_of_the_other(
    anna: User, lune: House, alpenglow: House, sign_in: SignIn
) -> None:
    """The role of one brand opens nothing in the other, in lists and in forms."""
    grant_staff_role(anna, lune.brand, Role.AGENT)
    client = sign_in(anna)
    returns = client.get(reverse("returns:index")).context["object_list"]
    assert {ret.brand for ret in returns} == {alpenglow.brand, lune.brand}
    shops = client.get(reverse("shops:index")).context["object_list"]
    assert list(shops) == [alpenglow.shop]
    for name in ("shops:inspect", "brands:edit", "return-addresses:delete"):
        url = reverse(name, args=arguments_of(name, lune))
        assert client.get(url).status_code == 404
    form = client.get(reverse("shops:add")).context["form"]
    assert list(form.fields["brand"].queryset) == [alpenglow.brand]
