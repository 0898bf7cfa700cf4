"""Another brand's picture, file or page, put into a form by hand, is not taken."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.http import Http404
from django.test import Client
from django.urls import reverse
from PIL import Image as Picture
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Locale, Page, Revision
from wagtail_localize.models import SegmentOverride, TranslationSource

from retour_core.accounts.models import Role
from retour_portal.pages.models import ContentPage
from retour_portal.theming.models import Theme
from retour_portal.theming.versions import put_draft_on
from tests.portal_site.editorial.desks import Desk, save_page, signed_in

pytestmark = [
    # Django leaves files it took to the garbage collector.
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
PICTURE = "This picture is none of yours. Choose one from your own pictures."
FILE = "This file is none of yours. Choose one from your own files."
PAGE = "This links to a page that is none of yours. Choose one of yours."


def editor(desk: Desk) -> Client:
    return signed_in(desk.people[Role.EDITOR])


def root_user() -> Client:
    return signed_in(User.objects.create_superuser("root", "root@example.org"))


def picture_of(desk: Desk) -> Image:
    out = BytesIO()
    Picture.new("RGB", (4, 4)).save(out, "PNG")
    file = ContentFile(out.getvalue(), f"{desk.brand.slug}.png")
    return Image.objects.create(title="one", file=file, collection=desk.collection)


def file_of(desk: Desk, name: str = "film.mp4") -> Document:
    file = ContentFile(b"text", name)
    return Document.objects.create(title=name, file=file, collection=desk.collection)


def block(kind: str, **values: Any) -> dict[str, Any]:
    """What the form sends of a page whose body is one block."""
    shared = {"deleted": "", "order": "0", "type": kind, "id": "one"}
    return {
        "body-count": "1",
        **{f"body-0-{name}": value for name, value in shared.items()},
        **{f"body-0-value{name}": value for name, value in values.items()},
    }


def with_picture(pk: int) -> dict[str, Any]:
    return block(
        "picture", **{"-picture-image": pk, "-picture-decorative": "on", "-caption": ""}
    )


def with_film(pk: int) -> dict[str, Any]:
    poster = {"-poster-image": "", "-poster-alt_text": ""}
    words = {"-title": "Film", "-text": "", "-has_no_speech": "on"}
    return block("own_video", **{"-video": pk, "-captions": "", **poster, **words})


def with_link(kind: str, pk: int) -> dict[str, Any]:
    """A text as the editor's window sends it: a word that links to row ``pk``."""
    text = {
        "key": "a",
        "text": "Here",
        "type": "unstyled",
        "depth": 0,
        "inlineStyleRanges": [],
        "entityRanges": [{"offset": 0, "length": 4, "key": 0}],
    }
    entity = {"type": kind, "mutability": "MUTABLE", "data": {"id": pk}}
    content = {"blocks": [text], "entityMap": {"0": entity}}
    return block("text", **{"": json.dumps(content)})


def sent_about(desk: Desk, what: str) -> dict[str, Any]:
    made: dict[str, Any] = {
        "social picture": lambda: {"social_image": picture_of(desk).pk},
        "picture block": lambda: with_picture(picture_of(desk).pk),
        "film": lambda: with_film(file_of(desk).pk),
        "link to a file": lambda: with_link("DOCUMENT", file_of(desk).pk),
        "link to a page": lambda: with_link("LINK", desk.help.pk),
    }
    sent: dict[str, Any] = made[what]()
    return sent


def errors_of(response: Any) -> dict[str, list[str]]:
    """By field; of blocks as well."""
    form = response.context["form"]
    return {
        name: [
            message
            for error in errors.as_data()
            for one in getattr(error, "block_errors", {0: error}).values()
            for message in one.messages
        ]
        for name, errors in form.errors.items()
    }


@pytest.mark.parametrize(
    ("what", "field", "sentence"),
    [
        ("social picture", "social_image", PICTURE),
        ("picture block", "body", PICTURE),
        ("film", "body", FILE),
        ("link to a file", "body", FILE),
        ("link to a page", "body", PAGE),
    ],
)
def test_a_page_takes_what_is_the_brands_own_and_nothing_else(
    nordwand: Desk, lune: Desk, what: str, field: str, sentence: str
) -> None:
    refused = save_page(editor(nordwand), nordwand.help, **sent_about(lune, what))
    assert errors_of(refused) == {field: [sentence]}
    assert not Revision.objects.exists()
    own = sent_about(nordwand, what)
    assert save_page(editor(nordwand), nordwand.help, **own).status_code == 302
    assert Revision.objects.exists()


def test_a_new_page_and_a_preview_take_none_either(nordwand: Desk, lune: Desk) -> None:
    client, sent = editor(nordwand), sent_about(lune, "picture block")
    page = ContentPage(title="New", slug="new")
    add = ["retour_pages", "contentpage", nordwand.home.pk]
    data = {
        "title": page.title,
        "slug": page.slug,
        "introduction": "",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    } | sent
    refused = client.post(reverse("wagtailadmin_pages:add", args=add), data)
    assert errors_of(refused) == {"body": [PICTURE]}
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[nordwand.help.pk])
    answer = client.post(preview, data | {"slug": nordwand.help.slug})
    assert answer.json() == {"is_valid": False, "is_available": False}
    assert not Page.objects.filter(slug="new").exists()


def test_who_may_everything_shares_a_picture_and_it_stays(
    nordwand: Desk, lune: Desk
) -> None:
    sent = sent_about(lune, "picture block")
    assert save_page(root_user(), nordwand.help, **sent).status_code == 302
    page = nordwand.help
    edited = save_page(editor(nordwand), page, **sent, introduction="News")
    assert edited.status_code == 302
    moved = sent | {"body-0-value-picture-image": str(picture_of(lune).pk)}
    assert errors_of(save_page(editor(nordwand), page, **moved)) == {"body": [PICTURE]}


@pytest.mark.parametrize(
    "field", ["logo", "print_logo", "favicon", "background", "social_image"]
)
def test_a_look_takes_the_brands_own_pictures_and_no_others(
    nordwand: Desk, lune: Desk, field: str
) -> None:
    refused = save_look(editor(nordwand), nordwand, **{field: picture_of(lune).pk})
    assert errors_of(refused) == {field: [PICTURE]}
    own = picture_of(nordwand)
    assert save_look(editor(nordwand), nordwand, **{field: own.pk}).status_code == 302
    drafted = Theme.objects.get(brand=nordwand.brand)
    put_draft_on(drafted)
    assert getattr(drafted, field) == own


def save_look(client: Client, desk: Desk, **values: Any) -> Any:
    theme = Theme.objects.get(brand=desk.brand)
    colours = ("primary_colour", "accent_colour", "header_colour", "page_colour")
    kept = {name: getattr(theme, name) for name in (*colours, "font", "corners")}
    streams = ("header_links", "footer_links", "language_addresses", "socials")
    counts = {f"{name}-count": "0" for name in streams}
    url = reverse("looks:edit_look", args=[desk.brand.pk])
    return client.post(url, {**kept, **counts, "spacing": theme.spacing, **values})


def test_a_translation_takes_the_brands_own_picture_and_no_other(
    nordwand: Desk, lune: Desk
) -> None:
    page, own = nordwand.help, picture_of(nordwand)
    value = {"picture": {"image": own.pk, "decorative": True}, "caption": ""}
    page.body = json.dumps([{"type": "picture", "value": value}])
    page.save()
    source, _ = TranslationSource.update_or_create_from_instance(page)
    segment = source.overridablesegment_set.get(context__path__endswith=".image")
    chosen = {
        "locale": Locale.objects.get_or_create(language_code="de")[0],
        "context": segment.context,
        "last_translated_by": nordwand.people[Role.EDITOR],
    }
    with pytest.raises(Http404):
        SegmentOverride.objects.create(
            **chosen, data_json=json.dumps(str(picture_of(lune).pk))
        )
    SegmentOverride.objects.create(**chosen, data_json=json.dumps(str(own.pk)))
