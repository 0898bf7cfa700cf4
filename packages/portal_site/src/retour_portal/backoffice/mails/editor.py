"""Writing a mail's own text: rows, preview, a test to oneself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages

from retour_core.notifications.blocks import MailTextRefused, checked_text
from retour_core.notifications.own import OwnText
from retour_core.notifications.placeholders import filled
from retour_core.notifications.sample import sample_values
from retour_core.notifications.sms import sms_length
from retour_core.notifications.standard import standard_text
from retour_core.notifications.texts import save_text, use_standard
from retour_core.outbox.registry import TryLater, Undeliverable
from retour_core.returns.actors import Actor
from retour_portal.backoffice.mails.about import AboutOneMail
from retour_portal.backoffice.mails.real import may_see_customers, newest
from retour_portal.backoffice.mails.rendering import rendered, send_test
from retour_portal.backoffice.mails.rows import (
    read_text,
    rearranged,
    shown_rows,
    types_for,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class EditMail(AboutOneMail):
    template_name = "retour_backoffice/mails/form.html"
    http_method_names = ["get", "post", "head", "options"]

    def get(
        self, _request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        text = OwnText.of(self.row) or standard_text(self.kind, self.language)
        return self._page(text)

    def post(
        self, request: HttpRequest, *_args: Any, **_kwargs: Any
    ) -> HttpResponseBase:
        text = read_text(request.POST.dict(), self.language)
        do = request.POST.get("do", "save")
        if do == "standard":
            use_standard(self.brand, self.kind, self.language)
            messages.success(request, _("The standard text counts again."))
            return redirect(self.list_url)
        if do == "test":
            return self._send_test(text)
        if do != "save":
            text, at = rearranged(text, do, request.POST.get("new-type", ""))
            return self._page(text, focus=at)
        return self._save(text)

    def _save(self, text: OwnText) -> HttpResponseBase:
        if self.request.POST.get("version", "") != str(self._version):
            meanwhile = _(
                "Somebody saved this mail meanwhile. Look at the history, then save "
                "again if your text shall count."
            )
            return self._page(text, problems={"version": meanwhile}, status=422)
        actor = Actor.staff(cast("User", self.request.user)).name
        try:
            save_text(self.brand, self.kind, text, actor=actor, now=timezone.now())
        except MailTextRefused as refusal:
            return self._page(text, problems=refusal.problems, status=422)
        messages.success(self.request, _("Saved. The next mail has this text."))
        return redirect(self.url("edit_mail"))

    def _send_test(self, text: OwnText) -> HttpResponseBase:
        user = cast("User", self.request.user)
        if not user.email:
            problem = _("You have no e-mail address. Add one to your account first.")
            return self._page(text, problems={"test": problem}, status=422)
        about = self.request.POST.get("return", "")
        try:
            checked_text(
                self.kind, subject=text.subject, blocks=text.blocks, sms=text.sms
            )
            mail = rendered(
                user, self.brand, self.kind, text, language=self.language, about=about
            )
            send_test(user, mail)
        except MailTextRefused as refusal:
            return self._page(text, problems=refusal.problems, status=422)
        except (TryLater, Undeliverable) as error:
            problem = _("The mail could not be sent: {error}").format(error=error)
            return self._page(text, problems={"test": problem}, status=422)
        messages.success(
            self.request,
            _("A test is on its way to {email}. Nothing is saved yet.").format(
                email=user.email
            ),
        )
        return self._page(text)

    def _states(self) -> list[tuple[str, str]]:
        states = [("", _("Show as mail")), ("text", _("Show as text"))]
        if self.kind.may_sms:
            states.append(("sms", _("Show the text message")))
        return states

    @property
    def _version(self) -> int:
        return self.row.version if self.row else 0

    def _page(
        self,
        text: OwnText,
        *,
        problems: dict[str, str] | None = None,
        focus: int | None = None,
        status: int = 200,
    ) -> HttpResponseBase:
        problems = problems or {}
        values = sample_values(self.brand, self.kind)
        context = self.get_context_data(
            text=text,
            rows=shown_rows(text, problems),
            types=types_for(self.kind).items(),
            problems=problems,
            focus=focus,
            row=self.row,
            version=self._version,
            names=[
                ("{" + p.name + "}", p.about, values[p.name])
                for p in self.kind.placeholders
            ],
            states=self._states(),
            sms=sms_length(filled(text.sms, values)),
            real=newest(self.request.user, self.brand, self.kind),
            is_masked=not may_see_customers(self.request.user, self.brand),
            about=self.request.POST.get("return", ""),
            preview_url=self.url("mail_preview"),
        )
        response: HttpResponseBase = self.render_to_response(context, status=status)
        return response
