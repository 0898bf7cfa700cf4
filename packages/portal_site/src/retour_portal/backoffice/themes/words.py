"""How people call what becomes of a version of a look."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from retour_portal.theming.version_models import Stage

STAGE_WORDS: dict[str, str | Promise] = {
    Stage.DRAFT: _("Draft"),
    Stage.SUBMITTED: _("Waits for a publisher"),
    Stage.SENT_BACK: _("Changes asked for"),
    Stage.SCHEDULED: _("Goes live at a time"),
    Stage.PUBLISHED: _("Published"),
    Stage.ASIDE: _("Never published"),
}
