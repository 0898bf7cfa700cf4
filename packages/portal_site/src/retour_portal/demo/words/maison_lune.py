# ruff: noqa: E501, ISC004 - prose in lists
from __future__ import annotations

from retour_portal.pages.texts import PageText, PortalText, Step, faq

_FRENCH = PortalText(
    title="Retours",
    description="Retourner une pièce Maison Lune, en boutique ou par colis.",
    hero_title="Une pièce ne vous convient pas ?",
    hero_text=(
        "Confiez-la-nous. Votre numéro de commande et votre code postal suffisent "
        "pour préparer le retour."
    ),
    steps_title="En trois temps",
    steps=[
        Step(
            "search",
            "Votre commande",
            "Passée en ligne ou en boutique, retrouvée en un instant.",
        ),
        Step(
            "box",
            "Vos pièces",
            "Choisissez ce qui repart et dites-nous pourquoi.",
        ),
        Step(
            "truck",
            "Votre colis",
            "Collez l’étiquette et déposez le colis près de chez vous.",
        ),
    ],
    notice={
        "kind": "offer",
        "title": "Retours prolongés pour les fêtes",
        "text": (
            "Un cadeau ? Écrivez-nous avant le 31 janvier, nous trouverons une "
            "solution même après 30 jours."
        ),
    },
    faq_title="Vos questions",
    questions=[
        (
            "De combien de temps est-ce que je dispose ?",
            "<p>De 30 jours après l’arrivée de votre colis.</p>",
        ),
        (
            "Comment emballer une pièce délicate ?",
            "<p>Pliez-la dans son papier de soie, ou dans tout papier propre, puis dans "
            "un carton bien fermé. Le cintre peut rester chez vous.</p>",
        ),
        (
            "Quand serai-je remboursée ?",
            "<p>Dans les 14 jours après l’arrivée de la pièce à l’atelier, par le moyen "
            "de paiement utilisé.</p>",
        ),
        (
            "J’ai acheté en boutique.",
            "<p>Le numéro figure sur votre ticket ; indiquez le code postal donné à la "
            "caisse.</p>",
        ),
    ],
    pages={
        "help": PageText(
            title="Aide",
            slug="aide",
            introduction="Tout ce qu’il faut savoir avant de nous confier une pièce.",
            in_header=True,
            sections=[
                faq(
                    "Préparer le retour",
                    [
                        (
                            "Puis-je essayer la pièce ?",
                            "<p>Bien sûr, comme en boutique. Laissez l’étiquette en "
                            "place.</p>",
                        ),
                        (
                            "Puis-je échanger contre une autre taille ?",
                            "<p>Retournez la pièce et commandez l’autre taille : elle "
                            "vous sera expédiée sans attendre.</p>",
                        ),
                        (
                            "Les pièces sur mesure sont-elles reprises ?",
                            "<p>Les pièces faites à vos mesures ne le sont pas, sauf "
                            "défaut. Écrivez-nous, nous trouverons comment les "
                            "retoucher.</p>",
                        ),
                    ],
                ),
                (
                    "text",
                    "<h2>Nous écrire</h2><p>"
                    '<a href="mailto:bonjour@maison-lune.example">'
                    "bonjour@maison-lune.example</a>, du lundi au samedi.</p>",
                ),
            ],
        ),
        "policy": PageText(
            title="Conditions de retour",
            slug="conditions-de-retour",
            introduction="Simples, et les mêmes en ligne et en boutique.",
            sections=[
                (
                    "text",
                    "<h2>Délai</h2><p>30 jours à compter de l’arrivée de la commande, "
                    "quel que soit le motif.</p><h2>État des pièces</h2><p>Essayées mais "
                    "non portées, avec leur étiquette.</p><h2>Remboursement</h2><p>Dans "
                    "les 14 jours après réception à l’atelier de Lyon, par le moyen de "
                    "paiement utilisé. Les frais de livraison standard sont remboursés "
                    "si toute la commande revient.</p><h2>Droit de "
                    "rétractation</h2><p>Ces conditions s’ajoutent à votre droit légal "
                    "de rétractation de 14 jours et ne le limitent pas.</p>",
                ),
            ],
        ),
    },
)

_ENGLISH = PortalText(
    title="Returns",
    description="Return a piece from Maison Lune, bought online or in the shop.",
    hero_title="A piece that is not quite you?",
    hero_text=(
        "Leave it with us. Your order number and postal code are all we need to "
        "prepare the return."
    ),
    steps_title="In three movements",
    steps=[
        Step("search", "Your order", "From our site or our shop, found in a moment."),
        Step("box", "Your pieces", "Choose what goes back and tell us why."),
        Step(
            "truck", "Your parcel", "Attach the label and drop the parcel off near you."
        ),
    ],
    notice={
        "kind": "offer",
        "title": "More time for presents",
        "text": (
            "Was it a gift? Write to us before 31 January and we will find a way, even "
            "after 30 days."
        ),
    },
    faq_title="Your questions",
    questions=[
        ("How long do I have?", "<p>30 days from the day your parcel arrived.</p>"),
        (
            "How do I pack something delicate?",
            "<p>Fold it in its tissue, or in any clean paper, and close the box well. "
            "Keep the hanger.</p>",
        ),
        (
            "When will I be refunded?",
            "<p>Within 14 days of the piece reaching our workshop, the way you "
            "paid.</p>",
        ),
        (
            "I bought in the shop.",
            "<p>The number is on your receipt; use the postal code you gave at the "
            "till.</p>",
        ),
    ],
    pages={
        "help": PageText(
            title="Help",
            slug="help",
            introduction="All there is to know before you leave a piece with us.",
            in_header=True,
            sections=[
                faq(
                    "Preparing a return",
                    [
                        (
                            "May I try the piece on?",
                            "<p>Of course, as you would in the shop. Please leave the "
                            "tag on.</p>",
                        ),
                        (
                            "May I exchange it for another size?",
                            "<p>Return the piece and order the other size, which then "
                            "leaves without waiting.</p>",
                        ),
                        (
                            "Do you take back made-to-measure pieces?",
                            "<p>Not those made to your measurements, unless there is a "
                            "fault. Write to us and we will find a way to alter "
                            "them.</p>",
                        ),
                    ],
                ),
                (
                    "text",
                    "<h2>Write to us</h2><p>"
                    '<a href="mailto:bonjour@maison-lune.example">'
                    "bonjour@maison-lune.example</a>, Monday to Saturday.</p>",
                ),
            ],
        ),
        "policy": PageText(
            title="Returns policy",
            slug="returns-policy",
            introduction="Simple, and the same online and in the shop.",
            sections=[
                (
                    "text",
                    "<h2>Time</h2><p>30 days from the day the order arrived, whatever "
                    "the reason.</p><h2>Condition</h2><p>Tried on but not worn, with "
                    "the tag.</p><h2>Refund</h2><p>Within 14 days of reaching our "
                    "workshop in Lyon, the way you paid. Standard shipping is refunded "
                    "when the whole order comes back.</p><h2>Right of "
                    "withdrawal</h2><p>These terms come on top of your statutory right "
                    "to withdraw within 14 days and do not limit it.</p>",
                ),
            ],
        ),
    },
)

MAISON_LUNE = {"fr": _FRENCH, "en": _ENGLISH}
