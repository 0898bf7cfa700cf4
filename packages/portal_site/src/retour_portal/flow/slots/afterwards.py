"""Texts of the pages of a return that was sent."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from retour_portal.flow.slots.kinds import (
    BRAND,
    RETURN,
    FlowStep,
    button,
    lead,
    line,
    note,
    title,
)

AFTERWARDS = (
    FlowStep(
        "done",
        (
            title(_("Your return is registered"), RETURN),
            lead(
                _(
                    "You get an e-mail with a link to this return, so you can come "
                    "back at any time."
                ),
                RETURN,
            ),
            note(RETURN),
            title(_("What happens next"), RETURN, "next_title"),
            line(
                "next_check",
                _("We check the parcel as soon as it is here and tell you by e-mail."),
                RETURN,
            ),
            line(
                "next_check_store",
                _("We check the items you handed in and tell you by e-mail."),
                RETURN,
            ),
            button(_("Follow your return"), RETURN, "follow"),
        ),
    ),
    FlowStep(
        "label",
        (
            lead(
                _(
                    "This usually takes a few seconds. You can stay here or close the "
                    "page: we send you the label by e-mail, too."
                ),
                RETURN,
                "waiting",
            ),
            lead(
                _("Show it where you hand the parcel in. You need not print anything."),
                RETURN,
                "code",
            ),
            note(RETURN),
        ),
    ),
    FlowStep(
        "tracking",
        (
            note(RETURN),
            note((*RETURN, "deadline"), "dates_note"),
            title(_("What happened so far"), RETURN, "timeline_title"),
            note(RETURN, "cancelled_note"),
            title(_("We have a question about your return"), RETURN, "question_title"),
            button(_("Read and answer"), RETURN, "question_button"),
        ),
    ),
    FlowStep(
        "parcel",
        (
            title(_("Your tracking number"), RETURN),
            lead(
                _(
                    "It is on the receipt of your carrier. With it we see when your "
                    "parcel is on its way."
                ),
                RETURN,
            ),
            button(_("Save the number"), RETURN),
        ),
    ),
    FlowStep(
        "messages",
        (
            title(_("Messages"), RETURN),
            note(RETURN),
            lead(
                _("Nobody has written anything about this return yet."),
                RETURN,
                "nothing_yet",
            ),
            lead(
                _("We have your message and answer as soon as we can."), RETURN, "sent"
            ),
            button(_("Send my message"), RETURN),
            button(_("Send my answer"), RETURN, "answer_button"),
        ),
    ),
    FlowStep("pay", (title(_("Pay for your return label"), RETURN), note(RETURN))),
    FlowStep("pay_onward", (title(_("To the payment"), RETURN),)),
    FlowStep(
        "pay_waiting", (title(_("We wait for your payment"), RETURN), note(RETURN))
    ),
    FlowStep("change", (title(_("Change the way back"), RETURN), note(RETURN))),
    FlowStep(
        "cancel",
        (
            title(_("Cancel this return?"), RETURN),
            note(RETURN),
            button(_("No, keep it"), RETURN, "keep"),
        ),
    ),
    FlowStep(
        "open",
        (
            title(_("Open your return"), BRAND),
            lead(
                _(
                    "This link is more than a month old. To keep your return safe, "
                    "tell us the postal code of the order."
                ),
                BRAND,
            ),
            line("postal_code_hint", _("Of your delivery or billing address.")),
            button(_("Open"), BRAND),
        ),
    ),
    FlowStep("dropoffs", (title(_("Where to hand it in"), BRAND), note(BRAND))),
    FlowStep("unsubscribe", (title(_("No more reminders?"), BRAND), note(BRAND))),
)
