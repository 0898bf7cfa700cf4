"""A brand's own video: taken as a file, shown on a page, served by nobody else."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.models import Document
from wagtail.models import CollectionViewRestriction

from retour_core.accounts.models import Role
from retour_portal.pages.own_video import OwnVideoBlock
from retour_portal.videos import forms
from tests.portal_site.editorial.desks import Desk, make_desk, signed_in
from tests.portal_site.videos.test_ranges import MP4, WEBM

pytestmark = [
    pytest.mark.django_db,
    # Django leaves files it took to the garbage collector.
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
FILM = MP4 + bytes(range(200))


@pytest.fixture
def desk() -> Desk:
    return make_desk("nordwand")


@pytest.fixture
def film(desk: Desk) -> Document:
    return file_of(desk, "packing.mp4", FILM)


@pytest.fixture
def captions(desk: Desk) -> Document:
    return file_of(
        desk, "packing.vtt", b"WEBVTT\n\n00:00.000 --> 00:01.000\nFold it.\n"
    )


def file_of(desk: Desk, name: str, content: bytes) -> Document:
    return Document.objects.create(
        title=name, file=ContentFile(content, name), collection=desk.collection
    )


def upload(desk: Desk, name: str, content: bytes) -> Any:
    client = signed_in(desk.people[Role.EDITOR])
    file = SimpleUploadedFile(name, content)
    data = {"title": name, "file": file, "collection": desk.collection.pk, "tags": ""}
    return client.post(reverse("wagtaildocs:add"), data)


def ask(document: Document, host: str = "nordwand.localhost", **headers: str) -> Any:
    url = reverse("video_file", args=[document.pk, document.filename])
    return Client().get(url, headers={"host": host, **headers})


def whole(response: Any) -> bytes:
    return b"".join(response.streaming_content)


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.mp4", FILM), ("a.webm", WEBM), ("a.vtt", b"WEBVTT\n"), ("a.txt", b"text")],
)
def test_an_editor_brings_in_videos_and_captions(
    desk: Desk, name: str, content: bytes
) -> None:
    assert upload(desk, name, content).status_code == 302
    assert Document.objects.get().collection == desk.collection


def test_what_is_no_video_is_refused_whatever_its_name(desk: Desk) -> None:
    answer = upload(desk, "a.mp4", b"<script>alert(1)</script>")
    assert "This is no MP4 file, whatever its name says." in answer.text
    assert not Document.objects.exists()


def test_a_file_that_is_too_large_is_refused_with_a_way_out(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "largest", lambda _ending: 100)
    answer = upload(desk, "a.mp4", FILM)
    assert "at most 100\xa0bytes are taken. Make it shorter" in answer.text
    assert not Document.objects.exists()


def test_a_stranger_brings_nothing_into_the_brands_files(desk: Desk) -> None:
    stranger = make_desk("lune").people[Role.ADMIN]
    data = {
        "title": "theirs",
        "file": SimpleUploadedFile("a.mp4", FILM),
        "collection": desk.collection.pk,
        "tags": "",
    }
    signed_in(stranger).post(reverse("wagtaildocs:add"), data)
    assert not Document.objects.filter(collection=desk.collection).exists()


def block(**values: Any) -> dict[str, Any]:
    return {
        "title": "How to pack",
        "text": "",
        "video": None,
        "captions": None,
        "has_no_speech": False,
        "poster": None,
    } | values


def refused(**values: Any) -> dict[str, str]:
    own = OwnVideoBlock()
    value = own.normalize(block(**values))
    with pytest.raises(StructBlockValidationError) as caught:
        own.clean(value)
    errors = caught.value.block_errors
    return {name: error.messages[0] for name, error in errors.items()}


def test_a_video_has_captions_or_nobody_speaks_in_it(
    film: Document, captions: Document
) -> None:
    own = OwnVideoBlock()
    for fitting in ({"captions": captions}, {"has_no_speech": True}):
        assert own.clean(own.normalize(block(video=film, **fitting)))["video"] == film
    assert refused(video=film) == {
        "captions": "Choose captions, or say below that nobody speaks in this video."
    }
    assert refused(video=film, captions=captions, has_no_speech=True) == {
        "has_no_speech": "It has captions: take one of the two back."
    }


def test_other_files_are_no_videos(film: Document, captions: Document) -> None:
    assert refused(video=captions, captions=film) == {
        "video": "Choose an MP4 or WebM file.",
        "captions": "Choose a WebVTT file (.vtt).",
    }


def test_the_page_plays_it_without_asking_anybody_else(
    desk: Desk, film: Document, captions: Document
) -> None:
    value = block(video=film.pk, captions=captions.pk)
    desk.help.body = json.dumps([{"type": "own_video", "value": value}])
    desk.help.save_revision().publish()
    shown = Client().get("/en/help/", headers={"host": "nordwand.localhost"})
    [player] = re.findall(r"<video.*?</video>", shown.text, re.DOTALL)
    assert re.findall(r'(?:src|href)="([^"]+)"', player) == [
        f"/video/{film.pk}/{film.filename}",
        f"/video/{captions.pk}/{captions.filename}",
        f"/video/{film.pk}/{film.filename}",
    ]
    assert 'controls preload="none"' in player
    assert 'kind="captions"' in player
    assert 'srclang="en" label="English" default' in player


def test_a_player_gets_the_whole_or_a_part(film: Document) -> None:
    answer = ask(film)
    assert (answer.status_code, answer["Content-Type"]) == (200, "video/mp4")
    assert answer["Accept-Ranges"] == "bytes"
    assert whole(answer) == FILM
    part = ask(film, range="bytes=4-11")
    assert (part.status_code, whole(part)) == (206, b"ftypisom")
    assert part["Content-Range"] == f"bytes 4-11/{len(FILM)}"
    assert part["Content-Length"] == "8"
    assert ask(film, range="bytes=9999-").status_code == 416
    changed = ask(film, range="bytes=4-11", **{"if-range": '"another"'})
    assert (changed.status_code, whole(changed)) == (200, FILM)


def test_captions_are_served_as_such(captions: Document) -> None:
    answer = ask(captions)
    assert answer["Content-Type"] == "text/vtt"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_another_brands_host_does_not_have_it(film: Document) -> None:
    make_desk("lune")
    assert ask(film, host="lune.localhost").status_code == 404
    assert ask(film, host="nobody.localhost").status_code == 404


def test_only_videos_are_served_there_under_their_name(
    desk: Desk, film: Document
) -> None:
    assert ask(file_of(desk, "terms.txt", b"text")).status_code == 404
    url = reverse("video_file", args=[film.pk, "other.mp4"])
    found = Client().get(url, headers={"host": "nordwand.localhost"})
    assert found.status_code == 404
    CollectionViewRestriction.objects.create(
        collection=desk.collection, restriction_type="login"
    )
    assert ask(film).status_code == 404
