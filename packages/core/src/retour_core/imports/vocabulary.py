"""What a column may hold, and by which headers it is known in three languages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from retour_core.imports.fields import Field, Kind, Part

_O, _S, _B, _L, _P = Part.ORDER, Part.SHIPPING, Part.BILLING, Part.LINE, Part.SHIPMENT
_T = Part.TENDER

FIELDS: tuple[Field, ...] = (
    Field(
        "number", _O, "number", _("Order number"),
        "order|order number|order no|order nr|order #|order name|order id|name"
        "|reference|numero de commande|n de commande|commande|no commande|ref commande"
        "|bestellnummer|bestellnr|auftragsnummer|auftragsnr|bestell nr",
    ),
    Field(
        "placed_at", _O, "placed_at", _("Order date"),
        "date|order date|created at|created|placed|purchase date|ordered at|ordered on"
        "|date de commande|date commande|date d achat|commande le"
        "|datum|bestelldatum|auftragsdatum|kaufdatum",
        Kind.MOMENT,
    ),
    Field(
        "title", _L, "title", _("Item: title"),
        "product|product name|item|item name|lineitem name|description|article title"
        "|produit|nom du produit|article|designation|libelle"
        "|artikel|artikelname|produkt|produktname|bezeichnung|titel|artikelbezeichnung",
    ),
    Field(
        "sku", _L, "sku", _("Item: SKU"),
        "item sku|lineitem sku|product code|product sku|article no|item number"
        "|ref|reference produit|reference article|code article|ugs"
        "|artikelnummer|artikelnr|produktnummer|art nr",
    ),
    Field(
        "variant", _L, "variant", _("Item: variant"),
        "option|size|variante|taille|declinaison|grosse|ausfuhrung",
    ),
    Field(
        "quantity", _L, "quantity", _("Item: quantity"),
        "qty|quantity ordered|lineitem quantity|units|pieces"
        "|quantite|qte|nombre|menge|anzahl|stuck|stuckzahl",
        Kind.COUNT,
    ),
    Field(
        "unit_price", _L, "unit_list_price", _("Item: price of one, incl. tax"),
        "price|item price|unit price|lineitem price|price incl tax|unit price incl tax"
        "|prix|prix unitaire|prix ttc|prix unitaire ttc|pu ttc"
        "|preis|einzelpreis|stuckpreis|preis brutto|einzelpreis brutto",
        Kind.AMOUNT,
    ),
    Field(
        "line_total", _L, "total_incl_tax", _("Item: paid for all units, incl. tax"),
        "line total|item total|row total|line total incl tax|line amount"
        "|total ligne|montant ligne|total ligne ttc|montant ttc"
        "|zeilensumme|positionssumme|gesamtpreis|positionsbetrag",
        Kind.AMOUNT,
    ),
    Field(
        "discount", _L, "discount", _("Item: discount"),
        "line discount|item discount|lineitem discount|remise|rabatt|nachlass",
        Kind.AMOUNT,
    ),
    Field(
        "tax_rate", _L, "tax_rate", _("Item: tax rate in %"),
        "tax|vat|vat rate|tax percent|tva|taux tva|taux de tva"
        "|mwst|ust|steuersatz|mwst satz",
        Kind.RATE,
    ),
    Field(
        "ean", _L, "ean", _("Item: EAN"),
        "gtin|barcode|ean13|upc|code barres|strichcode|code ean",
    ),
    Field(
        "category", _L, "category", _("Item: category"),
        "product type|product category|categorie|kategorie|warengruppe",
    ),
    Field(
        "product_brand", _L, "brand", _("Item: make"),
        "brand|make|manufacturer|vendor|item brand|lineitem vendor"
        "|marque|fabricant|marke|hersteller|marca|produttore|merk|fabrikant",
    ),
    Field(
        "exemption", _L, "exemption",
        _("Item: exempt from withdrawal, letter of CRD art. 16"),
        "withdrawal exemption|art 16|exception retractation|exclusion retractation"
        "|widerrufsausschluss|exclusion desistimiento|esclusione recesso",
    ),
    Field(
        "line_tags", _L, "tags", _("Item: tags"), "item tags|product tags", Kind.WORDS
    ),
    Field(
        "weight_grams", _L, "weight_grams", _("Item: weight of one in grams"),
        "weight|grams|weight g|poids|poids g|gewicht|gewicht g",
        Kind.COUNT,
    ),
    Field(
        "line_id", _L, "id", _("Item: its own key"),
        "line id|item id|lineitem id|id ligne|positions id|positionsnummer",
    ),
    Field(
        "fulfilled_quantity", _L, "fulfilled_quantity", _("Item: quantity shipped"),
        "qty shipped|quantity shipped|shipped qty|quantite expediee|gelieferte menge",
        Kind.COUNT,
    ),
    Field(
        "refunded_quantity", _L, "refunded_quantity", _("Item: quantity refunded"),
        "qty refunded|quantity refunded|quantite remboursee|erstattete menge",
        Kind.COUNT,
    ),
    Field(
        "image_url", _L, "image_url", _("Item: picture"),
        "image|image link|picture|photo|bild|bild url",
    ),
    Field(
        "product_url", _L, "product_url", _("Item: page in the shop"),
        "product link|lien produit|produktlink",
    ),
    Field(
        "hs_code", _L, "hs_code", _("Item: customs code"),
        "customs code|tariff number|code douanier|zolltarifnummer",
    ),
    Field(
        "origin_country", _L, "origin_country", _("Item: country of origin"),
        "country of origin|pays d origine|ursprungsland",
        Kind.COUNTRY,
    ),
    Field(
        "customer_name", _S, "name", _("Customer"),
        "customer|full name|recipient|buyer|shipping name|delivery name|ship to"
        "|client|nom du client|nom|destinataire|nom livraison"
        "|kunde|kundenname|empfanger|liefername",
    ),
    Field(
        "company", _S, "company", _("Company"),
        "shipping company|company name|societe|entreprise|firma",
    ),
    Field(
        "email", _O, "email", _("E-mail"),
        "e mail|customer email|mail|email address|buyer email|courriel|adresse email"
        "|e mail adresse|kunden email",
    ),
    Field(
        "phone", _O, "phone", _("Phone"),
        "telephone|phone number|shipping phone|mobile|tel|telefon|telefonnummer|handy",
    ),
    Field(
        "street", _S, "street", _("Street"),
        "address|address 1|address1|shipping street|shipping address1|address line 1"
        "|adresse|adresse 1|rue|adresse de livraison|strasse|anschrift|lieferstrasse",
    ),
    Field(
        "street2", _S, "street2", _("Street, second line"),
        "address 2|address2|shipping address2|address line 2|adresse 2"
        "|complement d adresse|adresszusatz",
    ),
    Field(
        "postal_code", _S, "postal_code", _("Postal code"),
        "zip|zip code|postcode|post code|shipping zip|shipping postcode|postalcode"
        "|code postal|cp|code postal livraison|plz|postleitzahl|liefer plz",
    ),
    Field(
        "city", _S, "city", _("City"),
        "town|shipping city|ville|ville livraison|stadt|ort|lieferort",
    ),
    Field(
        "region", _S, "region", _("Region"),
        "state|province|county|shipping province|departement|bundesland",
    ),
    Field(
        "country", _S, "country", _("Country"),
        "country code|shipping country|ship country|pays|code pays|pays livraison"
        "|land|landercode|lieferland|landesvorwahl",
        Kind.COUNTRY,
    ),
    Field(
        "billing_name", _B, "name", _("Billing: name"), "nom facturation|rechnungsname"
    ),
    Field(
        "billing_postal_code", _B, "postal_code", _("Billing: postal code"),
        "billing zip|billing postcode|code postal facturation|rechnungs plz",
    ),
    Field(
        "billing_country", _B, "country", _("Billing: country"),
        "pays facturation|rechnungsland",
        Kind.COUNTRY,
    ),
    Field(
        "currency", _O, "currency", _("Currency"),
        "currency code|devise|monnaie|wahrung",
        Kind.CURRENCY,
    ),
    Field(
        "shipping_price", _O, "shipping_incl_tax", _("Shipping cost, incl. tax"),
        "shipping|shipping cost|shipping price|delivery cost|postage"
        "|frais de port|frais de livraison|port|versandkosten|versand",
        Kind.AMOUNT,
    ),
    Field(
        "standard_shipping", _O, "standard_shipping_incl_tax",
        _("Cost of the cheapest standard delivery, incl. tax"),
        "standard shipping cost|standard delivery cost|frais de livraison standard"
        "|standardversand|standardversandkosten|envio estandar|spedizione standard",
        Kind.AMOUNT,
    ),
    Field(
        "shipping_tax_rate", _O, "shipping_tax_rate", _("Shipping: tax rate in %"),
        "shipping vat rate|shipping tax percent|taux tva livraison|taux tva port"
        "|versand mwst satz|steuersatz versand|tipo iva envio|aliquota iva spedizione",
        Kind.RATE,
    ),
    Field(
        "order_discount", _O, "order_discount",
        _("Discount on the order, not yet taken off the items"),
        "cart discount|remise commande|remise sur commande|bestellrabatt"
        "|descuento pedido|sconto ordine|orderkorting",
        Kind.AMOUNT,
    ),
    Field(
        "gift_card", _T, "gift_card", _("Paid with gift cards"),
        "gift cards|gift card amount|carte cadeau|montant carte cadeau|geschenkkarte"
        "|tarjeta regalo|carta regalo|cadeaukaart",
        Kind.AMOUNT,
    ),
    Field(
        "store_credit", _T, "store_credit", _("Paid with store credit"),
        "store credit amount|avoir|montant avoir|kundenguthaben|winkeltegoed",
        Kind.AMOUNT,
    ),
    Field(
        "total", _O, "total_incl_tax", _("Order total, incl. tax"),
        "order total|grand total|total incl tax|total paid|amount"
        "|total commande|total ttc|montant total"
        "|gesamtsumme|gesamt|summe|gesamtbetrag|bestellsumme",
        Kind.AMOUNT,
    ),
    Field(
        "status", _O, "status", _("Status"),
        "order status|statut|etat|bestellstatus",
        Kind.STATUS,
    ),
    Field(
        "changed_at", _O, "changed_at", _("Last change"),
        "updated at|updated|modified|last modified|modifie le|geandert am",
        Kind.MOMENT,
    ),
    Field(
        "external_id", _O, "id", _("The shop's own key of the order"),
        "external reference|internal id|id commande|bestell id",
    ),
    Field(
        "locale", _O, "locale", _("Language"), "language|lang|langue|sprache|locale"
    ),
    Field(
        "sales_channel", _O, "sales_channel", _("Sales channel"),
        "channel|marketplace|canal|canal de vente|vertriebskanal|kanal",
    ),
    Field("tags", _O, "tags", _("Tags"), "order tags|etiquettes|tags", Kind.WORDS),
    Field("order_url", _O, "url", _("Page of the order"), "order link|lien commande"),
    Field(
        "tracking_number", _P, "tracking_number", _("Shipment: tracking number"),
        "tracking|tracking no|tracking code|tracking numbers|numero de suivi|n de suivi"
        "|suivi|sendungsnummer|trackingnummer|paketnummer",
    ),
    Field(
        "carrier", _P, "carrier", _("Shipment: carrier"),
        "shipping carrier|tracking company|transporteur|versanddienstleister"
        "|paketdienst",
    ),
    Field(
        "tracking_url", _P, "tracking_url", _("Shipment: tracking page"),
        "tracking link|lien de suivi|trackinglink",
    ),
    Field(
        "shipped_at", _P, "shipped_at", _("Shipment: sent on"),
        "shipped|ship date|shipping date|fulfilled at|date d expedition|expedie le"
        "|versanddatum|versendet am",
        Kind.MOMENT,
    ),
    Field(
        "delivered_at", _P, "delivered_at", _("Shipment: delivered on"),
        "delivered|delivery date|date de livraison|livre le|lieferdatum|zugestellt am",
        Kind.MOMENT,
    ),
)  # fmt: skip

FIELD_BY_NAME = {field.name: field for field in FIELDS}
