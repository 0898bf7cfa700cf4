# ruff: noqa: E501 - prose in lists
from __future__ import annotations

from retour_portal.pages.texts import PageText, PortalText, Step, faq

_MAIL = '<a href="mailto:hallo@kiko.example">hallo@kiko.example</a>'

_GERMAN = PortalText(
    title="Rückgabe",
    description="Spielzeug von Kiko & Bär zurückgeben.",
    hero_title="Doch nicht das Richtige? Kein Drama!",
    hero_text="Manchmal gefällt der Dino eben doch nicht. In drei Minuten ist Ihr Paket bereit.",
    steps_title="So einfach wie Bauklötze",
    steps=[
        Step("search", "Bestellung finden", "Mit Bestellnummer und Postleitzahl."),
        Step("tag", "Spielzeug auswählen", "Alles oder nur der Dino: Sie entscheiden."),
        Step("box", "Einpacken", "Etikett auf den Karton kleben und abgeben."),
        Step("money", "Geld zurück", "So, wie Sie bezahlt haben."),
    ],
    notice={
        "kind": "offer",
        "title": "60 Tage Zeit zum Ausprobieren",
        "text": "Auch Oma und Opa dürfen sich Zeit lassen.",
    },
    faq_title="Was Eltern fragen",
    questions=[
        (
            "Die Verpackung ist zerrissen. Geht das trotzdem?",
            "<p>Ja. Ein fester Karton genügt.</p>",
        ),
        ("Es fehlt ein Teil.", f"<p>Schreiben Sie an {_MAIL}.</p>"),
        (
            "Wann kommt das Geld?",
            "<p>Spätestens 14 Tage nach der Ankunft Ihres Pakets.</p>",
        ),
    ],
    pages={
        "help": PageText(
            title="Hilfe",
            slug="hilfe",
            introduction="Kurze Antworten für volle Tage.",
            in_header=True,
            sections=[
                faq(
                    "Vor dem Einpacken",
                    [
                        (
                            "Müssen die Batterien raus?",
                            "<p>Ja, bitte nehmen Sie lose Batterien heraus.</p>",
                        ),
                        (
                            "Darf das Kuscheltier benutzt sein?",
                            "<p>Ausprobieren ist in Ordnung. Bitte waschen Sie es nicht.</p>",
                        ),
                    ],
                ),
                ("text", f"<h2>Noch eine Frage?</h2><p>Schreiben Sie an {_MAIL}.</p>"),
            ],
        ),
    },
)

_ENGLISH = PortalText(
    title="Returns",
    description="Send back toys from Kiko & Bär.",
    hero_title="Not the right toy? No drama!",
    hero_text="Sometimes the dinosaur is just too scary. Your parcel is ready in three minutes.",
    steps_title="As easy as building blocks",
    steps=[
        Step(
            "search", "Find your order", "With the order number and your postal code."
        ),
        Step("tag", "Pick the toys", "All of them or just the dinosaur: you decide."),
        Step("box", "Pack them", "Stick the label on the box and hand it in."),
        Step("money", "Money back", "The way you paid."),
    ],
    notice={
        "kind": "offer",
        "title": "60 days to try everything",
        "text": "Grandparents may take their time, too.",
    },
    faq_title="What parents ask",
    questions=[
        (
            "The packaging is torn. Can I still return it?",
            "<p>Yes. Any sturdy box will do.</p>",
        ),
        ("A part is missing.", f"<p>Write to {_MAIL}.</p>"),
        (
            "When does the money come?",
            "<p>At most 14 days after your parcel has arrived.</p>",
        ),
    ],
    pages={
        "help": PageText(
            title="Help",
            slug="help",
            introduction="Short answers for full days.",
            in_header=True,
            sections=[
                faq(
                    "Before you pack",
                    [
                        (
                            "Do batteries have to come out?",
                            "<p>Yes, please take loose batteries out.</p>",
                        ),
                        (
                            "May a cuddly toy be used?",
                            "<p>Trying it is fine. Please do not wash it.</p>",
                        ),
                    ],
                ),
                ("text", f"<h2>Another question?</h2><p>Write to {_MAIL}.</p>"),
            ],
        ),
    },
)

KIKO = {"de": _GERMAN, "en": _ENGLISH}
