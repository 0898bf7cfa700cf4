"""A return in several parcels as its customer sees it, and labels that are void."""

from __future__ import annotations

import io

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from retour_core.brands.models import Brand
from retour_core.labels.models import Label, LabelState, VoidReason
from retour_core.orders.models import Order
from retour_core.returns.models import Return
from tests.factories import grant
from tests.portal_site.flow.test_after import SSCC, label_ready, status_of
from tests.portal_site.flow.test_queries import MOST, queries_of
from tests.portal_site.flow.walk import Customer, errors_of, first_line, text_of


def second_label(ret: Return, parcel: int = 2) -> Label:
    label = Label(parent=ret, parcel=parcel, parcels=2, state=LabelState.READY)
    label.ready_at = timezone.now()
    label.document.save(f"{label.reference}.pdf", ContentFile(b"%PDF-1.7 second"))
    return label


def in_two_parcels(customer: Customer, order: Order) -> Return:
    ret = customer.submit(order)
    label_ready(ret)
    Return.objects.filter(pk=ret.pk).update(parcels=2)
    second_label(ret)
    return ret


def void(label: Label, reason: VoidReason) -> None:
    Label.objects.filter(pk=label.pk).update(
        state=LabelState.VOID, void_reason=reason, voided_at=timezone.now()
    )


def up_to_method(customer: Customer, order: Order, quantity: int) -> str:
    line = first_line(order)
    customer.find(order)
    customer.choose((line, quantity))
    customer.give_reason(line)
    return str(customer.see("method").content.decode())


def test_how_many_parcels_is_asked_where_there_are_several_things(
    customer: Customer, order: Order, brand: Brand
) -> None:
    assert 'name="parcels"' not in up_to_method(customer, order, 1)
    assert 'name="parcels" value="1" min="1" max="2"' in up_to_method(
        customer, order, 2
    )
    grant(brand, most_parcels=1)
    assert 'name="parcels"' not in up_to_method(customer, order, 2)


@pytest.mark.parametrize("count", ["0", "3", "-1", "two", "1.5"])
def test_a_wrong_number_of_parcels_is_told_at_its_field(
    customer: Customer, order: Order, count: str
) -> None:
    up_to_method(customer, order, 2)
    page = customer.send("method", {"method": "drop_off_point", "parcels": count})
    assert errors_of(page) == ["Enter a number of parcels from 1 to 2."]
    assert 'aria-describedby="hint_parcels error_parcels"' in page.content.decode()


def test_the_number_of_parcels_is_kept_and_told_before_sending(
    customer: Customer, order: Order
) -> None:
    up_to_method(customer, order, 2)
    answer = customer.send("method", {"method": "drop_off_point", "parcels": "2"})
    assert answer["Location"] == customer.step("review")
    assert "2 parcels" in text_of(customer.see("review"))
    customer.send("review")
    assert customer.ret().parcels == 2


def test_each_parcel_has_its_label_on_the_page(
    customer: Customer, order: Order
) -> None:
    ret = in_two_parcels(customer, order)
    for name in ("confirmation", "tracking"):
        page = customer.see(name)
        assert [
            f'name="parcel" value="{number}"' in page.content.decode()
            for number in (1, 2, 3)
        ] == [True, True, False]
        assert "Parcel 1" in text_of(page)
        assert "Parcel 2" in text_of(page)
    download = customer.client.get(f"{customer.step('label')}?parcel=2")
    assert download.content == b"%PDF-1.7 second"
    assert download["Content-Disposition"] == (
        f'attachment; filename="{ret.rma_number}-2.pdf"'
    )
    for number in ("3", "999", "x", "٣"):
        other = customer.client.get(f"{customer.step('label')}?parcel={number}")
        b"".join(other)  # a file sent is closed when read
        assert other.status_code == (404 if number.isascii() and number != "x" else 200)


def test_the_paper_is_asked_for_once_and_all_labels_come_in_one_document(
    customer: Customer, order: Order
) -> None:
    ret = in_two_parcels(customer, order)
    Label.objects.update(tracking_number=SSCC)
    html = customer.see("tracking").content.decode()
    assert html.count("Which paper do you print on?") == 1
    assert "Download all labels" in html
    assert html.count('form="labels-paper" name="parcel"') == 2
    for paper in ("a6", "4x6", "a4"):
        whole = customer.client.get(f"{customer.step('label')}?paper={paper}")
        again = customer.client.get(f"{customer.step('label')}?paper={paper}")
        assert whole.content == again.content
        with pikepdf.open(io.BytesIO(whole.content)) as pdf:
            assert len(pdf.pages) == 2
        single = customer.client.get(f"{customer.step('label')}?paper={paper}&parcel=2")
        with pikepdf.open(io.BytesIO(single.content)) as pdf:
            assert len(pdf.pages) == 1
    assert f'filename="{ret.rma_number}-A4.pdf"' in whole["Content-Disposition"]
    assert f'filename="{ret.rma_number}-2-A4.pdf"' in single["Content-Disposition"]


def test_where_one_of_them_does_not_go_on_the_paper_none_is_left_out_silently(
    customer: Customer, order: Order
) -> None:
    in_two_parcels(customer, order)
    Label.objects.update(tracking_number=SSCC)
    Label.objects.filter(parcel=2).update(carrier="dhl")
    answer = customer.client.get(f"{customer.step('label')}?paper=a6")
    assert answer.status_code == 409
    assert "This label can only be printed as the carrier made it." in text_of(answer)
    assert f'href="{customer.step("tracking")}"' in answer.content.decode()


def test_a_further_label_is_asked_for_once_and_waited_for(
    customer: Customer, order: Order
) -> None:
    label_ready(customer.submit(order))
    assert "I need a label for another parcel" in text_of(customer.see("tracking"))
    for _again in range(2):
        answer = customer.send("labels", {"add": "1", "after": "1"})
        assert answer["Location"] == customer.step("tracking")
    assert Label.objects.filter(state="pending").count() == 1
    page = customer.see("tracking")
    assert "The label is being made." in text_of(page)
    assert f'data-wait="{customer.step("status")}"' in page.content.decode()
    assert status_of(customer)["waiting"] is True


def test_what_is_not_possible_is_told_and_nothing_is_made(
    customer: Customer, order: Order
) -> None:
    customer.submit(order)
    for data in ({"add": "1", "after": "1"}, {"renew": "1", "parcel": "1"}):
        answer = customer.send("labels", data)
        assert answer.status_code == 409
        assert "This return cannot get another label." in text_of(answer)
    assert Label.objects.count() == 0
    assert customer.see("labels")["Location"] == customer.step("tracking")


def test_a_void_label_is_no_longer_handed_out_and_a_new_one_can_be_had(
    customer: Customer, order: Order
) -> None:
    void(label_ready(customer.submit(order)), VoidReason.EXPIRED)
    page = customer.see("tracking")
    assert "This label has run out." in text_of(page)
    assert customer.step("label") not in page.content.decode()
    assert customer.see("label").status_code == 404
    customer.send("labels", {"renew": "1", "parcel": "1"})
    assert [row.state for row in Label.objects.order_by("pk")] == ["void", "pending"]


def test_a_new_label_says_that_the_old_paper_is_void(
    customer: Customer, order: Order
) -> None:
    ret = customer.submit(order)
    void(label_ready(ret), VoidReason.REPLACED)
    second_label(ret, parcel=1)
    told = "The label you had before is void. Use this one only."
    assert told in text_of(customer.see("tracking"))
    assert customer.see("label").content == b"%PDF-1.7 second"


def test_a_label_that_is_not_needed_is_given_back(
    customer: Customer, order: Order
) -> None:
    in_two_parcels(customer, order)
    assert "I do not need this label" in text_of(customer.see("tracking"))
    customer.send("labels", {"give_back": "1", "parcel": "2"})
    page = customer.see("tracking")
    assert "I do not need this label" not in text_of(page)
    assert "Parcel 2" not in text_of(page)


def test_the_sheet_is_that_of_its_parcel(customer: Customer, order: Order) -> None:
    in_two_parcels(customer, order)
    Label.objects.filter(parcel=2).update(tracking_number=SSCC)
    sheet = customer.client.get(f"{customer.step('label_sheet')}?parcel=2")
    assert sheet.content.startswith(b"%PDF-")


@pytest.mark.parametrize("step", ["confirmation", "tracking", "status"])
def test_several_labels_cost_one_query_more(
    customer: Customer, order: Order, step: str
) -> None:
    in_two_parcels(customer, order)
    assert queries_of(customer, step) <= MOST + 1
