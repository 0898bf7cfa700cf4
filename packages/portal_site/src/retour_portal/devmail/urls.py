from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from retour_portal.devmail import views
from retour_portal.devmail.folder import FILE_NAME


class MessageKeyConverter(StringConverter):
    regex = FILE_NAME


register_converter(MessageKeyConverter, "message_key")

app_name = "devmail"
urlpatterns = [
    path("", views.message_list, name="list"),
    path("<message_key:key>/", views.message, name="message"),
    path("<message_key:key>/html/", views.message_html, name="html"),
    path("<message_key:key>/<int:number>/", views.attachment, name="attachment"),
]
