"""Texts of the pages up to an order."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from retour_portal.flow.slots.kinds import (
    BRAND,
    ORDER,
    FlowStep,
    Slot,
    SlotKind,
    button,
    lead,
    line,
    note,
    title,
)

FINDING = (
    FlowStep(
        "lookup",
        (
            title(_("Find your order"), BRAND),
            lead(_("Two details are enough. You need no account."), BRAND),
            line(
                "number_hint",
                _("On your confirmation e-mail, or on the parcel’s label."),
            ),
            line("postal_code_hint", _("Of your delivery or billing address.")),
            button(_("Find my order"), BRAND),
            line("gift", _("It was a gift")),
            line("help", _("I can’t find my order number")),
            line(
                "no_postal_code",
                _(
                    "No postal codes in your country? Enter the e-mail address of your "
                    "order instead."
                ),
            ),
        ),
    ),
    FlowStep(
        "gift",
        (
            title(_("Return a gift"), BRAND),
            note(BRAND),
            line("code_hint", _("On the gift slip: twelve letters and numbers.")),
            line("no_code", _("No code? Use the order number and the postal code.")),
            line("has_code", _("I have a gift slip with a code")),
            line("number_hint", _("On the gift slip, or on the parcel’s label.")),
            line("postal_code_hint", _("Where the parcel was delivered.")),
            line("name_hint", _("It is printed on the label.")),
            line("email_hint", _("Label and store credit are sent there.")),
            line("address_hint", _("Where the parcel is sent from.")),
            button(_("Continue"), BRAND),
            line("bought", _("I bought it myself")),
        ),
    ),
    FlowStep(
        "find_help",
        (
            title(_("I can’t find my order number"), BRAND),
            title(_("Look into your mailbox"), BRAND, "sent_title"),
            lead(
                _(
                    "Nothing there? Look into the spam folder, or try another address "
                    "you may have ordered with."
                ),
                BRAND,
                "sent_help",
            ),
            title(_("Where it is"), BRAND, "where_title"),
            Slot(
                "where_mail",
                SlotKind.LINE,
                _("On your order confirmation: search your mailbox for “%(shop)s”."),
                renamed={"shop": "brand"},
            ),
            line("where_account", _("In your account in the shop, below your orders.")),
            line("where_slip", _("On the slip or the invoice in the parcel.")),
            line(
                "where_tracking",
                _(
                    "Or use the tracking number instead: it is on the parcel’s label "
                    "and in the mail that told you it was sent."
                ),
            ),
            button(_("Find an order"), BRAND, "back"),
            title(_("Have your orders mailed to you"), BRAND, "mail_title"),
            lead(
                _(
                    "We send a link to your recent orders to the address you ordered "
                    "with. You can return items of several orders at once."
                ),
                BRAND,
                "mail_lead",
            ),
            button(_("Send me the link"), BRAND),
        ),
    ),
    FlowStep(
        "orders",
        (
            title(_("Your recent orders"), BRAND),
            lead(
                _(
                    "Choose one or several. Each gets a return number of its own; you "
                    "send them off together."
                ),
                BRAND,
            ),
            button(_("Continue"), BRAND),
        ),
    ),
    FlowStep("refused", (note(ORDER),)),
    FlowStep("expired", (title(_("This link has expired"), BRAND), note(BRAND))),
    FlowStep(
        "not_here", (title(_("Your order has not reached us yet"), BRAND), note(BRAND))
    ),
    FlowStep("link", (note(BRAND),)),
)
