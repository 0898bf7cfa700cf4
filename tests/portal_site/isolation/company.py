"""A brand with one of everything, whose every text carries a word of its own."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image as Picture
from wagtail.admin.models import EditingSession
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import (
    CollectionViewRestriction,
    Comment,
    GroupApprovalTask,
    Locale,
    PageViewRestriction,
    Revision,
    TaskState,
    UploadedFile,
    Workflow,
)
from wagtail_localize.models import (
    OverridableSegment,
    StringSegment,
    Translation,
    TranslationSource,
)

from retour_core.accounts.models import Role
from retour_core.domain.policies import Resolution
from retour_core.returns.part_models import ReplacementItem, StoreCredit
from retour_core.returns.refund_models import Refund
from retour_core.threads.models import Photo
from retour_portal.backoffice.access import grant_staff_role
from retour_portal.editorial.draft_links import make_link
from retour_portal.editorial.models import DraftLink
from retour_portal.editorial.rights import open_portal_to_editors
from retour_portal.pages.models import ContentPage, PortalHomePage
from retour_portal.pages.operations import Look, Portal, open_portal
from retour_portal.pages.portal_address import PortalAddress
from retour_portal.pages.standard_texts import standard_texts
from tests.portal_site.backoffice.conftest import House, make_house
from tests.portal_site.backoffice.returns.cases import photo_of_line
from tests.portal_site.backoffice.rows import clerk_of

# Everything searchable has it too, so a search need not name the marker it looks for.
COMMON = "common"


@dataclass(frozen=True)
class Company:
    """``marker`` is in the name of whatever belongs to it, in lower case.

    ``draft`` has changes, waits for approval, is locked, commented and restricted;
    ``help`` is live; ``home`` is being translated into German.
    """

    marker: str
    house: House
    portal: Portal
    home: PortalHomePage
    help: ContentPage
    draft: ContentPage
    revision: Revision
    image: Image
    document: Document
    uploaded_image: UploadedFile
    uploaded_document: UploadedFile
    workflow: Workflow
    task: GroupApprovalTask
    task_state: TaskState
    source: TranslationSource
    translation: Translation
    string: StringSegment
    overridable: OverridableSegment
    session: EditingSession
    draft_link: DraftLink
    look_link: DraftLink
    photo: Photo
    refund: Refund
    credit: StoreCredit
    replacement: ReplacementItem
    people: dict[Role, User]


def found_company(marker: str) -> Company:
    house = make_house(marker, f"{marker}-1", marker.title(), auto_approve=False)
    brand = house.brand
    people = {role: _person(house, role) for role in Role}
    clerk_of(house)
    texts = {
        code: standard_texts(
            f"{marker} {COMMON}", f"help@{marker}.example", language=code
        )
        for code in ("en", "de")
    }
    address = PortalAddress("http", f"{marker}.localhost", 80)
    # With a picture: a translation can choose another one (``overridable``).
    hero = ImageFile(_picture(marker), name=f"{marker}-hero.png")
    look = Look("#1f3a5f", "#b4532a", tagline=f"{marker} tagline", hero=hero)
    portal = open_portal(brand, address, look=look, texts=texts, live=True)
    open_portal_to_editors(brand, portal)
    author = people[Role.EDITOR]
    return Company(
        marker=marker,
        house=house,
        portal=portal,
        people=people,
        **_pages(marker, portal, author),
        **_files(marker, portal, author),
        **_settled(house),
    )


def _person(house: House, role: Role) -> User:
    name = f"{role.value}.of.{house.brand.slug}"
    user = User.objects.create_user(name, f"{name}@example.org", last_name=name)
    grant_staff_role(user, house.brand, role)
    return user


def _pages(marker: str, portal: Portal, author: User) -> dict[str, Any]:
    home = portal.homes["en"]
    home.title = f"{marker} home {COMMON}"
    home.save_revision(user=author).publish()
    live = home.add_child(
        instance=ContentPage(
            title=f"{marker} help {COMMON}",
            slug=f"{marker}-help",
            introduction=f"{marker} words",
            owner=author,
        )
    )
    live.save_revision(user=author, log_action=True).publish()
    draft = home.add_child(
        instance=ContentPage(
            title=f"{marker} draft {COMMON}",
            slug=f"{marker}-draft",
            live=False,
            owner=author,
        )
    )
    draft.title = f"{marker} newer {COMMON}"
    revision = draft.save_revision(user=author, log_action=True)
    workflow = draft.get_workflow()
    state = workflow.start(draft, author)
    draft.locked, draft.locked_by, draft.locked_at = True, author, timezone.now()
    draft.save()
    comment = {"text": f"{marker} comment", "contentpath": "title"}
    Comment.objects.create(page=draft, user=author, **comment)
    PageViewRestriction.objects.create(
        page=draft, restriction_type="password", password=f"{marker}-password"
    )
    session = EditingSession.objects.create(
        user=author, content_object=live, last_seen_at=timezone.now(), is_editing=True
    )
    link = make_link(draft, days=7, by=author, now=timezone.now())
    look = portal.site.theme
    return {
        "draft_link": link,
        "look_link": make_link(look, days=7, by=author, now=timezone.now()),
        "home": home,
        "help": live,
        "draft": draft,
        "revision": revision,
        "workflow": workflow,
        "task": workflow.tasks[0].specific,
        "task_state": state.current_task_state,
        "session": session,
        **_translation(home),
    }


def _translation(page: PortalHomePage) -> dict[str, Any]:
    source, _ = TranslationSource.update_or_create_from_instance(page)
    german = Locale.objects.get(language_code="de")
    translation = Translation.objects.create(source=source, target_locale=german)
    translation.save_target(publish=False)
    return {
        "source": source,
        "translation": translation,
        "string": StringSegment.objects.filter(source=source).first(),
        "overridable": OverridableSegment.objects.filter(source=source).first(),
    }


def _files(marker: str, portal: Portal, author: User) -> dict[str, Any]:
    owned = {"collection": portal.collection, "uploaded_by_user": author}
    title = f"{marker} {COMMON}"
    image = Image.objects.create(title=title, file=_picture(marker), **owned)
    image.tags.add(f"tag-{marker}")
    document = Document.objects.create(
        title=title, file=ContentFile(b"text", f"{marker}.txt"), **owned
    )
    document.tags.add(f"tag-{marker}")
    CollectionViewRestriction.objects.create(
        collection=portal.collection.add_child(name=f"{marker} in private"),
        restriction_type="password",
        password=f"{marker}-password",
    )
    uploads = {
        f"uploaded_{noun}": UploadedFile.objects.create(
            for_content_type=ContentType.objects.get_for_model(model),
            file=_picture(marker),
            uploaded_by_user=author,
        )
        for noun, model in (("image", Image), ("document", Document))
    }
    return {"image": image, "document": document, **uploads}


def _settled(house: House) -> dict[str, Any]:
    ret = house.ret
    shared = {"amount_minor": 100, "currency": "EUR"}
    # Items go out for what is exchanged only.
    ret.lines.update(resolution=Resolution.EXCHANGE)
    line = ret.lines.get()
    return {
        "photo": photo_of_line(ret),
        "refund": Refund.objects.create(
            parent=ret, order=house.order, executor="shop", **shared
        ),
        "credit": StoreCredit.objects.create(
            parent=ret, order=house.order, executor="shop", **shared
        ),
        "replacement": ReplacementItem.objects.create(
            parent=ret, line=line, quantity=1, currency="EUR", title=house.brand.name
        ),
    }


def _picture(marker: str) -> ContentFile[bytes]:
    out = BytesIO()
    Picture.new("RGB", (4, 4)).save(out, "PNG")
    return ContentFile(out.getvalue(), f"{marker}.png")
