"""The accessibility statement a new portal begins with; its brand owns every word.

After the model statement of Implementing Decision (EU) 2018/1523, as far as it fits a
shop (Directive (EU) 2019/882, annex V).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape, format_html
from django.utils.text import slugify
from django.utils.translation import gettext as _

from retour_portal.pages.texts import PageText

if TYPE_CHECKING:
    from datetime import date


def accessibility_statement(
    brand_name: str, support_email: str, *, day: date | None = None
) -> PageText:
    """In the active language; ``day`` is when it was prepared, today by default."""
    names = {"brand": brand_name}
    prepared = date_format(day or timezone.localdate(), "DATE_FORMAT")
    sections = [
        (
            _("What we aim for"),
            _(
                "This portal is built to meet the European standard EN 301 549 and the "
                "Web Content Accessibility Guidelines (WCAG) 2.2 at level AA."
            ),
        ),
        (
            _("How you can use it"),
            _(
                "All pages work by keyboard, with a screen reader, without JavaScript, "
                "and enlarged to 400%."
            ),
        ),
        (
            _("How it was checked"),
            _(
                "The makers of the software check it themselves, by automatic tests "
                "and by keyboard. Nobody else has assessed this portal yet."
            ),
        ),
    ]
    written = "".join(
        f"<h2>{escape(title)}</h2><p>{escape(text)}</p>" for title, text in sections
    )
    closing = _("This statement was prepared on %(day)s.") % {"day": prepared}
    return PageText(
        title=_("Accessibility"),
        slug=slugify(_("Accessibility")),
        introduction=_("How everybody can use the returns portal of %(brand)s.")
        % names,
        sections=[
            ("text", f"{written}{_feedback(support_email)}<p>{escape(closing)}</p>")
        ],
    )


def _feedback(support_email: str) -> str:
    asked = _("Is something in your way? Write to %(email)s.")
    link = format_html('<a href="mailto:{0}">{0}</a>', support_email)
    return f"<h2>{escape(_('Tell us'))}</h2><p>{asked % {'email': link}}</p>"
