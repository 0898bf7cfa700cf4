"""The model withdrawal form of CRD Annex I(B), language by language.

Official wording as amended by Directive (EU) 2019/2161 (no fax number). Other
languages exist in the Official Journal and may be added as rows here; none is
translated by us. The sentence about the online function follows note 3 of Annex I(A).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FormText:
    """The form's lines; ``goods`` stands before what was bought."""

    title: str
    instruction: str
    to: str
    goods: str
    ordered: str
    name: str
    address: str
    signature: str
    date: str
    footnote: str


@dataclass(frozen=True, slots=True)
class FunctionText:
    """Existence and place of the withdrawal function, “{place}” to be filled in.

    ``is_official``: the law's own words; otherwise ours after them.
    """

    text: str
    is_official: bool


FORM_TEXTS: Mapping[str, FormText] = {
    "en": FormText(
        title="Model withdrawal form",
        instruction=(
            "(complete and return this form only if you wish to withdraw from the"
            " contract)"
        ),
        to="To",
        goods=(
            "I/We (*) hereby give notice that I/We (*) withdraw from my/our (*)"
            " contract of sale of the following goods (*)/for the provision of the"
            " following service (*)"
        ),
        ordered="Ordered on (*)/received on (*)",
        name="Name of consumer(s)",
        address="Address of consumer(s)",
        signature=("Signature of consumer(s) (only if this form is notified on paper)"),
        date="Date",
        footnote="(*) Delete as appropriate.",
    ),
    "de": FormText(
        title="Muster-Widerrufsformular",
        instruction=(
            "(Wenn Sie den Vertrag widerrufen wollen, dann füllen Sie bitte dieses"
            " Formular aus und senden Sie es zurück.)"
        ),
        to="An",
        goods=(
            "Hiermit widerrufe(n) ich/wir (*) den von mir/uns (*) abgeschlossenen"
            " Vertrag über den Kauf der folgenden Waren (*)/die Erbringung der"
            " folgenden Dienstleistung (*)"
        ),
        ordered="Bestellt am (*)/erhalten am (*)",
        name="Name des/der Verbraucher(s)",
        address="Anschrift des/der Verbraucher(s)",
        signature="Unterschrift des/der Verbraucher(s) (nur bei Mitteilung auf Papier)",
        date="Datum",
        footnote="(*) Unzutreffendes streichen.",
    ),
    "fr": FormText(
        title="Modèle de formulaire de rétractation",
        instruction=(
            "(Veuillez compléter et renvoyer le présent formulaire uniquement si vous"
            " souhaitez vous rétracter du contrat.)"
        ),
        to="À l’attention de",
        goods=(
            "Je/Nous (*) vous notifie/notifions (*) par la présente ma/notre (*)"
            " rétractation du contrat portant sur la vente du bien (*)/pour la"
            " prestation de services (*) ci-dessous"
        ),
        ordered="Commandé le (*)/reçu le (*)",
        name="Nom du (des) consommateur(s)",
        address="Adresse du (des) consommateur(s)",
        signature=(
            "Signature du (des) consommateur(s) (uniquement en cas de notification du"
            " présent formulaire sur papier)"
        ),
        date="Date",
        footnote="(*) Rayez la mention inutile.",
    ),
    "it": FormText(
        title="Modulo di recesso tipo",
        instruction=(
            "(compilare e restituire il presente modulo solo se si desidera recedere"
            " dal contratto)"
        ),
        to="Destinatario",
        goods=(
            "Con la presente io/noi (*) notifichiamo il recesso dal mio/nostro (*)"
            " contratto di vendita dei seguenti beni/servizi (*)"
        ),
        ordered="Ordinato il (*)/ricevuto il (*)",
        name="Nome del/dei consumatore(i)",
        address="Indirizzo del/dei consumatore(i)",
        signature=(
            "Firma del/dei consumatore(i) (solo se il presente modulo è notificato in"
            " versione cartacea)"
        ),
        date="Data",
        footnote="(*) Cancellare la dicitura inutile.",
    ),
    "es": FormText(
        title="Modelo de formulario de desistimiento",
        instruction=(
            "(sólo debe cumplimentar y enviar el presente formulario si desea desistir"
            " del contrato)"
        ),
        to="A la atención de",
        goods=(
            "Por la presente le comunico/comunicamos (*) que desisto de mi/desistimos"
            " de nuestro (*) contrato de venta del siguiente bien/prestación del"
            " siguiente servicio (*)"
        ),
        ordered="Pedido el/recibido el (*)",
        name="Nombre del consumidor o de los consumidores",
        address="Domicilio del consumidor o de los consumidores",
        signature=(
            "Firma del consumidor o de los consumidores (solo si el presente formulario"
            " se presenta en papel)"
        ),
        date="Fecha",
        footnote="(*) Táchese lo que no proceda.",
    ),
    "nl": FormText(
        title="Modelformulier voor herroeping",
        instruction=(
            "(dit formulier alleen invullen en terugzenden als u de overeenkomst wilt"
            " herroepen)"
        ),
        to="Aan",
        goods=(
            "Ik/Wij (*) deel/delen (*) u hierbij mede dat ik/wij (*) onze overeenkomst"
            " betreffende de verkoop van de volgende goederen/levering van de volgende"
            " dienst (*) herroep/herroepen (*)"
        ),
        ordered="Besteld op (*)/Ontvangen op (*)",
        name="Naam/Namen consument(en)",
        address="Adres consument(en)",
        signature=(
            "Handtekening van consument(en) (alleen wanneer dit formulier op papier"
            " wordt ingediend)"
        ),
        date="Datum",
        footnote="(*) Doorhalen wat niet van toepassing is.",
    ),
}

FUNCTION_TEXTS: Mapping[str, FunctionText] = {
    "en": FunctionText(
        "You can also exercise your right of withdrawal online at {place}. If you use"
        " this online function, we will send you an acknowledgement of receipt of the"
        " withdrawal on a durable medium (e.g. by e-mail), including its content and"
        " the date and time of its submission, without undue delay.",
        is_official=False,
    ),
    # EGBGB Anlage 1 (zu Art. 246a § 1), Gestaltungshinweis 3.
    "de": FunctionText(
        "Sie können Ihr Widerrufsrecht auch online unter {place} ausüben. Wenn Sie"
        " diese Online-Funktion nutzen, übermitteln wir Ihnen auf einem dauerhaften"
        " Datenträger (z. B. durch eine E-Mail) unverzüglich eine Eingangsbestätigung"
        " mit Informationen zum Inhalt der Widerrufserklärung sowie dem Datum und der"
        " Uhrzeit ihres Eingangs.",
        is_official=True,
    ),
    "fr": FunctionText(
        "Vous pouvez également exercer votre droit de rétractation en ligne à l’adresse"
        " suivante : {place}. Si vous utilisez cette fonctionnalité en ligne, nous vous"
        " enverrons sans délai, sur un support durable (par exemple par courriel), un"
        " accusé de réception de la rétractation mentionnant son contenu ainsi que la"
        " date et l’heure de son envoi.",
        is_official=False,
    ),
}
