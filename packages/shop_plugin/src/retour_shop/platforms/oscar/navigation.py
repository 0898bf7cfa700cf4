from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

# Oscar's dashboard has no hook for its menu: a shop adds this to its settings with
# ``OSCAR_DASHBOARD_NAVIGATION += [RETURNS_MENU]``. No models are imported here.
RETURNS_MENU: Final[dict[str, Any]] = {
    "label": _("Returns"),
    "icon": "fas fa-undo",
    "url_name": "retour_shop_oscar_dashboard:retour-status",
}
