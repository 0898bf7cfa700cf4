from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from retour_core.domain.identifiers import gs1_check_digit
from retour_core.labels.documents import Decoded, decode
from retour_core.labels.models import Label, LabelState
from retour_core.notifications.mails import render_mail
from retour_core.orders.models import Order
from retour_core.returns.actors import SYSTEM
from retour_core.returns.models import Return, ReturnEvent
from retour_core.returns.operations import reject
from retour_core.returns.receiving import receive
from retour_core.returns.refunding import refund
from tests.core.labels.carrier_samples import carriers_pdf
from tests.core.labels.label_samples import pages_mm, printed, words
from tests.factories import grant
from tests.portal_site.flow.walk import Customer, first_line, text_of

DIGITS = "00614141000000001"
SSCC = DIGITS + gs1_check_digit(DIGITS)
PDF = b"%PDF-1.7 of a test"
PNG = b"\x89PNG of a test"


def label_ready(ret: Return) -> Label:
    """What the worker leaves behind when it has made the label."""
    label = Label.objects.create(
        parent=ret, state=LabelState.READY, ready_at=timezone.now()
    )
    label.document.save(f"{label.reference}.pdf", ContentFile(PDF))
    Return.objects.filter(pk=ret.pk).update(state="ready")
    ReturnEvent.objects.create(
        parent=ret, kind="return.ready", actor_kind="system", at=timezone.now()
    )
    return label


def status_of(customer: Customer) -> dict[str, Any]:
    told: dict[str, Any] = customer.see("status").json()
    assert told.pop("version")
    return told


def test_while_the_label_is_made_the_page_shows_progress_and_looks_again(
    customer: Customer, order: Order
) -> None:
    customer.submit(order)
    page = customer.see("confirmation").content.decode()
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page
    assert 'role="progressbar"' in page
    assert f'data-wait="{customer.step("status")}"' in page
    assert status_of(customer) == {
        "state": "label_pending",
        "waiting": True,
        "following": False,
    }
    assert customer.see("label")["Location"] == customer.step("confirmation")
    assert customer.see("label_sheet")["Location"] == customer.step("confirmation")


def test_a_ready_label_is_offered_and_downloaded(
    customer: Customer, order: Order
) -> None:
    ret = customer.submit(order)
    label_ready(ret)
    assert status_of(customer) == {
        "state": "ready",
        "waiting": False,
        "following": False,
    }
    page = customer.see("confirmation").content.decode()
    assert "refresh" not in page
    assert papers_on(page) == {"a4": True, "a6": False, "4x6": False}
    download = customer.see("label")
    assert download.content == PDF
    assert download["Content-Type"] == "application/pdf"
    assert download["Content-Disposition"] == (
        f'attachment; filename="{ret.rma_number}.pdf"'
    )
    assert "no-store" in download["Cache-Control"]


def papers_on(page: str) -> dict[str, bool]:
    """The papers a page offers, and which of them is chosen."""
    found = re.findall(r'name="paper" value="([^"]+)"( checked)?', page)
    return {value: bool(checked) for value, checked in found}


def on_paper(customer: Customer, paper: str) -> Any:
    return customer.client.get(f"{customer.step('label')}?paper={paper}")


@pytest.mark.parametrize(
    ("carrier", "paper", "size", "ending"),
    [
        ("own", "a6", (105.0, 148.0), "-a6.pdf"),
        ("sandbox", "4x6", (101.6, 152.4), "-4x6.pdf"),
        ("sandbox", "a4", (210.0, 297.0), "-A4.pdf"),
    ],
)
def test_the_paper_is_the_customers_choice_and_remembered(
    customer: Customer,
    order: Order,
    carrier: str,
    paper: str,
    size: tuple[float, float],
    ending: str,
) -> None:
    ret = customer.submit(order)
    label = label_ready(ret)
    label.document.save("theirs.pdf", ContentFile(carriers_label()))
    Label.objects.filter(pk=label.pk).update(carrier=carrier, tracking_number=SSCC)
    download = on_paper(customer, paper)
    assert pages_mm(download.content) == [size]
    assert download["Content-Disposition"] == (
        f'attachment; filename="{ret.rma_number}{ending}"'
    )
    for name in ("confirmation", "tracking"):
        page = customer.see(name).content.decode()
        assert [value for value, is_chosen in papers_on(page).items() if is_chosen] == [
            paper
        ]
        assert ("As the carrier made it" in page) is (carrier != "own")
    cookie = download.cookies["retour_paper"]
    assert (cookie.value, cookie["path"], cookie["samesite"]) == (
        paper,
        "/en/return/r/",
        "Lax",
    )


def test_a_label_that_does_not_go_on_the_paper_is_offered_as_it_came(
    customer: Customer, order: Order
) -> None:
    ret = customer.submit(order)
    label = label_ready(ret)
    large = carriers_pdf("#place(dx: 5mm, dy: 5mm, framed(195mm, 280mm))")
    label.document.save("theirs.pdf", ContentFile(large))
    Label.objects.filter(pk=label.pk).update(carrier="sandbox")
    refused = on_paper(customer, "a6")
    assert refused.status_code == 409
    assert "made smaller it would not scan" in text_of(refused)
    assert f'href="{customer.step("label")}"' in refused.content.decode()
    assert "retour_paper" not in refused.cookies
    assert customer.see("label").content == large


def test_a_paper_that_is_not_offered_gives_the_label_as_it_is(
    customer: Customer, order: Order
) -> None:
    label_ready(customer.submit(order))
    for asked in ("zpl", "A5", "\x00"):
        assert on_paper(customer, asked).content == PDF


@cache
def carriers_label() -> bytes:
    return carriers_pdf("#place(dx: 8mm, dy: 9mm, label(98mm, 142mm))", width="200mm")


def test_a_code_takes_the_label_s_place(customer: Customer, order: Order) -> None:
    ret = customer.submit(order)
    label = label_ready(ret)
    label.document.delete()
    label.drop_code = "482 117"
    label.qr_code.save(f"{label.reference}-qr.png", ContentFile(PNG))
    for name in ("confirmation", "tracking"):
        page = customer.see(name).content.decode()
        assert f'src="{customer.step("drop_code")}"' in page
        assert "482 117" in page
        assert customer.step("label") not in page
    picture = customer.see("drop_code")
    assert picture["Content-Type"] == "image/png"
    assert b"".join(picture) == PNG
    assert customer.see("label").status_code == 404
    assert customer.see("label_sheet").status_code == 404
    [attached] = render_mail(Return.objects.get(), "ready", message_id=1).attachments[
        -1:
    ]
    assert attached == (f"{ret.rma_number}.png", PNG, "image/png")


def test_a_return_with_a_label_on_paper_has_no_code(
    customer: Customer, order: Order
) -> None:
    label_ready(customer.submit(order))
    assert customer.see("drop_code").status_code == 404


def test_the_a4_sheet_is_a_pdf(customer: Customer, order: Order) -> None:
    ret = customer.submit(order)
    label = label_ready(ret)
    Label.objects.filter(pk=label.pk).update(tracking_number=SSCC)
    sheet = customer.see("label_sheet")
    assert sheet.content.startswith(b"%PDF-")
    assert sheet["Content-Disposition"] == (
        f'attachment; filename="{ret.rma_number}-A4.pdf"'
    )


def test_a_failed_label_is_told_calmly(customer: Customer, order: Order) -> None:
    grant(order.brand, methods=["drop_off_point"])
    customer.submit(order)
    Return.objects.update(state="label_failed")
    page = customer.see("confirmation")
    assert "Making your label takes longer than usual." in text_of(page)
    assert "refresh" not in page.content.decode()
    assert "We are happy to help:" in text_of(page)
    assert "Choose another way back" not in text_of(page)


def test_a_failed_label_leads_to_the_other_ways_back(
    customer: Customer, order: Order
) -> None:
    grant(order.brand, methods=["drop_off_point", "own_carrier"])
    ret = customer.submit(order)
    Return.objects.update(state="label_failed")
    for step in ("confirmation", "tracking"):
        page = customer.see(step).content.decode()
        assert page.count(customer.step("change")) == 1
        assert page.count("Choose another way back") == 1
    page = text_of(customer.see("change"))
    assert "There is no label yet for the way you chose." in page
    assert "Throw the old label away" not in page
    answer = customer.send("change", {"again": "1"})
    ret.refresh_from_db()
    customer.key = Return.objects.get(state="draft").private_key
    assert (ret.state, answer["Location"]) == ("cancelled", customer.step("method"))


def test_a_return_to_be_approved_shows_no_label_and_no_progress(
    customer: Customer, order: Order
) -> None:
    grant(order.brand, approval="agent")
    customer.submit(order)
    page = customer.see("confirmation")
    assert "Waiting for approval" in text_of(page)
    assert "progressbar" not in page.content.decode()


def test_a_way_back_without_label_needs_none(customer: Customer, order: Order) -> None:
    grant(order.brand, methods=["own_carrier"])
    ret = customer.submit(order, method="own_carrier")
    page = text_of(customer.see("confirmation"))
    assert ret.state == "ready"
    assert "write your return number on it" in page
    assert "Lagerstraße 5 20357 Hamburg Germany" in page
    assert "Download label" not in page


def test_a_parcel_without_a_sheet_has_a_slip_of_its_own(
    customer: Customer, order: Order
) -> None:
    grant(order.brand, methods=["own_carrier"])
    ret = customer.submit(order, method="own_carrier")
    for name in ("confirmation", "tracking"):
        page = customer.see(name).content.decode()
        assert f'href="{customer.step("parcel_slip")}"' in page
    answer = customer.see("parcel_slip")
    slip = " ".join(words(answer.content).split())
    name = f"{ret.rma_number}-slip.pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert decode(printed(answer.content)) == [
        Decoded("]Q1", ret.rma_number.replace("-", ""))
    ]
    for part in (
        ret.rma_number,
        ret.lines.get().order_line.title,
        "Send it to",
        "Lagerstraße 5",
        "Write your return number on the outside of the parcel.",
    ):
        assert part in slip
    [attached] = render_mail(ret, "ready", message_id=1).attachments
    assert tuple(attached) == (name, answer.content, "application/pdf")


def test_a_label_printed_at_the_counter_leaves_the_slip_to_the_customer(
    customer: Customer, order: Order
) -> None:
    label_ready(customer.submit(order))
    Return.objects.update(method="labelless_drop_off")
    assert customer.step("parcel_slip") in customer.see("tracking").content.decode()
    slip = " ".join(words(customer.see("parcel_slip").content).split())
    assert "Show the code on your phone; the label is printed for you." in slip
    assert "Send it to" not in slip


def test_a_return_with_a_sheet_or_on_its_way_needs_no_slip(
    customer: Customer, order: Order
) -> None:
    label_ready(customer.submit(order))
    there = customer.step("tracking")
    assert customer.see("parcel_slip")["Location"] == there
    assert customer.step("parcel_slip") not in customer.see("tracking").content.decode()
    Return.objects.update(method="own_carrier", state="in_transit")
    assert customer.see("parcel_slip")["Location"] == there


def test_the_timeline_tells_what_happened_newest_first(
    customer: Customer, order: Order
) -> None:
    ret = customer.submit(order)
    label_ready(ret)
    receive(ret, actor=SYSTEM)
    refund(ret, actor=SYSTEM)
    page = text_of(customer.see("tracking"))
    told = [
        "Your refund was paid.",
        "Your refund was decided.",
        "We received and checked your items.",
        "Your label is ready.",
        "We asked for your label.",
        "Your return was approved.",
        "You registered your return.",
    ]
    positions = [page.index(sentence) for sentence in told]
    assert positions == sorted(positions)
    assert "Refund €99.00" in page
    assert "20 Nov 2026, 13:00" in page.replace("\u202f", " ")


def test_a_rejection_is_shown_in_the_merchants_words(
    customer: Customer, order: Order
) -> None:
    grant(order.brand, approval="agent")
    ret = customer.submit(order)
    reject(ret, actor=SYSTEM, reason="Worn & washed")
    page = customer.see("tracking").content.decode()
    assert "Worn &amp; washed" in page
    assert page.count("We are happy to help:") == 1
    assert "Expected refund" not in page


def test_cancelling_asks_first_and_frees_the_units(
    customer: Customer, order: Order
) -> None:
    ret = customer.submit(order)
    label_ready(ret)
    assert "Cancel this return?" in text_of(customer.see("cancel"))
    assert customer.ret().state == "ready"
    assert customer.send("cancel")["Location"] == customer.step("tracking")
    assert customer.ret().state == "cancelled"
    assert first_line(order).returnable == 2
    page = text_of(customer.see("tracking"))
    assert "Please do not send the items." in page
    assert "Cancel this return" not in page
    assert customer.see("label").status_code == 404
    assert customer.see("label_sheet").status_code == 404


def test_cancelling_twice_is_cancelling_once(customer: Customer, order: Order) -> None:
    customer.submit(order)
    customer.send("cancel")
    assert customer.send("cancel")["Location"] == customer.step("tracking")
    assert customer.ret().events.filter(kind="return.cancelled").count() == 1


def test_a_parcel_on_its_way_cannot_be_cancelled(
    customer: Customer, order: Order
) -> None:
    customer.submit(order)
    Return.objects.update(state="in_transit")
    assert customer.see("cancel")["Location"] == customer.step("tracking")
    page = customer.send("cancel")
    assert page.status_code == 409
    assert "on its way already, so it can no longer be cancelled" in text_of(page)
    assert customer.ret().state == "in_transit"


def test_pages_of_a_return_are_private(customer: Customer, order: Order) -> None:
    customer.submit(order)
    for step in ("confirmation", "tracking", "cancel"):
        page = customer.see(step)
        assert 'name="robots" content="noindex"' in page.content.decode()
        assert "no-store" in page["Cache-Control"]
        assert page["Referrer-Policy"] == "same-origin"


def test_the_customers_address_is_never_shown_in_full(
    customer: Customer, order: Order
) -> None:
    customer.up_to_review(order)
    review = text_of(customer.see("review"))
    assert "A••• B••• T••• ••• 10119 Berlin Germany" in review
    customer.send("review")
    for step in ("confirmation", "tracking"):
        page = text_of(customer.see(step))
        assert "Torstra" not in page
        assert "Anna" not in page
