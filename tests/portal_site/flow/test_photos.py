from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from retour_core.orders.models import Order, Shop
from retour_core.threads.models import Photo
from tests.core.threads.conftest import private_folder
from tests.core.threads.pictures import encoded, taken_in_berlin, upload, uploads
from tests.factories import line_data, make_brand, make_order
from tests.portal_site.flow.walk import (
    Customer,
    errors_of,
    first_line,
    host_of,
    open_portal,
    text_of,
)

__all__ = ["private_folder"]


@pytest.fixture
def choosing(customer: Customer, order: Order) -> Customer:
    """At the reasons of two jackets' line and a hat's."""
    jacket, hat = order.lines.order_by("position")
    customer.find(order)
    customer.choose((jacket, 1), (hat, 1))
    return customer


def add(customer: Customer, order: Order, *files: SimpleUploadedFile) -> Any:
    """What the button below the jacket's photos sends."""
    line = first_line(order)
    data = {f"photos-{line.pk}": list(files), "add_photos": str(line.pk)}
    return customer.send("reasons", data)


def shown(customer: Customer, photo: Photo, name: str = "photo") -> Any:
    return customer.client.get(customer.url(name, customer.key, str(photo.public_id)))


def test_photos_are_added_beside_an_item_and_shown_small(
    choosing: Customer, order: Order
) -> None:
    page = add(choosing, order, *uploads(2))

    assert page.status_code == 200
    photos = list(Photo.objects.order_by("pk"))
    assert [photo.line.order_line for photo in photos if photo.line] == [
        first_line(order)
    ] * 2
    html = page.content.decode()
    for number, photo in enumerate(photos, start=1):
        small = choosing.url("thumbnail", choosing.key, str(photo.public_id))
        assert f'src="{small}" alt="Photo {number} of Jacket"' in html
    assert errors_of(page) == []


def test_what_was_typed_stays_and_is_not_judged_yet(
    choosing: Customer, order: Order
) -> None:
    line = first_line(order)
    data = {
        f"photos-{line.pk}": upload(),
        f"reason-{line.pk}": "damaged",
        f"comment-{line.pk}": "The zip.",
        "add_photos": str(line.pk),
    }

    page = choosing.send("reasons", data)

    html = page.content.decode()
    assert '<option value="damaged" selected>' in html
    assert ">The zip.</textarea>" in html
    assert errors_of(page) == []
    assert choosing.ret().lines.exclude(reason="").count() == 0


def test_photos_chosen_and_sent_with_the_reasons_are_kept_too(
    choosing: Customer, order: Order
) -> None:
    jacket, hat = order.lines.order_by("position")
    data = {
        f"reason-{jacket.pk}": "damaged",
        f"reason-{hat.pk}": "damaged",
        f"photos-{hat.pk}": [upload()],
    }

    answer = choosing.send("reasons", data)

    assert answer["Location"] == choosing.step("method")
    assert Photo.objects.get().line.order_line == hat  # type: ignore[union-attr]


def test_a_file_that_is_no_photo_is_named_with_a_way_out(
    choosing: Customer, order: Order
) -> None:
    page = add(choosing, order, upload(), upload(b"%PDF-1.7", "bill.pdf"))

    sentence = (
        "“bill.pdf” is no photo we can read. Send a JPEG, PNG, WebP or HEIC file, or a "
        "screenshot of it."
    )
    assert errors_of(page) == [sentence]
    assert f'href="#id_photos-{first_line(order).pk}"' in page.content.decode()
    assert Photo.objects.count() == 1


def test_reasons_are_not_done_while_a_photo_was_refused(
    choosing: Customer, order: Order
) -> None:
    jacket, hat = order.lines.order_by("position")
    data = {
        f"reason-{jacket.pk}": "damaged",
        f"reason-{hat.pk}": "damaged",
        f"photos-{hat.pk}": [upload(encoded()[:700], "half.jpg")],
    }

    page = choosing.send("reasons", data)

    assert errors_of(page) == [
        "“half.jpg” is incomplete or damaged. Take it again or send a screenshot of it."
    ]


@pytest.mark.parametrize(
    ("present", "more", "sentence"),
    [
        (
            10,
            1,
            (
                "A return has room for 10 photos, and there are that many. Remove one "
                "before you add another."
            ),
        ),
        (9, 2, "A return has room for 10 photos: 1 more fits. Choose fewer."),
        (2, 11, "A return has room for 10 photos: 8 more fit. Choose fewer."),
    ],
)
def test_the_eleventh_photo_is_refused(
    choosing: Customer, order: Order, present: int, more: int, sentence: str
) -> None:
    files = uploads(present + more)
    add(choosing, order, *files[:present])

    page = add(choosing, order, *files[present:])

    assert errors_of(page) == [sentence]
    assert Photo.objects.count() == present


def test_pressing_the_button_without_a_photo_says_so(
    choosing: Customer, order: Order
) -> None:
    assert errors_of(add(choosing, order)) == ["Choose one or more photos first."]


def test_a_photo_is_removed_by_its_button(choosing: Customer, order: Order) -> None:
    add(choosing, order, *uploads(2))
    [one, two] = Photo.objects.order_by("pk")

    for _ in range(2):
        page = choosing.send("reasons", {"remove_photo": str(one.public_id)})

    assert (page.status_code, errors_of(page)) == (200, [])
    assert Photo.objects.get() == two
    assert choosing.send("reasons", {"remove_photo": "x"}).status_code == 200


def test_the_review_shows_the_photos(choosing: Customer, order: Order) -> None:
    add(choosing, order, upload())
    choosing.give_reason(*order.lines.all())
    choosing.send("method", {"method": "drop_off_point"})

    page = choosing.see("review")

    assert "Photos of your items" in text_of(page)
    photo = Photo.objects.get()
    assert choosing.url("photo", choosing.key, str(photo.public_id)) in (
        page.content.decode()
    )


@pytest.mark.parametrize("name", ["photo", "thumbnail"])
def test_a_photo_is_served_as_nothing_but_a_picture(
    name: str, choosing: Customer, order: Order
) -> None:
    add(choosing, order, upload(taken_in_berlin()))
    photo = Photo.objects.get()

    response = shown(choosing, photo, name)

    content = b"".join(response.streaming_content)
    assert content[:4] == b"\xff\xd8\xff\xe0"
    assert b"Exif" not in content
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    ret = choosing.ret()
    assert response["Content-Disposition"] == (
        f'inline; filename="{ret.rma_number}-{photo.pk}.jpg"'
    )
    kept = {part.strip() for part in response["Cache-Control"].split(",")}
    assert "private" in kept
    assert "public" not in kept


@pytest.fixture
def theirs(choosing: Customer, order: Order) -> Photo:
    add(choosing, order, upload())
    return Photo.objects.get()


def test_another_customers_link_does_not_open_it(
    choosing: Customer, order: Order, shop: Shop, theirs: Photo
) -> None:
    charlie = Customer(order.brand).find(make_order(shop))

    assert shown(charlie, theirs).status_code == 404
    charlie.key = "x" * 32
    assert shown(charlie, theirs).status_code == 404


def test_another_brands_host_does_not_open_it(
    choosing: Customer, theirs: Photo
) -> None:
    stranger = make_brand("stranger")
    open_portal(stranger)
    url = choosing.url("photo", choosing.key, str(theirs.public_id))

    assert Client(HTTP_HOST=host_of(stranger)).get(url).status_code == 404


def test_charlie_removes_nobody_elses_photo(
    choosing: Customer, order: Order, shop: Shop, theirs: Photo
) -> None:
    other = make_order(shop)
    charlie = Customer(order.brand).find(other)
    charlie.choose((first_line(other), 1))

    charlie.send("reasons", {"remove_photo": str(theirs.public_id)})

    assert Photo.objects.get() == theirs


def test_no_public_address_leads_to_a_file(
    choosing: Customer, theirs: Photo, private_folder: Path
) -> None:
    assert (private_folder / str(theirs.file.name)).exists()

    for path in (f"/media/{theirs.file.name}", f"/{theirs.file.name}"):
        assert choosing.client.get(path).status_code == 404


def test_a_link_to_an_old_draft_shows_no_photo(
    choosing: Customer, theirs: Photo
) -> None:
    ret = choosing.ret()
    ret.created_at = ret.created_at.replace(year=2025)
    ret.save(update_fields=["created_at"])

    assert shown(choosing, theirs).status_code == 404


@pytest.mark.parametrize("lines", [1, 3])
def test_the_reasons_cost_the_same_for_one_line_and_three(
    lines: int, customer: Customer, shop: Shop
) -> None:
    order = make_order(shop, lines=[line_data(str(n)) for n in range(lines)])
    customer.find(order)
    customer.choose(*((line, 1) for line in order.lines.all()))
    for line, file in zip(order.lines.all(), uploads(lines), strict=True):
        data = {f"photos-{line.pk}": file, "add_photos": str(line.pk)}
        customer.send("reasons", data)
    customer.see("reasons")

    with CaptureQueriesContext(connection) as queries:
        assert customer.see("reasons").status_code == 200

    assert Photo.objects.count() == lines
    assert len(queries) == REASONS_QUERIES


REASONS_QUERIES = 11
