import pytest

from retour_portal.theming.templatetags.retour_words import whole_words


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("by e-mail or post", 'by <span class="whole-word">e-mail</span> or post'),
        ("Ihre E-Mail-Adresse", 'Ihre <span class="whole-word">E-Mail</span>-Adresse'),
        ("bl-email", "bl-email"),
        ("a drop-off point", "a drop-off point"),
        ("<b> e-mail", '&lt;b&gt; <span class="whole-word">e-mail</span>'),
    ],
)
def test_a_letter_and_its_word_stay_on_one_line(text: str, html: str) -> None:
    assert whole_words(text) == html
