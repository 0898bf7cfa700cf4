"""What a new portal says until its brand writes words of its own."""

from __future__ import annotations

from django.utils import translation
from django.utils.html import escape, format_html
from django.utils.text import slugify
from django.utils.translation import gettext as _

from retour_portal.pages.accessibility_text import accessibility_statement
from retour_portal.pages.texts import PageText, PortalText, Step, faq


def standard_texts(brand_name: str, support_email: str, *, language: str) -> PortalText:
    """Home page, help, returns policy and accessibility statement in ``language``.

    They promise nothing a brand may not keep: no free label, no date of a refund but
    the law's. Days and cost are the policy's own, in a block that reads it.
    """
    with translation.override(language):
        names = {"brand": brand_name}
        return PortalText(
            title=_("Returns"),
            description=_("Return an order from %(brand)s in three minutes.") % names,
            hero_title=_("Not quite right? Send it back."),
            hero_text=_(
                "Tell us what goes back and get your label in about three minutes. No "
                "account needed."
            ),
            steps_title=_("How it works"),
            steps=_steps(),
            notice=None,
            faq_title=_("Good to know"),
            questions=_questions(),
            pages={
                "help": _help(support_email),
                "policy": _policy(support_email),
                "accessibility": accessibility_statement(brand_name, support_email),
            },
        )


def _steps() -> list[Step]:
    return [
        Step(
            "search",
            _("Find your order"),
            _("With the order number and your postal code."),
        ),
        Step(
            "tag", _("Choose what goes back"), _("Item by item, as many as you like.")
        ),
        Step("label", _("Get your label"), _("On this page and by e-mail.")),
        Step("truck", _("Hand over the parcel"), _("With the label we give you.")),
    ]


def _questions() -> list[tuple[str, str]]:
    return [
        (
            _("Where do I find my order number?"),
            _paragraph(
                _("In the e-mail that confirmed your order, and on the delivery note.")
            ),
        ),
        (
            _("Do I have to use the original box?"),
            _paragraph(_("No. Any sturdy box will do. Please take old labels off.")),
        ),
        (
            _("I have no printer."),
            _paragraph(
                _(
                    "You find your label again through the link in our e-mail, so that "
                    "a friend or a copy shop can print it."
                )
            ),
        ),
    ]


def _help(support_email: str) -> PageText:
    sending = faq(
        _("Sending back"),
        [
            (
                _("Can I send several orders in one box?"),
                _paragraph(_("Please make one return and one box for each order.")),
            ),
            (
                _("I chose a wrong item."),
                _paragraph(
                    _(
                        "As long as the parcel is not on its way, cancel the return on "
                        "its page and start again."
                    )
                ),
            ),
            (
                _("How do I know that you have it?"),
                _paragraph(_("The page of your return shows each step.")),
            ),
        ],
    )
    contact = ("text", f"<h2>{_('Still stuck?')}</h2>{_contact(support_email)}")
    return PageText(
        title=_("Help"),
        slug=slugify(_("Help")),
        introduction=_("Answers to what customers ask us most about sending back."),
        sections=[sending, contact],
        in_header=True,
    )


def _policy(support_email: str) -> PageText:
    terms = {"title": _("What you can return"), "kind": "return"}
    withdrawal = _(
        "As a consumer in the European Union you may withdraw within 14 days of the "
        "day it arrived, without giving a reason. What we offer on this page leaves "
        "that right untouched."
    )
    refund = _(
        "To the means of payment you used, within 14 days of your withdrawal; we may "
        "wait until we have the goods back or you have shown that you sent them."
    )
    sections = [
        (_("Your right of withdrawal"), _paragraph(withdrawal)),
        (_("How we refund"), _paragraph(refund)),
        (_("Questions"), _contact(support_email)),
    ]
    written = "".join(f"<h2>{escape(title)}</h2>{text}" for title, text in sections)
    return PageText(
        title=_("Returns policy"),
        slug=slugify(_("Returns policy")),
        introduction=_("What you can send back, until when, and how we refund."),
        sections=[("policy_table", terms), ("text", written)],
    )


def _contact(support_email: str) -> str:
    link = format_html('<a href="mailto:{0}">{0}</a>', support_email)
    return f"<p>{_('Write to %(email)s.') % {'email': link}}</p>"


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"
