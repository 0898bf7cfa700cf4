"""A look as a file: saved, and read with its changes shown before any is made."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from retour_core.domain.errors import DomainError
from retour_portal.backoffice.refusals.words import refusal_words
from retour_portal.backoffice.themes.about import AboutLook
from retour_portal.backoffice.themes.file import read
from retour_portal.editorial.look_file import LARGEST_FILE, written_look
from retour_portal.editorial.look_import import (
    changes_of,
    checked_file,
    keep_upload,
    kept_upload,
    use_incoming,
)
from retour_portal.editorial.models import LookUpload
from retour_portal.theming.tokens import ThemeFileRefused


class ImportTheme(AboutLook):
    """Sent a file, it keeps it and shows what it would change; sent ``do``, it makes
    that the draft, or forgets it."""

    page_title = gettext_lazy("A look from a file")
    template_name = "retour_backoffice/themes/import.html"
    http_method_names = ["get", "post", "head", "options"]

    def get(self, _request: HttpRequest, *_a: Any, **_kw: Any) -> HttpResponseBase:
        kept = self._kept()
        if kept is None:
            return self._page()
        try:
            incoming = checked_file(read(kept.content.encode()), self.theme)
        except ThemeFileRefused as refused:
            return self._page(faults=refused.faults)
        return self._page(kept=kept, changes=changes_of(incoming, self.theme))

    def post(self, request: HttpRequest, *_a: Any, **_kw: Any) -> HttpResponseBase:
        do = request.POST.get("do", "")
        if do == "cancel":
            LookUpload.objects.filter(theme=self.theme, user=self._user).delete()
            return redirect(self.index_url)
        return self._use() if do == "use" else self._take()

    def _take(self) -> HttpResponseBase:
        file = self.request.FILES.get("file")
        content = file.read(LARGEST_FILE + 1) if file else b""
        try:
            checked_file(read(content), self.theme)
        except ThemeFileRefused as refused:
            return self._page(faults=refused.faults, status=422)
        name = str(file.name) if file else ""
        keep_upload(
            self.theme, name, content.decode(), by=self._user, now=timezone.now()
        )
        return redirect(reverse("looks:import_look", args=[self.switch.chosen.pk]))

    def _use(self) -> HttpResponseBase:
        kept = self._kept()
        if kept is None:
            return self._page(faults=[_("Choose a file first.")], status=422)
        try:
            draft = use_incoming(
                checked_file(read(kept.content.encode()), self.theme),
                self.theme,
                by=self._user,
                may_publish=self.may_publish,
            )
        except ThemeFileRefused as refused:
            return self._page(faults=refused.faults, status=422)
        except DomainError as refused:
            return self._page(faults=[refusal_words(refused)], status=422)
        said = _("The look of the file is the draft now.")
        unchanged = _("Nothing is changed: it looks like this.")
        messages.success(self.request, said if draft else unchanged)
        return redirect(self.index_url)

    def _page(
        self, *, faults: Any = (), status: int = 200, **context: Any
    ) -> HttpResponseBase:
        shown = self.get_context_data(
            faults=faults,
            switch=self.switch,
            index_url=self.index_url,
            most=LARGEST_FILE // 1024**2,
            **context,
        )
        response: HttpResponseBase = self.render_to_response(shown, status=status)
        return response

    def _kept(self) -> LookUpload | None:
        return kept_upload(self.theme, self._user, timezone.now())

    @property
    def _user(self) -> Any:
        return self.request.user


class ExportTheme(AboutLook):
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *_a: Any, **_kw: Any) -> HttpResponse:
        try:
            text = written_look(self.theme)
        except ThemeFileRefused as refused:
            messages.error(request, refusal_words(refused))
            return redirect(self.index_url)
        name = f"{self.switch.chosen.slug}-look.json"
        return HttpResponse(
            text,
            content_type="application/json",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
