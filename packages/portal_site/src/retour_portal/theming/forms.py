from __future__ import annotations

from typing import Any

from wagtail.admin.forms import WagtailAdminModelForm


class ThemeForm(WagtailAdminModelForm):
    """Tells the theme who changes it, for its versions."""

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 - Django's signature
        self.instance.saved_by = str(self.for_user or "")
        return super().save(commit)
