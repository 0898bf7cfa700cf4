"""Names of carriers, and the page that tracks a number.

A page is empty where the carrier asks for a login or for a postal code too.
"""

from __future__ import annotations

from typing import NamedTuple


class Carrier(NamedTuple):
    name: str
    url: str = ""


DHL_PAKET_URL = (
    "https://www.dhl.de/de/privatkunden/pakete-empfangen/verfolgen.html?piececode={}"
)
DHL_ECOMMERCE_URL = "https://webtrack.dhlecs.com/orders?trackingNumber={}"

CARRIERS = {
    "amazon": Carrier("Amazon"),
    "australia_post": Carrier(
        "Australia Post", "https://auspost.com.au/mypost/track/details/{}"
    ),
    "austrian_post": Carrier(
        "Österreichische Post", "https://www.post.at/sv/sendungsdetails?snr={}"
    ),
    "bpost": Carrier("bpost", "https://track.bpost.cloud/btr/web/#/search?itemCode={}"),
    "bring": Carrier("Bring", "https://tracking.bring.com/tracking/{}"),
    "cainiao": Carrier(
        "Cainiao", "https://global.cainiao.com/newDetail.htm?mailNoList={}"
    ),
    "canada_post": Carrier(
        "Canada Post",
        "https://www.canadapost-postescanada.ca/track-reperage/en#/search?searchFor={}",
    ),
    "canpar": Carrier(
        "Canpar", "https://www.canpar.com/en/track/tracking.jsp?reference={}&locale=en"
    ),
    "china_post": Carrier("China Post"),
    "chronopost": Carrier(
        "Chronopost",
        "https://www.chronopost.fr/tracking-no-cms/suivi-page?listeNumerosLT={}",
    ),
    "correos": Carrier(
        "Correos",
        "https://www.correos.es/es/es/herramientas/localizador/envios/detalle"
        "?tracking-number={}",
    ),
    "ctt": Carrier("CTT"),
    "czech_post": Carrier(
        "Česká pošta",
        "https://www.postaonline.cz/trackandtrace/-/zasilka/cislo?parcelNumbers={}",
    ),
    "deutsche_post": Carrier("Deutsche Post", DHL_PAKET_URL),
    "dhl": Carrier(
        "DHL", "https://www.dhl.com/global-en/home/tracking.html?tracking-id={}"
    ),
    "dpd": Carrier("DPD", "https://tracking.dpd.de/status/en_US/parcel/{}"),
    "elta": Carrier("ELTA"),
    "evri": Carrier("Evri", "https://www.evri.com/track/parcel/{}"),
    "fedex": Carrier("FedEx", "https://www.fedex.com/fedextrack/?trknbr={}"),
    "fourpx": Carrier("4PX", "https://track.4px.com/#/result/0/{}"),
    "gls": Carrier("GLS", "https://gls-group.com/track/{}"),
    "gofo": Carrier(
        "GOFO Express", "https://www.gofoexpress.com/tracking.html?searchID={}"
    ),
    "hermes": Carrier(
        "Hermes",
        "https://www.myhermes.de/empfangen/sendungsverfolgung/sendungsinformation/#{}",
    ),
    "inpost": Carrier("InPost", "https://inpost.pl/sledzenie-przesylek?number={}"),
    "japan_post": Carrier(
        "Japan Post",
        "https://trackings.post.japanpost.jp/services/srv/search/direct"
        "?reqCodeNo1={}&locale=en",
    ),
    "la_poste": Carrier(
        "La Poste", "https://www.laposte.fr/outils/suivre-vos-envois?code={}"
    ),
    "landmark": Carrier(
        "Landmark Global", "https://track.landmarkglobal.com/?search={}"
    ),
    "lasership": Carrier("LaserShip", "https://www.ontrac.com/tracking/?number={}"),
    "magyar_posta": Carrier("Magyar Posta"),
    "mondial_relay": Carrier("Mondial Relay"),
    "old_dominion": Carrier(
        "Old Dominion Freight Line",
        "https://www.odfl.com/Trace/standardResult.faces?pro={}",
    ),
    "an_post": Carrier(
        "An Post", "https://www.anpost.com/Post-Parcels/Track/History?item={}"
    ),
    "ontrac": Carrier("OnTrac", "https://www.ontrac.com/tracking/?number={}"),
    "packeta": Carrier("Packeta", "https://tracking.packeta.com/en/?id={}"),
    "parcelforce": Carrier(
        "Parcelforce", "https://www.parcelforce.com/track-trace?trackNumber={}"
    ),
    "poczta_polska": Carrier(
        "Poczta Polska", "https://emonitoring.poczta-polska.pl/?numer={}"
    ),
    "post_luxembourg": Carrier("POST Luxembourg"),
    "poste_italiane": Carrier(
        "Poste Italiane",
        "https://www.poste.it/cerca/index.html#/risultati-spedizioni/{}",
    ),
    "posti": Carrier("Posti", "https://www.posti.fi/en/tracking#/lahetys/{}"),
    "postnl": Carrier("PostNL"),
    "postnord": Carrier("PostNord", "https://tracking.postnord.com/en/tracking?id={}"),
    "purolator": Carrier(
        "Purolator",
        "https://www.purolator.com/en/shipping/tracker?searchValue={}",
    ),
    "royal_mail": Carrier(
        "Royal Mail", "https://www.royalmail.com/track-your-item#/tracking-results/{}"
    ),
    "s10": Carrier("International post"),
    "sf_express": Carrier("SF Express"),
    "speedee": Carrier(
        "Spee-Dee Delivery", "https://www.speedeedelivery.com/track/?tracking={}"
    ),
    "sscc": Carrier("GS1 SSCC"),
    "swiss_post": Carrier(
        "Swiss Post", "https://service.post.ch/ekp-web/ui/entry/search/{}"
    ),
    "ups": Carrier("UPS", "https://www.ups.com/track?tracknum={}"),
    "usps": Carrier("USPS", "https://tools.usps.com/go/TrackConfirmAction?tLabels={}"),
    "yodel": Carrier("Yodel", "https://www.yodel.co.uk/tracking/{}"),
    "yunexpress": Carrier(
        "YunExpress", "https://www.yuntrack.com/parcelTracking?id={}"
    ),
}

POST_OF_COUNTRY = {
    "AT": "austrian_post",
    "AU": "australia_post",
    "BE": "bpost",
    "CA": "canada_post",
    "CH": "swiss_post",
    "CN": "china_post",
    "CZ": "czech_post",
    "DE": "deutsche_post",
    "DK": "postnord",
    "ES": "correos",
    "FI": "posti",
    "FR": "la_poste",
    "GB": "royal_mail",
    "GR": "elta",
    "HU": "magyar_posta",
    "IE": "an_post",
    "IT": "poste_italiane",
    "JP": "japan_post",
    "LU": "post_luxembourg",
    "NL": "postnl",
    "NO": "bring",
    "PL": "poczta_polska",
    "PT": "ctt",
    "SE": "postnord",
    "US": "usps",
}
