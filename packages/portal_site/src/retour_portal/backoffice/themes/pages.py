"""A brand's look as a whole: its draft, presets and versions. Its parts are a form."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages

from retour_portal.backoffice.themes.about import AboutLook, stayed
from retour_portal.backoffice.themes.words import STAGE_WORDS
from retour_portal.editorial.look_differences import Change, differences
from retour_portal.theming.look import FILES, files_in, look_of
from retour_portal.theming.models import ThemeVersion
from retour_portal.theming.presets import BY_KEY, PRESETS
from retour_portal.theming.tokens import tokens_of
from retour_portal.theming.version_models import OPEN, Stage
from retour_portal.theming.versions import live_version

_MOST_VERSIONS = 20


class ThemesPage(AboutLook):
    template_name = "retour_backoffice/themes/index.html"

    def listed_under(self) -> None:
        return None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        theme = self.found_theme
        worn = tokens_of(theme) if theme else None
        live = live_version(theme) if theme else None
        draft = self._at(*OPEN)
        context: dict[str, Any] = super().get_context_data(
            **kwargs,
            switch=self.switch,
            theme=theme,
            may_publish=self.may_publish,
            presets=[(preset, preset.tokens == worn) for preset in PRESETS],
            versions=[
                (row, row == live, STAGE_WORDS[row.stage]) for row in self._versions
            ],
            live=live,
            draft=draft,
            draft_stage=STAGE_WORDS[draft.stage] if draft else "",
            draft_changes=self._changes(draft),
            scheduled=self._at(Stage.SCHEDULED),
            scheduled_changes=self._changes(self._at(Stage.SCHEDULED)),
        )
        return context

    @cached_property
    def _versions(self) -> list[ThemeVersion]:
        if self.found_theme is None:
            return []
        rows = self.found_theme.versions.select_related("submitted_by", "decided_by")
        return list(rows.order_by("-number")[:_MOST_VERSIONS])

    def _at(self, *stages: str) -> ThemeVersion | None:
        if self.found_theme is None:
            return None
        found = next((row for row in self._versions if row.stage in stages), None)
        if found is None and len(self._versions) == _MOST_VERSIONS:
            found = self.found_theme.versions.filter(stage__in=stages).first()
        return found

    def _changes(self, draft: ThemeVersion | None) -> list[Change]:
        if draft is None or self.found_theme is None:
            return []
        return differences(look_of(self.found_theme), draft.look)


class UsePreset(AboutLook):
    http_method_names = ["post"]

    def post(
        self, _request: HttpRequest, *_args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        preset = BY_KEY.get(kwargs["key"])
        if preset is None:
            raise Http404
        sentence = _("“%(look)s” is the draft of %(brand)s now.")
        return self.drafted(
            preset.tokens.model_dump(mode="json"),
            sentence % {"brand": self.switch.chosen.name, "look": preset.name},
        )


class UseVersion(AboutLook):
    http_method_names = ["post"]

    def post(
        self, request: HttpRequest, *_args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        version = self.theme.versions.filter(number=kwargs["number"]).first()
        if version is None:
            raise Http404
        there = files_in(version.look)
        gone = [name for name in FILES if version.look.get(name) and name not in there]
        if gone:
            messages.warning(request, stayed(gone))
        return self.drafted(
            version.look,
            _("Version %(number)s is the draft now.") % {"number": version.number},
        )
