"""Returns → Mail sender: whom a brand's mails are from, and what DNS must say."""

from __future__ import annotations

from email.utils import parseaddr
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.log_actions import log

from retour_core.domain.errors import DomainError
from retour_portal.backoffice.mail_sender.words import (
    FIELD_OF,
    record_rows,
    refusal_words,
)
from retour_portal.backoffice.object_page import ObjectPage
from retour_portal.backoffice.screen import BrandScreen
from retour_portal.domains.mail_addresses import LONGEST, readable_address
from retour_portal.domains.models import MailSender
from retour_portal.domains.senders import check_sender, save_sender


class MailSenderForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("Empty: the brand’s name."),
        max_length=80,
        required=False,
        strip=True,
    )
    # An <input type=email> refuses domains in other scripts.
    address = forms.CharField(
        label=gettext_lazy("Address"),
        help_text=gettext_lazy(
            "At a domain of your brand, such as returns@example.com. Empty: the "
            "installation’s address."
        ),
        max_length=LONGEST,
        required=False,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "none",
                "inputmode": "email",
            }
        ),
    )


class MailSenderPage(BrandScreen):
    permission_required = "change"
    header_icon = "mail"
    page_title = gettext_lazy("Mail sender")
    template_name = "retour_backoffice/mail_sender/index.html"
    http_method_names = ["get", "post", "head", "options"]
    form: MailSenderForm | None = None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        brand = self.switch.chosen
        sender = MailSender.objects.filter(brand=brand).first()
        ours = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
        initial = {
            "name": sender.name if sender else "",
            "address": readable_address(sender.address) if sender else "",
        }
        context: dict[str, Any] = super().get_context_data(
            **kwargs,
            switch=self.switch,
            sender=sender,
            records=record_rows(sender) if sender else [],
            shown_name=brand.mail_name or brand.name,
            shown_address=readable_address(brand.mail_address or ours),
            asked_address=readable_address(sender.address) if sender else "",
            ours=ours,
            form=self.form or MailSenderForm(initial=initial),
        )
        return context

    def post(self, request: HttpRequest, *_args: Any, **_kw: Any) -> HttpResponseBase:
        brand = self.switch.chosen
        self.form = form = MailSenderForm(request.POST)
        if not form.is_valid():
            return self.refused()
        try:
            sender = save_sender(brand, **form.cleaned_data, now=timezone.now())
        except DomainError as refusal:
            words = forms.ValidationError(refusal_words(refusal), refusal.code)
            form.add_error(FIELD_OF.get(refusal.code), words)
            return self.refused()
        log(instance=sender, action="wagtail.edit", user=request.user)
        if sender.address and sender.verified_at is None:
            said = _("Saved. Now enter the records below at your DNS provider.")
        else:
            said = _("Saved. The next mail has this sender.")
        messages.success(request, said)
        return _back(sender)


class CheckMailSender(ObjectPage):
    permission_required = "change"
    http_method_names = ["post"]
    object: MailSender

    def post(
        self, request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        sender = check_sender(self.object)
        if sender.verified_at is not None:
            address = readable_address(sender.address)
            said = _("Mails come from {address} now.").format(address=address)
            messages.success(request, said)
        else:
            messages.warning(request, _("Something is still missing; see below."))
        return _back(self.object)


def _back(sender: MailSender) -> HttpResponse:
    return redirect(f"{reverse('mail-sender:index')}?brand={sender.brand_id}")
