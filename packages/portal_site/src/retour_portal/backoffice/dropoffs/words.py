"""How a file of drop-off points stands, for staff."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from retour_core.dropoffs.upload_models import PointsUpload, UploadState

_STATES = {
    UploadState.CHECKING: _("being checked"),
    UploadState.READY: pgettext_lazy("file", "checked"),
    UploadState.REFUSED: pgettext_lazy("file", "refused"),
    UploadState.REPLACING: _("being taken over"),
    UploadState.DONE: pgettext_lazy("file", "taken over"),
    UploadState.FAILED: pgettext_lazy("file", "failed"),
}


def state_words(upload: PointsUpload) -> str:
    return str(_STATES[UploadState(upload.state)])
