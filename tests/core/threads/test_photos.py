from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.storage import FileSystemStorage
from django.db import transaction
from django.utils import timezone

from retour_core.outbox.models import OutboxMessage
from retour_core.returns.actors import CUSTOMER, Actor
from retour_core.returns.choices import ActorKind
from retour_core.returns.discarding import discard_old_drafts
from retour_core.returns.drafts import (
    LineUnknown,
    Selection,
    choose_lines,
)
from retour_core.returns.models import Return
from retour_core.returns.operations import cancel, submit
from retour_core.threads.errors import (
    PhotoDamaged,
    PhotoKept,
    PhotoUnknown,
    PhotoUnsupported,
    ThreadClosed,
    TooManyPhotos,
)
from retour_core.threads.models import Photo, PhotoState
from retour_core.threads.photos import (
    add_photos,
    discard_unfinished,
    finish,
    remove_photo,
    store_photos,
)
from retour_core.threads.pictures import picture_of
from retour_core.threads.queries import missing_photos, photos_of
from tests.core.threads.conftest import Stored
from tests.core.threads.pictures import encoded, upload, uploads
from tests.factories import NOW, line_data, make_draft, make_order, make_return

pytestmark = pytest.mark.django_db
STAFF = Actor(ActorKind.STAFF, "alice")


def test_a_photo_of_a_line_is_kept_with_its_thumbnail(
    stored: Stored, private_folder: Path
) -> None:
    draft = make_draft()
    line = draft.lines.get()

    added = add_photos(draft, [upload()], actor=CUSTOMER, line=line)

    [photo] = photos_of(draft)
    assert (added.photos, added.refused) == ([photo], [])
    assert (photo.line, photo.message) == (line, None)
    assert (photo.width, photo.height, photo.uploaded_by) == (600, 400, "customer")
    assert stored() == sorted([photo.file.name, photo.thumbnail.name])
    large = (private_folder / photo.file.name).read_bytes()
    assert len(large) == photo.bytes


def test_the_names_of_files_tell_nothing() -> None:
    draft = make_draft()
    add_photos(draft, uploads(2), actor=CUSTOMER)

    names = [photo.file.name for photo in photos_of(draft)]

    for name in names:
        assert re.fullmatch(r"photos/\d{4}/\d\d/[0-9a-f]{32}\.jpg", name)
    assert len(set(names)) == 2


def test_the_good_ones_are_kept_and_the_others_named(stored: Stored) -> None:
    draft = make_draft()
    files = [
        upload(name="good.jpg"),
        upload(b"%PDF-1.7", "bill.pdf"),
        upload(encoded()[:900], "half.jpg"),
    ]

    added = add_photos(draft, files, actor=CUSTOMER)

    assert len(added.photos) == len(photos_of(draft)) == 1
    assert [(type(e), e.context["name"]) for e in added.refused] == [
        (PhotoUnsupported, "bill.pdf"),
        (PhotoDamaged, "half.jpg"),
    ]
    assert len(stored()) == 2


def test_sending_the_same_photo_again_keeps_one(stored: Stored) -> None:
    draft = make_draft()
    line = draft.lines.get()
    for _ in range(2):
        add_photos(draft, [upload(), upload()], actor=CUSTOMER, line=line)

    assert len(photos_of(draft)) == 1
    assert len(stored()) == 2


@pytest.mark.parametrize(("present", "more"), [(10, 1), (7, 4), (0, 11), (7, 11)])
def test_no_more_than_ten_are_taken(present: int, more: int, stored: Stored) -> None:
    draft = make_draft()
    files = uploads(present + more)
    add_photos(draft, files[:present], actor=CUSTOMER)

    with pytest.raises(TooManyPhotos) as error:
        add_photos(draft, files[present:], actor=CUSTOMER)

    assert error.value.context == {"most": 10, "left": 10 - present}
    assert len(photos_of(draft)) == present
    assert len(stored()) == 2 * present


def test_a_full_return_takes_what_it_has_already() -> None:
    draft = make_draft()
    files = uploads(10)
    add_photos(draft, files, actor=CUSTOMER)
    for file in files:
        file.seek(0)

    added = add_photos(draft, files, actor=CUSTOMER)

    assert (added.photos, added.refused) == ([], [])


def test_a_line_of_another_return_is_unknown(stored: Stored) -> None:
    theirs = make_draft()

    with pytest.raises(LineUnknown):
        add_photos(
            make_draft(theirs.order),
            [upload()],
            actor=CUSTOMER,
            line=theirs.lines.get(),
        )

    assert stored() == []


def test_a_closed_return_takes_none(stored: Stored) -> None:
    ret = cancel(make_return(), actor=CUSTOMER)

    with pytest.raises(ThreadClosed):
        add_photos(ret, [upload()], actor=CUSTOMER)

    assert stored() == []


def test_files_are_not_written_while_a_transaction_is_open() -> None:
    draft = make_draft()

    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        add_photos(draft, [upload()], actor=CUSTOMER)


def test_a_disk_that_fails_half_way_leaves_no_row_and_no_file(
    stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = make_draft()
    save = FileSystemStorage._save

    def full_disk(self: Any, name: str, content: Any) -> str:
        if name.endswith("-small.jpg"):
            raise OSError("No space left on device")
        return save(self, name, content)

    monkeypatch.setattr(FileSystemStorage, "_save", full_disk)
    with pytest.raises(OSError, match="No space left"):
        add_photos(draft, uploads(2), actor=CUSTOMER)

    assert Photo.objects.count() == 0
    assert stored() == []


def test_a_draft_discarded_while_photos_are_stored_leaves_no_file(
    stored: Stored,
) -> None:
    draft = make_draft()
    picture = picture_of(upload(), name="IMG_1.jpg")
    photos = store_photos(draft, [picture], by=ActorKind.CUSTOMER)
    Return.objects.filter(pk=draft.pk).delete()

    with pytest.raises(PhotoUnknown):
        finish(draft, photos)

    assert stored() == []


def test_what_a_crash_left_is_not_shown_and_cleared_after_an_hour(
    stored: Stored,
) -> None:
    draft = make_draft()
    picture = picture_of(upload(), name="IMG_1.jpg")
    [half_done] = store_photos(draft, [picture], by=ActorKind.CUSTOMER)
    add_photos(draft, [upload(encoded(colour="blue"))], actor=CUSTOMER)
    assert half_done.state == PhotoState.STORING
    assert half_done not in photos_of(draft)
    now = timezone.now()

    assert discard_unfinished(now=now + timedelta(minutes=59)) == 0
    assert discard_unfinished(now=now + timedelta(minutes=61)) == 1

    assert len(stored()) == 2
    assert Photo.objects.get() == photos_of(draft)[0]


def test_a_customer_removes_a_photo_from_a_draft(stored: Stored) -> None:
    draft = make_draft()
    [one, two] = add_photos(draft, uploads(2), actor=CUSTOMER).photos

    remove_photo(draft, one.public_id, actor=CUSTOMER)

    assert photos_of(draft) == [two]
    assert stored() == sorted([two.file.name, two.thumbnail.name])
    assert draft.events.count() == 0


def test_a_photo_sent_with_the_return_stays_for_the_customer() -> None:
    draft = make_draft()
    [photo] = add_photos(draft, [upload()], actor=CUSTOMER).photos
    ret = submit(draft, now=NOW)

    with pytest.raises(PhotoKept):
        remove_photo(ret, photo.public_id, actor=CUSTOMER)

    assert photos_of(ret) == [photo]


def test_staff_remove_a_photo_never_silently(stored: Stored) -> None:
    draft = make_draft()
    [photo] = add_photos(draft, [upload()], actor=CUSTOMER).photos
    ret = submit(draft, now=NOW)

    remove_photo(ret, photo.public_id, actor=STAFF)

    assert stored() == []
    event = ret.events.get(kind="return.photo_removed")
    assert (event.actor_kind, event.actor_name) == ("staff", "alice")


def test_a_photo_of_another_return_is_unknown() -> None:
    theirs = make_draft()
    [photo] = add_photos(theirs, [upload()], actor=CUSTOMER).photos
    mine = make_draft(theirs.order)

    for public_id in (photo.public_id, uuid4()):
        with pytest.raises(PhotoUnknown):
            remove_photo(mine, public_id, actor=CUSTOMER)

    assert photos_of(theirs) == [photo]


def test_a_removal_that_is_rolled_back_leaves_the_files(stored: Stored) -> None:
    draft = make_draft()
    [photo] = add_photos(draft, [upload()], actor=CUSTOMER).photos

    with transaction.atomic():
        remove_photo(draft, photo.public_id, actor=CUSTOMER)
        transaction.set_rollback(True)

    assert photos_of(draft) == [photo]
    assert len(stored()) == 2
    assert OutboxMessage.objects.filter(kind="photo_files").count() == 0


def test_a_discarded_draft_takes_its_photos_with_it(stored: Stored) -> None:
    draft = make_draft()
    add_photos(draft, uploads(3), actor=CUSTOMER, line=draft.lines.get())
    add_photos(draft, [upload()], actor=CUSTOMER)

    assert discard_old_drafts(now=timezone.now() + timedelta(hours=25)) == 1

    assert Photo.objects.count() == 0
    assert stored() == []


def test_choosing_again_keeps_the_photos_of_what_is_still_chosen(
    stored: Stored,
) -> None:
    order = make_order(lines=[line_data("1"), line_data("2")])
    draft = make_draft(order, {"1": 1, "2": 1})
    [first, second] = draft.lines.order_by("pk")
    [kept] = add_photos(draft, [upload()], actor=CUSTOMER, line=first).photos
    add_photos(draft, [upload()], actor=CUSTOMER, line=second)

    choose_lines(draft, [Selection("1", 2)])

    line = draft.lines.get()
    assert (line.quantity, line.reason) == (2, "too_small")
    assert photos_of(draft) == [kept]
    assert len(stored()) == 2


def test_lines_without_a_photo_of_their_own_are_named() -> None:
    order = make_order(lines=[line_data(str(n)) for n in (1, 2, 3)])
    draft = make_draft(order, {"1": 1, "2": 1, "3": 1})
    [one, two, three] = draft.lines.order_by("pk")
    add_photos(draft, uploads(2), actor=CUSTOMER, line=two)
    add_photos(draft, [upload()], actor=CUSTOMER)
    picture = picture_of(upload(), name="IMG_1.jpg")
    store_photos(draft, [picture], by=ActorKind.CUSTOMER, line=three)

    assert missing_photos(draft, [three.pk, two.pk, one.pk]) == [three.pk, one.pk]
    assert missing_photos(draft, [two.pk]) == []
    assert missing_photos(draft, []) == []


@pytest.mark.parametrize("lines", [1, 3])
def test_missing_photos_cost_one_query(
    lines: int, django_assert_num_queries: Any
) -> None:
    names = [str(number) for number in range(lines)]
    order = make_order(lines=[line_data(name) for name in names])
    draft = make_draft(order, dict.fromkeys(names, 1))
    keys = [line.pk for line in draft.lines.order_by("pk")]

    with django_assert_num_queries(1):
        assert missing_photos(draft, keys) == keys
