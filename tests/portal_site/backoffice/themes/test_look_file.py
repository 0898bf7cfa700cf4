"""A whole look goes from one brand to another in a file."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from retour_core.accounts.models import Role
from retour_portal.editorial.look_import import KEPT_FOR, forget_uploads
from retour_portal.editorial.models import LookUpload
from retour_portal.editorial.tasks import forget_look_uploads
from retour_portal.fonts.models import WebFont
from retour_portal.fonts.operations import keep_font
from retour_portal.fonts.reading import read_font
from retour_portal.theming.look import FILES, PICTURES, look_of
from retour_portal.theming.models import Theme
from retour_portal.theming.presets import BY_KEY
from retour_portal.theming.versions import put_draft_on
from tests.portal_site.editorial.desks import Desk, make_desk, signed_in
from tests.portal_site.fonts.tiny_font import tiny_font

Image = get_image_model()
LINK = {"text": "Boutique", "url": "https://lune.example/fr", "language": "fr"}
ADDRESS = {"of": "imprint", "language": "fr", "url": "https://lune.example/legal"}
FONT = read_font(tiny_font())
PROFILE = {"network": "mastodon", "url": "https://social.example/@lune"}


@pytest.fixture
def desk(db: None) -> Desk:
    return make_desk("nordwand")


@pytest.fixture
def lune(db: None) -> Desk:
    return make_desk("lune")


@pytest.fixture
def whole(desk: Desk) -> Theme:
    """Of nordwand, with something in each field of a look."""
    theme = Theme.objects.get(brand=desk.brand)
    for at, name in enumerate(PICTURES):
        file = get_test_image_file(f"{name}.png", size=(20 + at, 20))
        row = Image.objects.create(title=name, file=file, collection=desk.collection)
        setattr(theme, name, row)
    theme.own_font = keep_font(theme.site, FONT, "own.ttf")
    theme.primary_colour, theme.font = "#5b2bbf", "literary"
    theme.tagline, theme.shop_url = "Down to earth", "https://nordwand.example/"
    theme.privacy_url = theme.imprint_url = "https://nordwand.example/legal"
    theme.header_links = theme.footer_links = [("link", LINK)]
    theme.socials = [("profile", PROFILE)]
    theme.language_addresses = [("address", ADDRESS)]
    theme.embed_origins = "https://nordwand.example"
    theme.save()
    return theme


def export(desk: Desk) -> dict[str, Any]:
    url = reverse("looks:export_look", args=[desk.brand.pk])
    answer = signed_in(desk.people[Role.EDITOR]).get(url)
    assert answer["Content-Disposition"] == (
        f'attachment; filename="{desk.brand.slug}-look.json"'
    )
    found: dict[str, Any] = json.loads(answer.content)
    return found


def send(desk: Desk, file: dict[str, Any], *, use: bool = True) -> Any:
    client = signed_in(desk.people[Role.EDITOR])
    url = reverse("looks:import_look", args=[desk.brand.pk])
    sent = SimpleUploadedFile("look.json", json.dumps(file).encode())
    shown = client.post(url, {"file": sent}, follow=True)
    return client.post(url, {"do": "use"}, follow=True) if use else shown


def drafted(desk: Desk) -> Theme:
    theme = Theme.objects.get(brand=desk.brand)
    put_draft_on(theme)
    return theme


def without_files(theme: Theme) -> dict[str, Any]:
    return {name: v for name, v in look_of(theme).items() if name not in FILES}


def test_a_look_moves_whole_with_its_pictures_into_the_brands_own_collection(
    desk: Desk, lune: Desk, whole: Theme
) -> None:
    file = export(desk)
    assert "embed" not in json.dumps(file)
    send(lune, file)
    there = drafted(lune)
    assert without_files(there) == without_files(whole)
    for name in PICTURES:
        mine, theirs = getattr(whole, name), getattr(there, name)
        assert (theirs.collection, theirs.file_hash) == (
            lune.collection,
            mine.get_file_hash(),
        )
        assert theirs.uploaded_by_user == lune.people[Role.EDITOR]
    assert there.own_font is not None
    assert there.own_font != whole.own_font
    assert (there.own_font.site, there.own_font.digest) == (there.site, FONT.digest)
    assert there.own_heading_font is None
    live = Theme.objects.get(brand=lune.brand)
    assert (live.primary_colour, live.logo, live.embed_origins) == ("#1f3a5f", None, "")
    assert not LookUpload.objects.exists()


def test_it_shows_what_would_change_and_makes_nothing_before_it_is_told_to(
    desk: Desk, lune: Desk, whole: Theme
) -> None:
    shown = send(lune, export(desk), use=False)
    changes = {c.field: (c.before, c.after) for c in shown.context["changes"]}
    assert changes["primary_colour"] == (["#1f3a5f"], ["#5b2bbf"])
    assert changes["logo"][0] == []
    assert changes["logo"][1][0].startswith("logo")
    assert changes["own_font"] == ([], ["own.ttf"])
    assert changes["socials"] == ([], ["mastodon · https://social.example/@lune"])
    assert Image.objects.filter(collection=lune.collection).count() == 0
    assert WebFont.objects.get() == whole.own_font
    assert drafted(lune).primary_colour == "#1f3a5f"
    url = reverse("looks:import_look", args=[lune.brand.pk])
    signed_in(lune.people[Role.EDITOR]).post(url, {"do": "cancel"})
    assert not LookUpload.objects.exists()


def test_files_the_brand_has_are_not_made_again(desk: Desk, whole: Theme) -> None:
    before = Image.objects.count()
    file = export(desk)
    file["tokens"]["primary_colour"] = "#1f3a5f"
    send(desk, file)
    assert Image.objects.count() == before
    there = drafted(desk)
    assert (there.logo, there.own_font) == (whole.logo, whole.own_font)
    assert WebFont.objects.count() == 1


def test_a_picture_that_comes_twice_is_there_once(
    desk: Desk, lune: Desk, whole: Theme
) -> None:
    file = export(desk)
    for colour in ("#5b2bbf", "#1f3a5f"):
        file["tokens"]["primary_colour"] = colour
        send(lune, file)
    assert drafted(lune).primary_colour == "#1f3a5f"
    assert Image.objects.filter(collection=lune.collection).count() == len(PICTURES)


def test_a_file_that_nobody_decides_on_is_forgotten_after_a_day(
    desk: Desk, whole: Theme
) -> None:
    send(desk, export(desk), use=False)
    upload = LookUpload.objects.get()
    forget_uploads(upload.sent_at + KEPT_FOR)
    assert LookUpload.objects.count() == 1
    LookUpload.objects.update(sent_at=upload.sent_at - KEPT_FOR)
    entry = settings.CELERY_BEAT_SCHEDULE["forget-look-uploads"]
    assert (entry["task"], entry["schedule"]) == (forget_look_uploads.name, 86400.0)
    forget_look_uploads()
    assert LookUpload.objects.count() == 0


def png(**values: Any) -> dict[str, Any]:
    data = base64.b64encode(get_test_image_file().file.getvalue()).decode()
    return {"name": "a.png", "type": "image/png", "data": data, **values}


def with_part(part: str, **values: Any) -> dict[str, Any]:
    tokens = BY_KEY["summit"].tokens.model_dump(mode="json")
    file = {"retour_theme": 2, "tokens": tokens, "pictures": {"favicon": png()}}
    file[part] = {**file.get(part, {}), **values}  # type: ignore[dict-item]
    return file


@pytest.mark.parametrize(
    ("file", "faults"),
    [
        (
            with_part("tokens", primary_colour="#ffcc00"),
            [
                (
                    "Main colour: #ffcc00 is too light for buttons and links: people "
                    "could not read them. The nearest colour that can be read is "
                    "#8b6e00."
                )
            ],
        ),
        (
            with_part("texts", shop_url="javascript:alert(1)", tagline="x" * 141),
            [
                "Tagline: Ensure this value has at most 140 characters (it has 141).",
                "Address of the shop: Enter a valid URL.",
            ],
        ),
        (
            with_part("links", socials=[PROFILE, {**PROFILE, "url": "javascript:x"}]),
            ["Social networks 2, “url”: Enter a valid URL."],
        ),
        (
            with_part("links", header_links=[LINK] * 7),
            ["Header links: At most 6 links on the pages of one language."],
        ),
        (
            with_part("links", socials=[{"network": "mastodon"}]),
            [
                (
                    "“links.socials.1.url”: It is not in the file. Save the look "
                    "again, or add it."
                )
            ],
        ),
        (
            with_part("pictures", logo=png(name="a.html", type="text/html")),
            None,
        ),
        (
            with_part("pictures", logo=png(name="a.jpg")),
            [
                (
                    "Logo: “a.jpg” is not named like “image/png”. Save the look again, "
                    "or write the picture's type as it is."
                )
            ],
        ),
        (
            with_part("pictures", logo=png(data="%%%")),
            ["Logo: The picture is damaged in the file. Save the look again."],
        ),
        (
            with_part("pictures", logo=png(data="PHN2Zy8+")),
            None,
        ),
        (
            with_part("fonts", own_font={"name": "a.ttf", "data": "%%%"}),
            ["Own font: The font is damaged in the file. Save the look again."],
        ),
        (
            with_part("fonts", own_font={"name": "a.ttf", "data": "Zürich"}),
            ["Own font: The font is damaged in the file. Save the look again."],
        ),
        (
            with_part("fonts", own_font={"name": "a.ttf", "data": "PHN2Zy8+"}),
            [("Own font: This is no font: upload a WOFF2, WOFF, TTF or OTF file.")],
        ),
        (
            with_part("pictures", mascot=None),
            None,
        ),
    ],
)
def test_a_fault_is_named_and_leaves_nothing_behind(
    desk: Desk, file: dict[str, Any], faults: list[str] | None
) -> None:
    refused = send(desk, file, use=False)
    assert refused.status_code == 422
    found = list(refused.context["faults"])
    if faults is None:
        assert len(found) == 1
    else:
        assert found == faults
    assert (Image.objects.count(), LookUpload.objects.count()) == (0, 0)
    assert Theme.objects.get().versions.count() == 1


def test_a_file_of_before_changes_colours_and_type_alone(
    desk: Desk, whole: Theme
) -> None:
    tokens = BY_KEY["library"].tokens.model_dump(mode="json")
    del tokens["page_colour"], tokens["heading_font"]
    send(desk, {"retour_theme": 1, "tokens": tokens})
    there = drafted(desk)
    assert there.primary_colour == BY_KEY["library"].tokens.primary_colour
    assert (there.tagline, there.logo) == (whole.tagline, whole.logo)


def test_a_deleted_picture_is_named_and_the_one_in_use_stays(
    desk: Desk, whole: Theme
) -> None:
    old = whole.logo
    whole.logo = whole.print_logo
    whole.tagline = "Changed"
    whole.save()
    assert old is not None
    old.delete()
    client = signed_in(desk.people[Role.EDITOR])
    number = whole.versions.get(look__tagline="Down to earth").number
    url = reverse("looks:use_version", args=[desk.brand.pk, number])
    said = [str(m).strip() for m in client.post(url, follow=True).context["messages"]]
    assert said == [
        "The picture was deleted since, and the one in use stays: Logo.",
        f"Version {number} is the draft now.",
    ]
    there = drafted(desk)
    assert (there.tagline, there.logo) == ("Down to earth", whole.print_logo)


def test_a_version_of_before_brings_back_what_it_knows(
    desk: Desk, whole: Theme
) -> None:
    old = whole.versions.get(number=1)
    tokens = ("primary_colour", "accent_colour", "font", "corners", "spacing")
    old.look = {name: old.look[name] for name in tokens}
    old.save()
    client = signed_in(desk.people[Role.EDITOR])
    client.post(reverse("looks:use_version", args=[desk.brand.pk, 1]))
    there = drafted(desk)
    assert (there.primary_colour, there.tagline) == ("#1f3a5f", "Down to earth")
    assert there.logo == whole.logo


def test_a_stranger_neither_takes_a_look_nor_brings_one(
    desk: Desk, lune: Desk, whole: Theme
) -> None:
    stranger = signed_in(lune.people[Role.ADMIN])
    file = SimpleUploadedFile("look.json", json.dumps(export(desk)).encode())
    url = reverse("looks:import_look", args=[desk.brand.pk])
    assert (
        stranger.get(reverse("looks:export_look", args=[desk.brand.pk])).status_code
        == 404
    )
    assert stranger.post(url, {"file": file}).status_code == 404
    # Nor does one editor of a brand use what another of it sent.
    send(desk, with_part("texts"), use=False)
    publisher = signed_in(desk.people[Role.PUBLISHER])
    assert publisher.post(url, {"do": "use"}).status_code == 422
