from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from retour_core.domain.policies import RequestKind
from retour_core.payments.models import FeeRefund, Payment, PaymentAccount
from retour_core.payments.paying import start_payment
from retour_core.payments.refund_news import look_after_refund
from retour_core.payments.settling import settle_payment
from retour_core.returns.actors import CUSTOMER
from retour_core.returns.models import Return
from retour_core.returns.operations import cancel
from tests.carriers.faults import Fault
from tests.carriers.leaks import leaked
from tests.carriers.server import serving
from tests.core.labels.draining import drain
from tests.factories import grant, make_order, make_return
from tests.payments.charging import CHARGES
from tests.payments.mollie_stub import MollieStub
from tests.portal_site.backoffice.conftest import House, SignIn
from tests.portal_site.backoffice.payments.rows import payment_account


@pytest.fixture
def mollie(settings: Any) -> Iterator[MollieStub]:
    with serving(MollieStub()) as stub:
        settings.RETOUR_CARRIER_URLS = {"mollie": stub.url}
        settings.RETOUR_CARRIER_ANSWER_SECONDS = 1.0
        yield stub
        assert stub.complaints == []


def filled_in(house: House, **values: Any) -> dict[str, Any]:
    key = MollieStub.settings["api_key"]
    about = {"name": "Mollie North", "brand": house.brand.pk}
    return {**about, "setting-api_key": key, **values}


def awaiting(house: House) -> Return:
    payment_account(house.brand)
    house.brand.portal_url = "https://returns.alpenglow.example"
    house.brand.save()
    grant(house.brand, RequestKind.RETURN, **CHARGES)
    return make_return(make_order(house.shop))


def paid(house: House, mollie: MollieStub) -> Return:
    ret = awaiting(house)
    payment = start_payment(ret)
    mollie.becomes("paid", payment.provider_id)
    settle_payment(payment.pk)
    return Return.objects.get(pk=ret.pk)


def act(client: Any, name: str, ret: Return) -> str:
    response = client.post(reverse(f"returns:{name}", args=[ret.pk]), follow=True)
    assert response.status_code == 200
    return str(response.content.decode())


def test_an_account_is_saved_tested_and_never_shows_its_key(
    mollie: MollieStub, anna: User, alpenglow: House, sign_in: SignIn
) -> None:
    client = sign_in(anna)
    url = reverse("payments:add_account", args=["mollie"])
    posted = client.post(url, filled_in(alpenglow))

    account = PaymentAccount.objects.get()
    page = reverse("payments:inspect", args=[account.pk])
    assert (posted.status_code, posted["Location"]) == (302, page)
    assert account.last_success_at is not None
    assert not account.is_live
    for shown_at in (page, reverse("payments:edit", args=[account.pk])):
        shown = client.get(shown_at).content.decode()
        assert leaked(shown, mollie) == []
    assert "test, no money moves" in client.get(page).content.decode()
    stored = str(PaymentAccount.objects.values().get()) + account.secrets.stored()
    assert leaked(stored, mollie) == []


def test_a_key_left_empty_stays_and_a_wrong_one_is_refused_with_its_reason(
    mollie: MollieStub, anna: User, alpenglow: House, sign_in: SignIn
) -> None:
    account, client = payment_account(alpenglow.brand), sign_in(anna)
    url = reverse("payments:edit", args=[account.pk])
    kept = client.post(url, filled_in(alpenglow, **{"setting-api_key": ""}))
    wrong = client.post(url, filled_in(alpenglow, **{"setting-api_key": "hello"}))

    assert (kept.status_code, wrong.status_code) == (302, 200)
    assert "they begin with test_ or live_" in wrong.content.decode()
    account.refresh_from_db()
    assert account.secrets.open() == MollieStub.settings


def test_an_account_the_service_refuses_is_saved_and_says_so(
    mollie: MollieStub, anna: User, alpenglow: House, sign_in: SignIn
) -> None:
    mollie.next_fetch.append(Fault.AUTH)
    url = reverse("payments:add_account", args=["mollie"])
    response = sign_in(anna).post(url, filled_in(alpenglow), follow=True)

    assert "does not accept the key" in response.content.decode()
    assert PaymentAccount.objects.get().last_fault_kind == "auth"


def test_a_new_account_takes_the_place_of_the_one_in_use(
    mollie: MollieStub, anna: User, alpenglow: House, sign_in: SignIn
) -> None:
    old, client = payment_account(alpenglow.brand), sign_in(anna)
    client.post(reverse("payments:add_account", args=["mollie"]), filled_in(alpenglow))
    used = PaymentAccount.objects.filter(is_active=True)
    assert used.get().pk != old.pk

    client.post(reverse("payments:switch_on", args=[old.pk]))
    assert used.get().pk == old.pk
    client.post(reverse("payments:switch_off", args=[old.pk]))
    assert not used.exists()


@pytest.mark.parametrize("is_there", [True, False])
def test_the_sandbox_is_offered_only_where_there_is_one(
    is_there: bool, anna: User, sign_in: SignIn, settings: Any
) -> None:
    settings.RETOUR_PAYMENT_SANDBOX = is_there
    client = sign_in(anna)

    shown = client.get(reverse("payments:add")).content.decode()
    form = client.get(reverse("payments:add_account", args=["sandbox"]))

    assert ("Sandbox" in shown) == is_there
    assert form.status_code == (200 if is_there else 404)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_much_for_three_as_for_one(
    count: int,
    anna: User,
    alpenglow: House,
    sign_in: SignIn,
    django_assert_num_queries: Any,
) -> None:
    for number in range(count):
        PaymentAccount.objects.create(
            brand=alpenglow.brand, kind="mollie", name=f"{number}", is_active=False
        )
    client = sign_in(anna)
    client.get(reverse("payments:index"))

    with django_assert_num_queries(13):
        client.get(reverse("payments:index"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_fees_are_listed_and_downloaded(
    count: int,
    mollie: MollieStub,
    anna: User,
    alpenglow: House,
    sign_in: SignIn,
    django_assert_num_queries: Any,
) -> None:
    returns = [paid(alpenglow, mollie) for _ in range(count)]
    Payment.objects.update(is_live=True)
    client = sign_in(anna)
    client.get(reverse("fees:index"))

    with django_assert_num_queries(14):
        page = client.get(reverse("fees:index")).content.decode()
    assert all(ret.rma_number in page for ret in returns)
    assert page.count("€4.95") == count
    answer = client.get(reverse("fees:csv", args=[alpenglow.brand.pk]))
    rows = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
    assert [(r["kind"], r["amount"], r["is_live"]) for r in rows] == [
        ("received", "4.95", "no")
    ] * count


def test_an_agent_sees_no_accounts_and_no_list_of_fees(
    charlie: User, alpenglow: House, sign_in: SignIn
) -> None:
    account, client = payment_account(alpenglow.brand), sign_in(charlie)

    own = client.get(reverse("payments:inspect", args=[account.pk]))
    download = client.get(reverse("fees:csv", args=[alpenglow.brand.pk]))

    assert own.status_code == 404
    assert download.status_code in (302, 403, 404)


def test_the_return_s_page_shows_the_fee_and_what_can_be_done(
    mollie: MollieStub, anna: User, alpenglow: House, sign_in: SignIn
) -> None:
    ret, client = awaiting(alpenglow), sign_in(anna)
    page = reverse("returns:inspect", args=[ret.pk])
    before = client.get(page).content.decode()
    assert "Not paid yet" in before
    assert reverse("returns:release_unpaid", args=[ret.pk]) in before

    act(client, "release_unpaid", ret)

    assert Return.objects.get(pk=ret.pk).state == "label_pending"
    assert "Return fee before the label" not in client.get(page).content.decode()
    assert "waits for no payment" in act(client, "release_unpaid", ret)


def test_staff_give_a_fee_back_once(
    mollie: MollieStub, anna: User, alpenglow: House, sign_in: SignIn
) -> None:
    ret, client = paid(alpenglow, mollie), sign_in(anna)

    assert "is being given back" in act(client, "refund_fee", ret)
    assert "There is no fee of this return" in act(client, "refund_fee", ret)
    assert FeeRefund.objects.count() == 1


def test_a_refund_that_failed_says_why_and_is_tried_again(
    mollie: MollieStub, anna: User, alpenglow: House, sign_in: SignIn
) -> None:
    ret, client = paid(alpenglow, mollie), sign_in(anna)
    cancel(ret, actor=CUSTOMER)
    FeeRefund.objects.update(state="failed", failure="The balance is too low.")

    page = client.get(reverse("returns:inspect", args=[ret.pk])).content.decode()
    assert "The balance is too low." in page
    act(client, "retry_refund", ret)

    assert FeeRefund.objects.get().state == "pending"


def test_a_refund_that_failed_later_is_on_the_page_and_is_made_anew(
    mollie: MollieStub, anna: User, alpenglow: House, sign_in: SignIn
) -> None:
    ret, client = paid(alpenglow, mollie), sign_in(anna)
    cancel(ret, actor=CUSTOMER)
    drain(2)
    page = reverse("returns:inspect", args=[ret.pk])
    assert "Given back" in client.get(page).content.decode()
    mollie.refund_becomes("failed")
    look_after_refund(Payment.objects.get().pk)

    shown = client.get(page).content.decode()
    assert "Could not be given back" in shown
    # In the card and in the timeline.
    assert shown.count("took it, and could not carry it out.") == 2
    act(client, "retry_refund", ret)
    drain(2)

    assert "Given back" in client.get(page).content.decode()
    fees = client.get(reverse("fees:csv", args=[alpenglow.brand.pk]))
    rows = list(csv.DictReader(StringIO(fees.content.decode("utf-8-sig"))))
    assert [(row["kind"], row["amount"]) for row in rows] == [
        ("received", "4.95"),
        ("refunded", "-4.95"),
        ("came_back", "4.95"),
        ("refunded", "-4.95"),
    ]


def test_what_a_bank_keeps_refusing_is_marked_as_paid_back_otherwise(
    mollie: MollieStub, anna: User, charlie: User, alpenglow: House, sign_in: SignIn
) -> None:
    ret, client = paid(alpenglow, mollie), sign_in(anna)
    cancel(ret, actor=CUSTOMER)
    FeeRefund.objects.update(state="failed", failure="The account is closed.")
    url = reverse("returns:paid_otherwise", args=[ret.pk])
    refund = FeeRefund.objects.get()
    day = timezone.localdate(timezone=ZoneInfo("Europe/Berlin"))
    data = {"refund": refund.pk, "day": day.isoformat(), "how": "Transfer 4711"}

    assert client.get(url).status_code == 405
    assert sign_in(charlie).post(url, data).status_code == 404
    empty = client.post(url, data | {"how": ""})
    assert (empty.status_code, "Say how you paid it back." in str(empty.content)) == (
        422,
        True,
    )
    early = client.post(url, data | {"day": "2020-01-01"})
    assert "Enter a day from the payment of the fee up to today." in str(early.content)
    assert FeeRefund.objects.get().state == "failed"

    for _ in range(2):
        assert client.post(url, data).status_code == 302

    shown = client.get(reverse("returns:inspect", args=[ret.pk])).content.decode()
    assert "Paid back otherwise" in shown
    assert "The return fee was paid back otherwise on" in shown
    assert url not in shown
    assert "Transfer 4711" in client.get(reverse("fees:index")).content.decode()
    fees = client.get(reverse("fees:csv", args=[alpenglow.brand.pk]))
    rows = list(csv.DictReader(StringIO(fees.content.decode("utf-8-sig"))))
    assert [
        (row["kind"], row["amount"], row["paid_on"], row["by"], row["note"])
        for row in rows
    ] == [
        ("received", "4.95", "", "", ""),
        ("otherwise", "-4.95", day.isoformat(), "anna", "Transfer 4711"),
    ]
