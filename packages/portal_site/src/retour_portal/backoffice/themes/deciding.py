"""From draft to publication: submitted, sent back, published now or at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from retour_core.domain.errors import DomainError
from retour_portal.backoffice.refusals.words import refusal_words
from retour_portal.backoffice.themes.about import AboutLook, stayed
from retour_portal.editorial import looks
from retour_portal.theming.version_models import Stage, ThemeVersion


class WhenForm(forms.Form):
    """``at`` is read in the time zone of the account, which Wagtail activates."""

    at = forms.DateTimeField(
        error_messages={
            "required": gettext_lazy("Choose the day and the time."),
            "invalid": gettext_lazy(
                "This is no day and time: write it like 2026-03-31 09:00."
            ),
        }
    )

    def clean_at(self) -> Any:
        at = self.cleaned_data["at"]
        if at <= timezone.now():
            raise forms.ValidationError(
                _("This time has passed. Choose a later one, or publish now.")
            )
        return at


class DecideOnLook(AboutLook):
    """``do`` names the step; those of ``_PUBLISHERS`` are for publishers."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *_a: Any, **_kw: Any) -> HttpResponseBase:
        do = request.POST.get("do", "")
        step = _STEPS.get(do)
        if step is None:
            raise Http404
        if not self.may_publish and self._is_a_publishers(do):
            raise PermissionDenied
        try:
            sentence = step(self)
        except DomainError as refused:
            messages.error(request, refusal_words(refused))
        except forms.ValidationError as wrong:
            messages.error(request, " ".join(wrong.messages))
        else:
            messages.success(request, sentence)
        return redirect(self.index_url)

    def submit(self) -> str:
        looks.submit(self.version, by=self._user)
        return _("Submitted. The publishers of %(brand)s are asked by mail.") % {
            "brand": self.switch.chosen.name
        }

    def take_back(self) -> str:
        looks.take_back(self.version)
        return _("Taken back: it is a draft again.")

    def drop(self) -> str:
        looks.set_aside(self.version)
        return _("The draft is dropped; it stays among the versions.")

    def ask(self) -> str:
        if not self._comment:
            raise forms.ValidationError(
                _("Write what shall be changed, then ask for it.")
            )
        looks.ask_for_changes(self.version, self._comment, by=self._user)
        return _("Changes are asked for.")

    def publish(self) -> str:
        gone = looks.publish(self.version, by=self._user, comment=self._comment)
        if gone:
            messages.warning(self.request, stayed(gone))
        return _("Published. Customers see it now.")

    def schedule(self) -> str:
        form = WhenForm(self.request.POST)
        if not form.is_valid():
            raise forms.ValidationError(form.errors["at"].as_data())
        at = form.cleaned_data["at"]
        looks.schedule(self.version, at, by=self._user, comment=self._comment)
        shown = date_format(timezone.localtime(at), "DATETIME_FORMAT")
        zone = timezone.get_current_timezone_name()
        return _("It goes live on %(when)s (%(zone)s).") % {
            "when": shown,
            "zone": zone,
        }

    def unschedule(self) -> str:
        looks.unschedule(self.version)
        return _("It does not go live by itself any more.")

    @cached_property
    def version(self) -> ThemeVersion:
        found: ThemeVersion | None = self.theme.versions.filter(
            number=self.kwargs["number"]
        ).first()
        if found is None:
            raise Http404
        return found

    @property
    def _comment(self) -> str:
        return self.request.POST.get("comment", "").strip()

    @property
    def _user(self) -> Any:
        return self.request.user

    def _is_a_publishers(self, do: str) -> bool:
        """An editor drops no draft that publishers were asked about."""
        asked = do == "drop" and self.version.stage == Stage.SUBMITTED
        return asked or do in _PUBLISHERS


_STEPS: dict[str, Callable[[DecideOnLook], str]] = {
    "submit": DecideOnLook.submit,
    "take_back": DecideOnLook.take_back,
    "drop": DecideOnLook.drop,
    "ask": DecideOnLook.ask,
    "publish": DecideOnLook.publish,
    "schedule": DecideOnLook.schedule,
    "unschedule": DecideOnLook.unschedule,
}
_PUBLISHERS = frozenset({"ask", "publish", "schedule", "unschedule"})
