from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retour_core.domain.colours import contrast_ratio
from retour_portal.backoffice.themes.file import read
from retour_portal.theming import contrast
from retour_portal.theming.css import stylesheet
from retour_portal.theming.fonts import TYPEFACES, Corners, Font
from retour_portal.theming.look import put_look, wear_checked
from retour_portal.theming.models import Theme
from retour_portal.theming.presets import BY_KEY, PRESETS, Preset
from retour_portal.theming.tokens import ThemeFileRefused, Tokens, tokens_of
from tests.portal_site.theming.portals import make_portal

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
LOOK = PRESETS[0].tokens


def wear(theme: Theme, tokens: Tokens, *, by: str) -> None:
    wear_checked(theme, tokens.model_dump(mode="json"))
    theme.saved_by = by
    theme.save()


def written(tokens: Tokens) -> str:
    """A file as it was before it held more than tokens."""
    return json.dumps({"retour_theme": 1, "tokens": tokens.model_dump(mode="json")})


def values(css: str) -> dict[str, str]:
    body = css.removeprefix(":root{").removesuffix("}\n")
    return dict(pair.split(":", 1) for pair in body.split(";"))


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.key)
def test_a_preset_can_be_read(preset: Preset) -> None:
    look = preset.tokens
    assert contrast.carries_text(look.page_colour)
    assert contrast.reads_as_text(look.primary_colour, look.page_colour)
    assert contrast.shows_as_graphic(look.accent_colour, look.page_colour)


def test_presets_differ_in_colour_type_and_form() -> None:
    assert len(BY_KEY) == len(PRESETS) == 7
    assert len({preset.tokens.primary_colour for preset in PRESETS}) == 7
    assert {preset.tokens.font for preset in PRESETS} == set(Font)
    assert {preset.tokens.corners for preset in PRESETS} == set(Corners)


@given(primary=COLOURS, header=COLOURS, footer=COLOURS | st.just(""))
def test_text_on_any_header_and_footer_can_be_read(
    primary: str, header: str, footer: str
) -> None:
    primary = contrast.nearest_passing(primary, contrast.reads_as_text)
    look = LOOK.model_copy(
        update={
            "primary_colour": primary,
            "header_colour": header,
            "footer_colour": footer,
        }
    )
    tokens = values(stylesheet(look))
    for ink, ground in (
        ("--brand-on-header", "--brand-header"),
        ("--brand-on-footer", "--brand-footer"),
        ("--brand-footer-link", "--brand-footer"),
        ("--brand-on-primary", "--brand-primary"),
    ):
        assert contrast_ratio(tokens[ink], tokens[ground]) >= 4.5


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.key)
def test_a_look_survives_its_file(preset: Preset) -> None:
    assert read(written(preset.tokens).encode()).tokens == preset.tokens


def file_with(**changes: object) -> bytes:
    file = json.loads(written(LOOK))
    file["tokens"] |= changes
    return json.dumps(file).encode()


def test_a_file_from_before_there_were_page_and_heading_is_read() -> None:
    file = json.loads(written(LOOK))
    del file["tokens"]["page_colour"], file["tokens"]["heading_font"]
    assert read(json.dumps(file).encode()).tokens == LOOK


def test_headings_have_the_typeface_chosen_for_them() -> None:
    plain, own = (
        values(stylesheet(LOOK.model_copy(update={"heading_font": font})))
        for font in ("", Font.LITERARY)
    )
    assert plain["--brand-heading-font"] == plain["--brand-font"]
    assert own["--brand-font"] == plain["--brand-font"]
    assert own["--brand-heading-font"] == TYPEFACES[Font.LITERARY].headings
    assert own["--brand-heading-weight"] == "600"


@pytest.mark.django_db
def test_an_old_version_is_the_same_look_as_it_would_be_today() -> None:
    theme = make_portal("nordwand")
    version = theme.versions.get()
    del version.look["page_colour"], version.look["heading_font"]
    version.save()
    theme.save()
    assert theme.versions.count() == 1


@pytest.mark.django_db
def test_the_colours_are_judged_on_the_page_they_are_on() -> None:
    theme = make_portal("nordwand")
    dark = LOOK.model_copy(update={"page_colour": "#444444"})
    with pytest.raises(ThemeFileRefused) as refused:
        wear(theme, dark, by="eve")
    assert refused.value.message == (
        "Colour of the page: #444444 is too dark to be written on. "
        "The nearest colour that text can be read on is #d5d5d5."
    )
    # It reads on white, and not on a tinted page.
    tinted = {"page_colour": "#e0e0e0", "primary_colour": "#6b6b6b"}
    with pytest.raises(ThemeFileRefused) as refused:
        wear(theme, LOOK.model_copy(update=tinted), by="eve")
    assert refused.value.message.startswith(
        "Main colour: #6b6b6b is too light for buttons"
    )


NOT_JSON = "The file is damaged or no look: it is not JSON. Save the look again."
NOT_OURS = (
    "this is no look that was saved here. Looks of other programs cannot be read; save "
    "one here as a file to see how it is written."
)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "Choose a file first."),
        (b"<xml/>", NOT_JSON),
        (b"\xff\xfe", NOT_JSON),
        (b" " * (16 * 1024**2 + 1), "The file is too large for a look: 16 MB at most."),
        (b"{}", f"“retour_theme”: {NOT_OURS} “tokens”: {NOT_OURS}"),
        (
            b'{"colors": {"main": "#123456"}}',
            (f"“retour_theme”: {NOT_OURS} “tokens”: {NOT_OURS} “colors”: {NOT_OURS}"),
        ),
        (
            b'{"retour_theme": 3}',
            (
                "The file was saved by another version of Retour: “retour_theme”. "
                f"“tokens”: {NOT_OURS}"
            ),
        ),
        (b'{"retour_theme": 1}', f"“tokens”: {NOT_OURS}"),
        (
            file_with(primary_colour="red;}"),
            (
                "“tokens.primary_colour”: "
                "Write the colour as # and six digits, like #0b6e4f."
            ),
        ),
        (
            file_with(footer_colour="red"),
            (
                "“tokens.footer_colour”: "
                "Write the colour as # and six digits, like #0b6e4f."
            ),
        ),
        (
            file_with(font="comic"),
            (
                "“tokens.font”: Write one of these: "
                "system, humanist, geometric, rounded, serif or literary."
            ),
        ),
        (
            file_with(script="alert(1)"),
            (
                "“tokens.script”: A look has no field of this name. "
                "Take it out of the file."
            ),
        ),
    ],
)
def test_a_bad_file_is_told_by_its_field(content: bytes, message: str) -> None:
    with pytest.raises(ThemeFileRefused) as refused:
        read(content)
    assert refused.value.message == message


@pytest.mark.django_db
def test_each_look_that_was_saved_is_a_version() -> None:
    theme = make_portal("nordwand")
    wear(theme, BY_KEY["atelier"].tokens, by="eve")
    wear(theme, BY_KEY["atelier"].tokens, by="eve")
    wear(theme, BY_KEY["playground"].tokens, by="anna")
    kept = theme.versions.order_by("number")
    assert list(kept.values_list("number", "saved_by")) == [
        (1, ""),
        (2, "eve"),
        (3, "anna"),
    ]
    again = Theme.objects.get()
    put_look(again, kept[1].look)
    assert tokens_of(again) == BY_KEY["atelier"].tokens
    assert tokens_of(Theme.objects.get()) == BY_KEY["playground"].tokens


@pytest.mark.django_db
def test_a_look_that_cannot_be_read_is_not_worn() -> None:
    theme = make_portal("nordwand")
    pale = LOOK.model_copy(update={"primary_colour": "#ffcc00"})
    with pytest.raises(ThemeFileRefused) as refused:
        wear(theme, pale, by="eve")
    assert "The nearest colour that can be read is #8b6e00." in refused.value.message
    assert Theme.objects.get().primary_colour == "#1f3a5f"
    assert theme.versions.count() == 1


@pytest.mark.django_db
def test_labels_and_mails_wear_the_look_at_once() -> None:
    theme = make_portal("nordwand")
    wear(theme, BY_KEY["playground"].tokens, by="eve")
    brand = Theme.objects.get().brand
    assert brand is not None
    assert (brand.primary_colour, brand.font) == ("#5b2bbf", "rounded")
