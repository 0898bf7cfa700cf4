from __future__ import annotations

from typing import Any

from django.forms import TextInput

from retour_portal.fonts.forms import OwnFontsForm
from retour_portal.theming.links_languages import narrow_languages
from retour_portal.theming.readable import CONTRAST_TOO_LOW, refusals_of

# The name of the button beside a refused colour; its value is the colour's field.
USE_NEAREST = "use_nearest"


class ColourInput(TextInput):
    """Beside it, a script puts the browser's own way to pick a colour.

    Once its colour was refused, it offers ``nearest`` as a button that saves."""

    template_name = "retour/theming/colour_input.html"
    nearest = ""

    class Media:
        css = {"all": ["retour/theming/theme_form.css"]}
        js = ["retour/theming/theme_form.js"]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        return {**context, "nearest": self.nearest, "button": USE_NEAREST}


class ThemeForm(OwnFontsForm):
    """Tells the theme who changes it, for its versions.

    Sent by the button beside a refused colour, it takes the nearest colour that passes
    instead, reckoned here and not taken from the button; the rest is saved as written.
    """

    data: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        narrow_languages(self, self.instance)

    def full_clean(self) -> None:
        super().full_clean()
        asked = self.data.get(USE_NEAREST, "") if self.is_bound else ""
        if asked and self.has_error(asked, CONTRAST_TOO_LOW):
            self.data = self.data.copy()
            nearest = refusals_of(self.instance)[asked].nearest
            self.data[self.add_prefix(asked)] = nearest
            super().full_clean()
        for name in self.errors:
            for error in self.errors[name].as_data():
                if error.code == CONTRAST_TOO_LOW:
                    self.fields[name].widget.nearest = error.params["nearest"]

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 - Django's signature
        self.instance.saved_by = str(self.for_user or "")
        return super().save(commit)
