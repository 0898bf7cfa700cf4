"""How a file of drop-off points stands, for staff."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from retour_core.dropoffs.upload_models import PointsUpload, UploadState

_STATES = {
    UploadState.CHECKING: _("being checked"),
    UploadState.READY: _("checked"),
    UploadState.REFUSED: _("refused"),
    UploadState.REPLACING: _("being taken over"),
    UploadState.DONE: _("taken over"),
    UploadState.FAILED: _("failed"),
}


def state_words(upload: PointsUpload) -> str:
    return str(_STATES[UploadState(upload.state)])
