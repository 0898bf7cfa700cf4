from __future__ import annotations

import pytest
from django.core.files.base import ContentFile

from retour_core.labels.models import Label, LabelState
from retour_core.labels.queries import label_sheet
from tests.factories import make_return

pytestmark = pytest.mark.django_db


def test_a_carriers_label_is_handed_out_as_it_came() -> None:
    label = Label(
        parent=make_return(),
        carrier="sandbox",
        state=LabelState.READY,
        tracking_number="SB123",
    )
    label.document.save("carrier.pdf", ContentFile(b"%PDF-1.7 theirs"))

    assert label_sheet(label.parent) == b"%PDF-1.7 theirs"


def test_there_is_no_sheet_before_there_is_a_label() -> None:
    with pytest.raises(Label.DoesNotExist):
        label_sheet(make_return())
