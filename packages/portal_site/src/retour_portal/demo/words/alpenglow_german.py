# ruff: noqa: E501, ISC004 - prose in lists
from __future__ import annotations

from retour_portal.pages.texts import PageText, PortalText, Step, faq

GERMAN = PortalText(
    title="Retouren",
    description="Eine Bestellung bei Alpenglow Outdoor zurücksenden: in drei Minuten zum Etikett.",
    hero_title="Passt nicht ganz? Schicken Sie es zurück.",
    hero_text=(
        "Ausrüstung muss sitzen. Sagen Sie uns, was zurückgeht, und Sie haben Ihr "
        "Etikett in etwa drei Minuten. Ein Konto brauchen Sie nicht."
    ),
    steps_title="So geht es",
    steps=[
        Step("search", "Bestellung finden", "Mit Bestellnummer und Postleitzahl."),
        Step(
            "tag",
            "Artikel wählen",
            "Alles oder nur ein Handschuh. Sagen Sie kurz, was nicht gepasst hat.",
        ),
        Step(
            "label",
            "Etikett erhalten",
            "Auf dieser Seite und per E-Mail. Jeder feste Karton tut es.",
        ),
        Step(
            "money",
            "Geld zurück",
            "So, wie Sie bezahlt haben. Wir melden uns, wenn es so weit ist.",
        ),
    ],
    notice={
        "kind": "info",
        "title": "30 Tage zum Anprobieren",
        "text": (
            "Sie zählen ab dem Tag, an dem Ihr Paket ankam. Tragen Sie es zu Hause, "
            "lassen Sie die Etiketten dran und nehmen Sie sich Zeit."
        ),
    },
    faq_title="Gut zu wissen",
    questions=[
        (
            "Wann bekomme ich mein Geld zurück?",
            "<p>Spätestens 14 Tage, nachdem Ihr Paket in Hamburg ist, meist nach drei. "
            "Es geht auf die Karte oder das Konto, womit Sie bezahlt haben.</p>",
        ),
        (
            "Ich finde meine Bestellnummer nicht.",
            "<p>Sie steht im Betreff der Bestellbestätigung und auf dem Lieferschein. "
            "Suchen Sie im Posteingang nach „Alpenglow“ oder schreiben Sie uns.</p>",
        ),
        (
            "Muss es der Originalkarton sein?",
            "<p>Nein, jeder feste Karton tut es. Bitte entfernen Sie alte Etiketten.</p>",
        ),
        (
            "Ich habe keinen Drucker.",
            "<p>Das Etikett passt auf ein Viertel einer Seite; ein Copyshop oder Freunde "
            "können es drucken. Sie finden es über den Link in unserer E-Mail wieder.</p>",
        ),
    ],
    pages={
        "help": PageText(
            title="Hilfe",
            slug="hilfe",
            introduction="Antworten auf das, was man uns zum Zurücksenden am häufigsten fragt.",
            in_header=True,
            sections=[
                faq(
                    "Bevor Sie senden",
                    [
                        (
                            "Kann ich mehrere Bestellungen in einen Karton packen?",
                            "<p>Bitte je Bestellung eine Retoure und ein Karton, damit "
                            "keine Ihrer Erstattungen hängen bleibt.</p>",
                        ),
                        (
                            "Wie tausche ich eine Größe um?",
                            "<p>Senden Sie die eine zurück und bestellen Sie die andere. "
                            "So ist Ihre Größe nicht weg, während das Paket reist.</p>",
                        ),
                        (
                            "Was ist mit getragenen oder gewaschenen Sachen?",
                            "<p>Anprobieren ist in Ordnung. War etwas auf Tour dabei, "
                            "erstatten wir unter Umständen weniger und sagen warum.</p>",
                        ),
                    ],
                ),
                faq(
                    "Nachdem Sie gesendet haben",
                    [
                        (
                            "Woher weiß ich, dass es bei Ihnen ist?",
                            "<p>Sie bekommen eine E-Mail, wenn wir Ihr Paket öffnen. "
                            "Die Seite Ihrer Retoure zeigt jeden Schritt davor.</p>",
                        ),
                        (
                            "Ich habe einen falschen Artikel gewählt.",
                            "<p>Solange das Paket nicht unterwegs ist, stornieren Sie "
                            "die Retoure auf ihrer Seite und beginnen Sie neu.</p>",
                        ),
                    ],
                ),
                (
                    "text",
                    "<h2>Noch eine Frage?</h2><p>Schreiben Sie an "
                    '<a href="mailto:help@alpenglow.example">help@alpenglow.example</a>'
                    ". Wir antworten an Werktagen innerhalb eines Tages.</p>",
                ),
            ],
        ),
        "policy": PageText(
            title="Rückgabebedingungen",
            slug="rueckgabebedingungen",
            introduction="30 Tage, ein kostenloses Etikett, das Geld so zurück, wie Sie bezahlt haben.",
            sections=[
                (
                    "text",
                    "<h2>Was Sie zurückgeben können</h2><p>Alles, was Sie bei uns gekauft "
                    "haben, innerhalb von 30 Tagen nach der Ankunft. Bitte unbenutzt und "
                    "mit Etiketten.</p><h2>Was es kostet</h2><p>Das Etikett zahlen wir. "
                    "Senden Sie anders, tragen Sie das Porto.</p><h2>Wie wir "
                    "erstatten</h2><p>Über das Zahlungsmittel, das Sie verwendet haben, "
                    "innerhalb von 14 Tagen nach Erhalt der Ware. Widerrufen Sie die "
                    "ganze Bestellung, erstatten wir auch den Standardversand.</p>"
                    "<h2>Ihr Widerrufsrecht</h2><p>Unsere 30 Tage gelten zusätzlich zu "
                    "Ihrem gesetzlichen Recht, binnen 14 Tagen ohne Angabe von Gründen zu "
                    "widerrufen; sie lassen es unberührt.</p>",
                ),
                (
                    "notice",
                    {
                        "kind": "warning",
                        "title": "Sicherheitsausrüstung für Lawinen und Klettern",
                        "text": (
                            "Wir prüfen jeden zurückgesandten Gurt, jedes Seil und jedes "
                            "LVS-Gerät von Hand und verkaufen sie nie wieder, wenn sie "
                            "benutzt wurden."
                        ),
                    },
                ),
            ],
        ),
    },
)
