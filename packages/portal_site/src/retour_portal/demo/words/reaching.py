# ruff: noqa: E501 - prose in lists
"""The stores and contact pages of the demo brands, by brand and language."""

from __future__ import annotations

from retour_portal.pages.texts import PageKind, PageText

Pages = dict[str, PageText]


def _pages(
    stores: tuple[str, str, str, str], contact: tuple[str, str, str, str]
) -> Pages:
    """Each of title, slug, introduction and text below; hours instead for contact."""
    return {
        "stores": PageText(
            title=stores[0],
            slug=stores[1],
            introduction=stores[2],
            sections=[("text", stores[3])],
            kind=PageKind.STORES,
        ),
        "contact": PageText(
            title=contact[0],
            slug=contact[1],
            introduction=contact[2],
            support_hours=contact[3],
            sections=[],
            kind=PageKind.CONTACT,
        ),
    }


ALPENGLOW = {
    "en": _pages(
        (
            "Stores",
            "stores",
            "Try the next size on while you are there.",
            "<p>Closed on public holidays. Bring your things and the code of your return; a bag will do.</p>",
        ),
        (
            "Contact",
            "contact",
            "People who hike themselves answer, usually on the same day.",
            "Monday to Friday, 9:00–17:00 (Hamburg time)",
        ),
    ),
    "de": _pages(
        (
            "Läden",
            "laeden",
            "Probieren Sie gleich die andere Größe an.",
            "<p>An Feiertagen geschlossen. Bringen Sie Ihre Sachen und den Code Ihrer Rücksendung mit; eine Tasche genügt.</p>",
        ),
        (
            "Kontakt",
            "kontakt",
            "Hier antworten Leute, die selbst wandern, meist noch am selben Tag.",
            "Montag bis Freitag, 9–17 Uhr",
        ),
    ),
    "fr": _pages(
        (
            "Magasins",
            "magasins",
            "Profitez-en pour essayer une autre taille.",
            "<p>Fermé les jours fériés. Apportez vos articles et le code de votre retour ; un sac suffit.</p>",
        ),
        (
            "Contact",
            "contact",
            "Des randonneurs vous répondent, en général le jour même.",
            "Du lundi au vendredi, de 9 h à 17 h (heure de Hambourg)",
        ),
    ),
}

MAISON_LUNE = {
    "fr": _pages(
        (
            "Boutiques",
            "boutiques",
            "Trois adresses, et le plaisir de vous y accueillir.",
            "<p>Nos boutiques sont fermées les jours fériés.</p>",
        ),
        (
            "Nous joindre",
            "contact",
            "Une question sur une pièce, une taille, un retour ?",
            "Du lundi au samedi, de 10 h à 18 h",
        ),
    ),
    "en": _pages(
        (
            "Boutiques",
            "boutiques",
            "Three addresses, and the pleasure of seeing you there.",
            "<p>Our boutiques are closed on public holidays.</p>",
        ),
        (
            "Contact",
            "contact",
            "A question about a piece, a size, a return?",
            "Monday to Saturday, 10:00–18:00 (Lyon time)",
        ),
    ),
}

KIKO = {
    "de": _pages(
        (
            "Spielzeugladen",
            "laden",
            "Mit Bauecke, damit Sie in Ruhe reden können.",
            "<p>An Feiertagen bleibt der Laden zu.</p>",
        ),
        (
            "Kontakt",
            "kontakt",
            "Fragen Sie uns, auch zwischen Abendbrot und Gutenachtgeschichte.",
            "Montag bis Freitag, 8–16 Uhr",
        ),
    ),
    "en": _pages(
        (
            "Toy shop",
            "shop",
            "With a building corner, so that you can talk in peace.",
            "<p>We are closed on public holidays.</p>",
        ),
        (
            "Contact",
            "contact",
            "Ask us, even between dinner and bedtime story.",
            "Monday to Friday, 8:00–16:00 (Leipzig time)",
        ),
    ),
}
