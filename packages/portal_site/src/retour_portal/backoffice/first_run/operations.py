"""A brand with its portal, and switching it on: each is one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from retour_core.brands.models import Brand
from retour_core.brands.operations import (
    create_brand,
    set_languages,
    set_unshipped_returns,
)
from retour_core.domain.errors import DomainError
from retour_portal.editorial.rights import open_portal_to_editors
from retour_portal.pages.operations import (
    Look,
    PortalHostTaken,
    lock_tree,
    open_portal,
    site_at,
    switch_on,
)
from retour_portal.pages.standard_texts import standard_texts

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from retour_portal.pages.portal_address import PortalAddress


# What a new brand grants until it decides otherwise.
DAYS_TO_RETURN = 30


class NoReturnAddress(DomainError):
    """Add a return address first: labels could not be made without one."""

    code = "no_return_address"


@dataclass(frozen=True)
class NewBrand:
    """``languages`` are all that the portal offers; the first is the brand's own."""

    name: str
    address: PortalAddress
    support_email: str
    languages: Sequence[str]
    look: Look


@transaction.atomic
def found_brand(new: NewBrand) -> tuple[Brand, bool]:
    """The brand with its site, pages and look, and whether it is new.

    Its pages wait for ``switch_on_portal``. The same form sent twice makes one brand.
    Raises ``PortalHostTaken``.
    """
    lock_tree()
    if site_at(new.address) is not None:
        return _founded_before(new), False
    brand = create_brand(
        name=new.name,
        portal_url=new.address.url,
        support_email=new.support_email,
        default_locale=new.languages[0],
        return_window_days=DAYS_TO_RETURN,
    )
    # None named is all of them, those of a later version of ours, too.
    is_all = {code for code, _name in settings.LANGUAGES} <= set(new.languages)
    brand = set_languages(brand, [] if is_all else new.languages)
    texts = {
        language: standard_texts(
            brand.name,
            brand.support_email,
            language=language,
        )
        for language in new.languages
    }
    portal = open_portal(brand, new.address, look=new.look, texts=texts, live=False)
    open_portal_to_editors(brand, portal)
    return brand, True


@transaction.atomic
def switch_on_portal(brand: Brand, *, allow_unshipped: bool, user: User) -> bool:
    """Publish the brand's portal; ``False`` if it was on before.

    Raises ``NoReturnAddress``.
    """
    if not brand.return_addresses.exists():
        raise NoReturnAddress
    changed = set_unshipped_returns(
        brand,
        allow=allow_unshipped,
        message=brand.unshipped_message,
        support_url=brand.support_url,
    )
    return switch_on(changed, user=user)


def _founded_before(new: NewBrand) -> Brand:
    same = Brand.objects.filter(
        theme__site__hostname__iexact=new.address.host, name=new.name.strip()
    )
    brand = same.first()
    if brand is None:
        raise PortalHostTaken
    return brand
