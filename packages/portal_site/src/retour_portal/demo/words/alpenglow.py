# ruff: noqa: E501, ISC004 - prose in lists
from __future__ import annotations

from retour_portal.demo.words.alpenglow_german import GERMAN
from retour_portal.pages.texts import PageText, PortalText, Step, faq

_ENGLISH = PortalText(
    title="Returns",
    description="Return an order from Alpenglow Outdoor: label in three minutes.",
    hero_title="Not quite right? Send it back.",
    hero_text=(
        "Gear has to fit. Tell us what goes back and get your label in about "
        "three minutes. No account needed."
    ),
    steps_title="How it works",
    steps=[
        Step(
            "search",
            "Find your order",
            "With the order number and your postal code.",
        ),
        Step(
            "tag",
            "Pick the items",
            "All of it or one glove. Tell us what was wrong, in a word.",
        ),
        Step(
            "label",
            "Get your label",
            "On this page and by e-mail. Stick it on any sturdy box.",
        ),
        Step(
            "money",
            "Get your money",
            "We refund the way you paid, and tell you when we do.",
        ),
    ],
    notice={
        "kind": "info",
        "title": "30 days to try it on",
        "text": (
            "Counted from the day your parcel arrived. Wear it around the house, keep "
            "the tags on, and take your time."
        ),
    },
    faq_title="Good to know",
    questions=[
        (
            "When do I get my money back?",
            "<p>Within 14 days of your parcel reaching Hamburg, usually within three. "
            "It goes back to the card or account you paid with.</p>",
        ),
        (
            "I cannot find my order number.",
            "<p>It is in the subject of your order confirmation and on the slip in the "
            "parcel. Search your inbox for “Alpenglow”, or write to us.</p>",
        ),
        (
            "Do I have to use the original box?",
            "<p>No. Any sturdy box will do. Please take old labels off.</p>",
        ),
        (
            "I have no printer.",
            "<p>The label fits on a quarter of a page; a copy shop or a friend can "
            "print it. You find it again through the link in our e-mail.</p>",
        ),
    ],
    pages={
        "help": PageText(
            title="Help",
            slug="help",
            introduction="Answers to what customers ask us most about sending back.",
            in_header=True,
            sections=[
                faq(
                    "Before you send",
                    [
                        (
                            "Can I send several orders in one box?",
                            "<p>Please make one return and one box for each order, so "
                            "that none of your refunds gets stuck.</p>",
                        ),
                        (
                            "How do I exchange a size?",
                            "<p>Return the one you have and order the other. That way "
                            "your size is not gone while the parcel travels.</p>",
                        ),
                        (
                            "What about worn or washed things?",
                            "<p>Trying on is fine. If something was used on a tour we "
                            "may refund less, and tell you why.</p>",
                        ),
                    ],
                ),
                faq(
                    "After you have sent",
                    [
                        (
                            "How do I know you have it?",
                            "<p>You get an e-mail when we open your parcel. Your "
                            "return page shows each step before that.</p>",
                        ),
                        (
                            "I chose a wrong item.",
                            "<p>As long as the parcel is not on its way, cancel the "
                            "return on its page and start again.</p>",
                        ),
                    ],
                ),
                (
                    "text",
                    "<h2>Still stuck?</h2><p>Write to "
                    '<a href="mailto:help@alpenglow.example">help@alpenglow.example</a>'
                    ". We answer on working days within a day.</p>",
                ),
            ],
        ),
        "policy": PageText(
            title="Returns policy",
            slug="returns-policy",
            introduction="30 days, a free label, the money back the way you paid.",
            sections=[
                (
                    "text",
                    "<h2>What you can return</h2><p>Anything you bought from us, within "
                    "30 days of the day it arrived. Please send it unused, with its "
                    "tags.</p><h2>What it costs</h2><p>The label is on us. If you post "
                    "the parcel in another way, postage is yours.</p><h2>How we "
                    "refund</h2><p>To the means of payment you used, within 14 days of "
                    "getting the goods back. If you withdraw from the whole order, we "
                    "also refund standard shipping.</p><h2>Your right of "
                    "withdrawal</h2><p>Our 30 days come on top of your statutory right "
                    "to withdraw within 14 days without giving a reason, which they "
                    "leave untouched.</p>",
                ),
                (
                    "notice",
                    {
                        "kind": "warning",
                        "title": "Avalanche and climbing safety gear",
                        "text": (
                            "We check every returned harness, rope and beacon by hand "
                            "and never sell them again once they have been used."
                        ),
                    },
                ),
            ],
        ),
    },
)

_FRENCH = PortalText(
    title="Retours",
    description="Retourner une commande Alpenglow Outdoor en trois minutes.",
    hero_title="Pas tout à fait ça ? Renvoyez-le.",
    hero_text=(
        "Un équipement doit aller parfaitement. Dites-nous ce qui repart et recevez "
        "votre étiquette en trois minutes environ, sans compte."
    ),
    steps_title="Comment ça marche",
    steps=[
        Step(
            "search",
            "Retrouvez votre commande",
            "Avec son numéro et votre code postal.",
        ),
        Step(
            "tag",
            "Choisissez les articles",
            "Tout, ou un seul gant. Dites-nous en un mot ce qui n’allait pas.",
        ),
        Step(
            "label",
            "Recevez l’étiquette",
            "Sur cette page et par e-mail. Collez-la sur un carton solide.",
        ),
        Step(
            "money",
            "Soyez remboursé",
            "Par le moyen de paiement utilisé ; nous vous prévenons.",
        ),
    ],
    notice={
        "kind": "info",
        "title": "30 jours pour essayer",
        "text": (
            "À compter de l’arrivée du colis. Essayez chez vous, gardez les "
            "étiquettes et prenez votre temps."
        ),
    },
    faq_title="Bon à savoir",
    questions=[
        (
            "Quand serai-je remboursé ?",
            "<p>Dans les 14 jours après l’arrivée du colis à Hambourg, en général sous "
            "trois jours, sur la carte ou le compte utilisé pour payer.</p>",
        ),
        (
            "Je ne trouve pas mon numéro de commande.",
            "<p>Il figure dans l’objet de l’e-mail de confirmation et sur le bon glissé "
            "dans le colis. Cherchez « Alpenglow » dans vos e-mails ou "
            "écrivez-nous.</p>",
        ),
        (
            "Faut-il le carton d’origine ?",
            "<p>Non, tout carton solide convient. Retirez les anciennes étiquettes.</p>",
        ),
        (
            "Je n’ai pas d’imprimante.",
            "<p>L’étiquette tient sur un quart de page ; une boutique ou un ami peut "
            "l’imprimer. Le lien de notre e-mail y mène à tout moment.</p>",
        ),
    ],
    pages={
        "help": PageText(
            title="Aide",
            slug="aide",
            introduction="Les réponses aux questions les plus fréquentes.",
            in_header=True,
            sections=[
                faq(
                    "Avant l’envoi",
                    [
                        (
                            "Puis-je grouper plusieurs commandes ?",
                            "<p>Faites un retour et un colis par commande, pour "
                            "qu’aucun remboursement ne reste bloqué.</p>",
                        ),
                        (
                            "Comment changer de taille ?",
                            "<p>Retournez l’article et commandez l’autre taille : elle "
                            "ne vous échappera pas pendant le trajet.</p>",
                        ),
                        (
                            "Et les articles portés ou lavés ?",
                            "<p>Vous pouvez essayer. Si l’article a servi en sortie, "
                            "nous pouvons rembourser moins et vous dire pourquoi.</p>",
                        ),
                    ],
                ),
                faq(
                    "Après l’envoi",
                    [
                        (
                            "Comment savoir si le colis est arrivé ?",
                            "<p>Vous recevez un e-mail à son ouverture. La page de "
                            "votre retour montre chaque étape.</p>",
                        ),
                        (
                            "Je me suis trompé d’article.",
                            "<p>Tant que le colis n’est pas parti, annulez le retour "
                            "sur sa page et recommencez.</p>",
                        ),
                    ],
                ),
                (
                    "text",
                    "<h2>Une autre question ?</h2><p>Écrivez à "
                    '<a href="mailto:help@alpenglow.example">help@alpenglow.example</a>'
                    ". Nous répondons sous un jour ouvré.</p>",
                ),
            ],
        ),
        "policy": PageText(
            title="Conditions de retour",
            slug="conditions-de-retour",
            introduction="30 jours, une étiquette offerte, un remboursement simple.",
            sections=[
                (
                    "text",
                    "<h2>Ce que vous pouvez retourner</h2><p>Tout ce que vous avez "
                    "acheté chez nous, dans les 30 jours après l’arrivée, non utilisé "
                    "et avec ses étiquettes.</p><h2>Ce que cela coûte</h2><p>L’étiquette "
                    "est offerte. Si vous envoyez le colis autrement, les frais sont à "
                    "votre charge.</p><h2>Comment nous remboursons</h2><p>Par le moyen "
                    "de paiement utilisé, dans les 14 jours après réception. Si vous "
                    "vous rétractez de toute la commande, nous remboursons aussi la "
                    "livraison standard.</p><h2>Votre droit de rétractation</h2><p>Nos "
                    "30 jours s’ajoutent à votre droit légal de rétractation de 14 "
                    "jours, sans motif, et ne le limitent pas.</p>",
                ),
                (
                    "notice",
                    {
                        "kind": "warning",
                        "title": "Matériel d’avalanche et d’escalade",
                        "text": (
                            "Nous contrôlons à la main chaque baudrier, corde et "
                            "détecteur retourné et ne revendons jamais le matériel "
                            "utilisé."
                        ),
                    },
                ),
            ],
        ),
    },
)

ALPENGLOW = {"en": _ENGLISH, "de": GERMAN, "fr": _FRENCH}
