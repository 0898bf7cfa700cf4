"""What counts as a string to translate."""

from __future__ import annotations

from tests.catalogues import marked_strings


def test_strings_of_templates_and_of_python_are_found() -> None:
    found = {
        text: marked.files for (_, text), marked in marked_strings("portal").items()
    }
    assert found["Send my return"] == ["templates/retour/flow/review.html"]
    assert found["Choose how the parcel gets back to us."] == ["flow/forms.py"]
