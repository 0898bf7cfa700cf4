"""A file's way through the back office, and who may not follow it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from retour_core.imports.models import ImportJob
from retour_core.imports.running import run_step
from retour_core.orders.models import Order, OrderRevision, Shop
from tests.portal_site.backoffice.conftest import House, SignIn

CSV = (
    "Order no,Date,Product,SKU,Qty,Price,Postcode,Country\n"
    "AG-7,2026-11-06,Jacket,J-1,1,99.00,10119,DE\n"
    "AG-8,2026-11-06,=cmd,J-1,x,99.00,10119,DE\n"
)
IMPORT_LIST_QUERIES = 13
SINGLE = ("mapping", "inspect", "status", "rejected", "start", "stop", "resume")


def _upload(client: Client, house: House, content: str = CSV) -> Any:
    file = SimpleUploadedFile("my orders.csv", content.encode(), "text/csv")
    return client.post(reverse("imports:add"), {"shop": house.shop.pk, "file": file})


def _choices(client: Client, job: ImportJob) -> dict[str, str]:
    form = client.get(reverse("imports:mapping", args=[job.pk])).context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def _work(job: ImportJob) -> ImportJob:
    job.refresh_from_db()
    while run_step(job.pk, run=job.run):
        pass
    job.refresh_from_db()
    return job


def test_a_file_goes_from_upload_to_orders(
    anna: User, alpenglow: House, sign_in: SignIn
) -> None:
    client = sign_in(anna)
    response = _upload(client, alpenglow)
    job = ImportJob.objects.get()
    mapping = reverse("imports:mapping", args=[job.pk])
    page = reverse("imports:inspect", args=[job.pk])
    assert (response.status_code, response["Location"]) == (302, mapping)

    choices = _choices(client, job)
    assert [choices[f"column-{n}"] for n in range(8)] == [
        "number",
        "placed_at",
        "title",
        "sku",
        "quantity",
        "unit_price",
        "postal_code",
        "country",
    ]
    refused = client.post(mapping, {**choices, "try": "1"})
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["currency"]

    tried = client.post(mapping, {**choices, "currency": "eur", "try": "1"})
    assert tried["Location"] == page
    assert client.get(reverse("imports:status", args=[job.pk])).json() == {
        "state": "running",
        "percent": 0,
        "row": 0,
        "created": 0,
        "updated": 0,
        "unchanged": 0,
        "stale": 0,
        "rejected": 0,
    }
    assert b'http-equiv="refresh"' in client.get(page).content
    _work(job)
    assert Order.objects.filter(number="AG-7").exists() is False
    shown = client.get(page)
    assert shown.context["problems"] == [(3, "Qty", "“x” is no whole number.")]
    assert b'http-equiv="refresh"' not in shown.content

    client.post(reverse("imports:start", args=[job.pk]))
    _work(job)
    assert (job.state, job.created, job.rejected) == ("done", 1, 1)
    revision = OrderRevision.objects.get(order__number="AG-7")
    assert (revision.source, revision.actor) == ("import", "anna")
    download = client.get(reverse("imports:rejected", args=[job.pk]))
    assert download["Content-Disposition"] == (
        'attachment; filename="my-orders-rejected.csv"'
    )
    body = b"".join(download).decode("utf-8-sig")
    assert body.splitlines()[1] == (
        "AG-8,2026-11-06,'=cmd,J-1,x,99.00,10119,DE,3,Qty,“x” is no whole number."
    )


def test_a_finished_import_is_not_mapped_again(
    anna: User, alpenglow: House, sign_in: SignIn
) -> None:
    client = sign_in(anna)
    _upload(client, alpenglow)
    job = ImportJob.objects.get()
    choices = {**_choices(client, job), "currency": "EUR", "start": "1"}
    mapping = reverse("imports:mapping", args=[job.pk])
    client.post(mapping, choices)
    _work(job)
    assert client.get(mapping).status_code == 302
    again = client.post(mapping, choices, follow=True)
    assert [str(m).strip() for m in again.context["messages"]] == [
        "This import runs already or is finished; open it to see how far it is."
    ]


def test_a_paused_shop_is_told_before_anything_is_uploaded(
    anna: User, alpenglow: House, sign_in: SignIn
) -> None:
    Shop.objects.filter(pk=alpenglow.shop.pk).update(status="paused")
    response = _upload(sign_in(anna), alpenglow)
    assert response.context["form"].errors == {
        "shop": ["This shop is paused: resume it under “Shops”, then go on here."]
    }
    assert not ImportJob.objects.exists()


def test_without_a_shop_the_page_leads_to_one(
    anna: User, alpenglow: House, sign_in: SignIn
) -> None:
    client = sign_in(anna)
    hint = b"First, a shop"
    assert hint not in client.get(reverse("imports:add")).content
    Shop.objects.filter(pk=alpenglow.shop.pk).update(status="disconnected")
    page = client.get(reverse("imports:add")).content
    assert hint in page
    assert f'href="{reverse("shops:add")}"'.encode() in page


def test_the_list_costs_the_same_for_one_import_and_for_three(
    anna: User,
    alpenglow: House,
    sign_in: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = sign_in(anna)
    for uploads in (1, 2):
        for _ in range(uploads):
            _upload(client, alpenglow)
        with django_assert_num_queries(IMPORT_LIST_QUERIES):
            page = client.get(reverse("imports:index"))
    assert len(page.context["object_list"]) == 3
    assert b"Importing orders costs nothing" in page.content


def test_the_list_tells_a_trial_from_an_import(
    anna: User, alpenglow: House, sign_in: SignIn
) -> None:
    client = sign_in(anna)
    shown = []
    for name in ("try", "try", "start"):
        _upload(client, alpenglow)
        job = ImportJob.objects.latest("pk")
        choices = {**_choices(client, job), "currency": "EUR", name: "1"}
        client.post(reverse("imports:mapping", args=[job.pk]), choices)
        if len(shown) > 0:
            _work(job)
        page = client.get(reverse("imports:index")).content.decode()
        shown.append(re.findall(r"Trial: running|Tried|Finished|Running", page)[0])
    assert shown == ["Trial: running", "Tried", "Finished"]


def test_stop_and_continue(anna: User, alpenglow: House, sign_in: SignIn) -> None:
    client = sign_in(anna)
    _upload(client, alpenglow)
    job = ImportJob.objects.get()
    choices = {**_choices(client, job), "currency": "EUR", "start": "1"}
    client.post(reverse("imports:mapping", args=[job.pk]), choices)
    client.post(reverse("imports:stop", args=[job.pk]))
    job.refresh_from_db()
    assert job.state == "stopped"
    client.post(reverse("imports:resume", args=[job.pk]))
    assert _work(job).created == 1


def test_a_file_that_is_no_table_is_refused_at_its_field(
    anna: User, alpenglow: House, sign_in: SignIn
) -> None:
    response = _upload(sign_in(anna), alpenglow, "\0\0")
    assert response.status_code == 422
    assert response.context["form"].errors == {
        "file": ["This is no text file; save the table as CSV UTF-8 or as .xlsx."]
    }
    assert not ImportJob.objects.exists()


def test_the_pages_say_that_importing_is_free(
    anna: User, alpenglow: House, sign_in: SignIn
) -> None:
    client = sign_in(anna)
    _upload(client, alpenglow)
    job = ImportJob.objects.get()
    for url, words in (
        (reverse("imports:add"), b"Importing orders costs nothing"),
        (reverse("imports:mapping", args=[job.pk]), b"Importing is free."),
        (reverse("imports:inspect", args=[job.pk]), b"none: importing is free"),
    ):
        assert words in client.get(url).content


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", SINGLE)
def test_another_brands_import_does_not_exist(
    name: str,
    method: str,
    anna: User,
    charlie: User,
    alpenglow: House,
    sign_in: SignIn,
) -> None:
    _upload(sign_in(anna), alpenglow)
    job = ImportJob.objects.get()
    url = reverse(f"imports:{name}", args=[job.pk])
    response = getattr(sign_in(charlie), method)(url)
    assert response.status_code == 404
    assert b"my orders.csv" not in response.content
    job.refresh_from_db()
    assert job.state == "uploaded"


def test_the_list_and_the_upload_know_the_own_brand_only(
    anna: User, charlie: User, alpenglow: House, lune: House, sign_in: SignIn
) -> None:
    _upload(sign_in(anna), alpenglow)
    client = sign_in(charlie)
    listed = client.get(reverse("imports:index"))
    assert list(listed.context["object_list"]) == []
    assert b"my orders.csv" not in listed.content
    form = client.get(reverse("imports:add")).context["form"]
    assert list(form.fields["shop"].queryset) == [lune.shop]
    response = _upload(client, alpenglow)
    assert (response.status_code, list(response.context["form"].errors)) == (
        422,
        ["shop"],
    )
    assert ImportJob.objects.count() == 1


def test_an_agent_and_an_editor_import_nothing(
    alice: User, eve: User, alpenglow: House, sign_in: SignIn
) -> None:
    for user in (alice, eve):
        assert _upload(sign_in(user), alpenglow).status_code == 302
    assert not ImportJob.objects.exists()


def test_a_stranger_is_asked_to_sign_in(alpenglow: House) -> None:
    for name in ("imports:index", "imports:add", "add-order:add"):
        response = Client().get(reverse(name))
        assert response["Location"].startswith("/admin/login/")


def test_the_menu_offers_both_to_those_who_may(
    anna: User, alice: User, eve: User, alpenglow: House, sign_in: SignIn
) -> None:
    shown = {
        user.username: [
            url
            for url in (reverse("imports:index"), reverse("add-order:add"))
            if url.encode() in sign_in(user).get(reverse("wagtailadmin_home")).content
        ]
        for user in (anna, alice, eve)
    }
    assert shown == {
        "anna": ["/admin/imports/", "/admin/add-order/new/"],
        "alice": ["/admin/add-order/new/"],
        "eve": [],
    }


WITHOUT_POSTCODE = CSV.replace("Postcode", "Weight class")
WARNING = "No column holds the postal code."


def test_a_file_without_postal_codes_is_warned_of_before_it_is_imported(
    anna: User, alpenglow: House, sign_in: SignIn
) -> None:
    client = sign_in(anna)
    _upload(client, alpenglow, WITHOUT_POSTCODE)
    job = ImportJob.objects.get()
    mapping = reverse("imports:mapping", args=[job.pk])
    page = reverse("imports:inspect", args=[job.pk])
    assert WARNING in client.get(mapping).content.decode()

    choices = {**_choices(client, job), "try": "1"}
    refused = client.post(mapping, choices)
    assert (refused.status_code, WARNING in refused.content.decode()) == (422, True)
    client.post(mapping, {**choices, "currency": "EUR"})
    _work(job)
    assert WARNING in client.get(page).content.decode()

    mended = {**choices, "currency": "EUR", "column-6": "billing_postal_code"}
    client.post(mapping, mended)
    _work(job)
    assert WARNING not in client.get(page).content.decode()
    assert WARNING not in client.get(mapping).content.decode()
