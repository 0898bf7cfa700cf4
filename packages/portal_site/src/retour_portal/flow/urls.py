from __future__ import annotations

from django.urls import path

from retour_portal.embedding.views import framed_lookup
from retour_portal.flow import (
    after,
    changing,
    counter,
    customs,
    dropoffs,
    gift,
    group,
    keys,
    label_files,
    mailbox,
    opening,
    parcel_number,
    paying,
    photos,
    resolutions,
    steps,
    thread,
)
from retour_portal.flow.links import link
from retour_portal.flow.lookup import lookup

app_name = "flow"

_KEY = f"r/{keys.SEGMENT}"

urlpatterns = [
    path("", lookup, name="lookup"),
    path("embed/", framed_lookup, name="embed"),
    path("gift/", gift.gift, name="gift"),
    path("help/", mailbox.find_help, name="find_help"),
    path("drop-off/", dropoffs.dropoffs, name="dropoffs"),
    path("orders/<str:token>/", mailbox.orders, name="orders"),
    path(f"g/{keys.SEGMENT}", group.group, name="group"),
    path("link/<str:token>/", link, name="link"),
    path(f"{_KEY}items/", steps.items, name="items"),
    path(f"{_KEY}reasons/", steps.reasons, name="reasons"),
    path(f"{_KEY}method/", steps.method, name="method"),
    path(f"{_KEY}resolutions/", resolutions.resolutions, name="resolutions"),
    path(f"{_KEY}review/", steps.review, name="review"),
    path(f"{_KEY}done/", after.confirmation, name="confirmation"),
    path(f"{_KEY}pay/", paying.pay, name="pay"),
    path(f"{_KEY}pay/onward/", paying.onward, name="pay_onward"),
    path(f"{_KEY}paid/", paying.paid, name="paid"),
    path(_KEY, after.tracking, name="tracking"),
    path(f"{_KEY}label.pdf", label_files.label, name="label"),
    path(f"{_KEY}label-a4.pdf", label_files.label_sheet, name="label_sheet"),
    path(f"{_KEY}slip.pdf", label_files.slip, name="parcel_slip"),
    path(f"{_KEY}customs.pdf", customs.declaration, name="customs"),
    path(f"{_KEY}invoice.pdf", customs.invoice, name="customs_invoice"),
    path(f"{_KEY}code/", label_files.drop_code, name="drop_code"),
    path(f"{_KEY}counter.png", counter.counter_code, name="counter_code"),
    path(f"{_KEY}labels/", label_files.labels, name="labels"),
    path(f"{_KEY}cancel/", after.cancel, name="cancel"),
    path(f"{_KEY}change/", changing.change, name="change"),
    path(f"{_KEY}deadline.ics", after.deadline, name="deadline"),
    path(f"{_KEY}parcel/", parcel_number.parcel_number, name="parcel"),
    path(f"{_KEY}open/", opening.opening, name="open"),
    path(f"{_KEY}messages/", thread.messages, name="messages"),
    path(f"{_KEY}photos/<uuid:public_id>/", photos.photo, name="photo"),
    path(f"{_KEY}photos/<uuid:public_id>/small/", photos.thumbnail, name="thumbnail"),
    path(f"{_KEY}status.json", after.status, name="status"),
]
