from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail as sent
from django.test import Client
from django.urls import reverse

from retour_core.accounts.models import Role
from retour_core.notifications.kinds import KINDS
from retour_core.notifications.masking import NO_CODE, without_customer
from retour_core.returns.models import Return
from retour_core.returns.part_models import StoreCredit
from retour_core.returns.refund_models import Refund
from retour_portal.backoffice.access import grant_staff_role
from tests.factories import make_order
from tests.portal_site.backoffice.conftest import House, SignIn
from tests.portal_site.backoffice.mails.test_mails import form, url_of

EVERY_NAME = "{name}|{rma}|{order}|{link}"


@pytest.fixture
def publisher(paula: User, sign_in: SignIn) -> Client:
    return sign_in(paula)


def offered(page: Any) -> list[list[tuple[str, str]]]:
    return [
        [(one.value, one.label) for one in found] for _, found in page.context["real"]
    ]


def about(house: House, **values: str) -> dict[str, str]:
    rows = (("heading", EVERY_NAME), ("facts", ""))
    return form(*rows, **{"return": str(house.ret.pk)} | values)


def test_who_works_on_returns_previews_with_a_whole_one(
    anna: User, alpenglow: House, lune: House, sign_in: SignIn
) -> None:
    admin = sign_in(anna)
    house, preview = alpenglow, url_of(alpenglow, "mail_preview")

    [[(value, label)], orders] = offered(admin.get(url_of(house)))
    assert value == str(house.ret.pk)
    assert label.split(" · ")[:2] == [house.ret.rma_number, house.order.number]
    assert [value for value, _label in orders] == [f"order-{house.order.pk}"]
    shown = admin.post(preview, about(house)).content.decode()
    link = f"{house.brand.portal_url}/r/{house.ret.private_key}"
    name = house.ret.sender["name"]
    said = f"{name}|{house.ret.rma_number}|{house.order.number}|{link}</h1>"
    assert shown.count(said) == 1
    for foreign in (
        str(lune.ret.pk),
        f"order-{lune.order.pk}",
        "0",
        "x",
        "order-",
        "²",
    ):
        data = about(house, **{"return": foreign})
        assert admin.post(preview, data).status_code == 404
    # In the other brand an agent only: its mails are not theirs to write.
    grant_staff_role(anna, lune.brand, Role.AGENT)
    assert sign_in(anna).get(url_of(lune)).status_code == 404


def test_a_publisher_sees_a_real_return_but_not_whose_it_is(
    publisher: Client, alpenglow: House, lune: House
) -> None:
    house, preview = alpenglow, url_of(alpenglow, "mail_preview")
    page = publisher.get(url_of(house))

    [[(value, label)], [(order_value, _)]] = offered(page)
    assert page.context["is_masked"]
    assert (value, order_value) == (str(house.ret.pk), f"order-{house.order.pk}")
    assert label.split(" · ")[0] == f"…{house.order.number[-2:]}"
    for chosen in (value, order_value):
        for state in ("", "text"):
            data = about(house, state=state, **{"return": chosen})
            html = publisher.post(preview, data).content.decode()
            assert html.count(f"{house.order.number[-2:]}|") == 1
            assert html.count(house.ret.lines.get().order_line.title) == 1
            for personal in hidden(house):
                assert html.count(personal) == 0, personal
    for foreign in (str(lune.ret.pk), f"order-{lune.order.pk}"):
        data = about(house, **{"return": foreign})
        assert publisher.post(preview, data).status_code == 404


def hidden(house: House) -> list[str]:
    ret, order = house.ret, house.order
    return [
        *(ret.sender["name"], ret.sender["street"], ret.email, order.email),
        *(ret.rma_number, ret.private_key, order.number, order.customer_name),
    ]


def test_the_masked_copy_leaves_the_return_as_it_is(alpenglow: House) -> None:
    ret = Return.objects.select_related("order", "brand").get(pk=alpenglow.ret.pk)
    Return.objects.filter(pk=ret.pk).update(rejection_reason="Anna wore it")
    StoreCredit.objects.create(
        parent=ret, order=ret.order, amount_minor=1, currency="EUR", code="ANNA-1"
    )
    before = dict(vars(ret))

    masked = without_customer(ret)

    assert [credit.code for credit in masked.credits.all()] == [NO_CODE]
    assert masked.rejection_reason == KINDS["rejected"].placeholders[-1].example
    assert {k: v for k, v in vars(ret).items() if k != "_state"} == {
        k: v for k, v in before.items() if k != "_state"
    }
    assert ret.order.number == alpenglow.order.number
    assert masked.sender == {"name": "Anna Berg", "country": "DE"}


def test_the_masked_copy_says_less_was_paid_and_not_why(alpenglow: House) -> None:
    ret = Return.objects.select_related("order", "brand").get(pk=alpenglow.ret.pk)
    row = {"parent": ret, "order": ret.order, "amount_minor": 1, "currency": "EUR"}
    Refund.objects.create(**row, state="failure")
    Refund.objects.create(**row, reason="Anna wore it")

    told = [row.reason for row in without_customer(ret).refunds.all()]

    assert sorted(told) == ["", KINDS["rejected"].placeholders[-1].example]


def test_a_publishers_test_goes_to_them_without_the_customer(
    publisher: Client, paula: User, alpenglow: House
) -> None:
    publisher.post(url_of(alpenglow), about(alpenglow, do="test", to="x@example.org"))

    [mail] = sent.outbox
    assert mail.recipients() == [paula.email]
    whole = str(mail.message())
    assert [word for word in hidden(alpenglow) if word in whole] == []


def test_nobody_previews_another_brands_mail(
    alpenglow: House, charlie_admin: Client
) -> None:
    url = url_of(alpenglow, "mail_preview")

    assert charlie_admin.get(f"{url}?return={alpenglow.ret.pk}").status_code == 404


@pytest.fixture
def charlie_admin(charlie: User, lune: House, sign_in: SignIn) -> Client:
    grant_staff_role(charlie, lune.brand, Role.ADMIN)
    return sign_in(charlie)


def test_the_text_message_is_shown_with_its_length_and_parts(
    anna: User, alpenglow: House, sign_in: SignIn
) -> None:
    admin, house = sign_in(anna), alpenglow
    preview = url_of(house, "mail_preview")

    def shown(sms: str) -> Any:
        return admin.post(preview, about(house, state="sms", sms=sms)).context

    said = shown("{name}: {rma}")
    text = f"{house.ret.sender['name']}: {house.ret.rma_number}"
    assert (said["parts"], said["length"].units) == ([text], len(text))
    assert (said["length"].is_gsm, said["beyond"]) == (True, [])
    long = shown("{order}" + "ł" * 70)
    assert [len(part) for part in long["parts"]] == [67, len(house.order.number) + 3]
    assert (long["length"].is_gsm, long["beyond"]) == (False, ["ł"])
    assert shown("  ")["parts"] == []


@pytest.mark.parametrize("orders", [1, 3])
def test_the_choice_asks_as_often_for_one_order_as_for_three(
    orders: int, publisher: Client, alpenglow: House, django_assert_num_queries: Any
) -> None:
    for number in range(1, orders):
        make_order(alpenglow.shop, number=f"90000{number}")
    publisher.get(url_of(alpenglow))
    with django_assert_num_queries(14):
        page = publisher.get(url_of(alpenglow))
    assert len(offered(page)[1]) == orders


def test_the_list_of_mails_asks_no_orders(publisher: Client) -> None:
    assert "real" not in publisher.get(reverse("mails:index")).context
