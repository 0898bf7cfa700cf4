from __future__ import annotations

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from retour_core.api.api import api
from retour_core.api.sendcloud import urls as sendcloud
from retour_portal.backoffice.tags import complete_tag
from retour_portal.domains.views import tls_ask
from retour_portal.editorial.views import draft_page
from retour_portal.embedding.views import embed_script
from retour_portal.flow.gift import follow_gift_link
from retour_portal.flow.goods import goods_picture
from retour_portal.flow.links import (
    follow_return_link,
    follow_slip_link,
    follow_tracking_link,
)
from retour_portal.flow.mailbox import follow_orders_link
from retour_portal.flow.paying import follow_paid_link
from retour_portal.flow.payment_sandbox import payment_sandbox
from retour_portal.flow.thread import follow_thread_link
from retour_portal.flow.unsubscribe import unsubscribe_page
from retour_portal.flow.withdrawal.links import (
    follow_function_link,
    follow_withdrawal_link,
)
from retour_portal.fonts.views import brand_font
from retour_portal.health import healthy, ready
from retour_portal.theming.found import robots, sitemap
from retour_portal.theming.views import brand_css, portal_root
from retour_portal.videos.views import video_file

urlpatterns = [
    path("", portal_root, name="portal_root"),
    path("healthz", healthy),
    path("readyz", ready),
    path("tls/ask", tls_ask, name="tls_ask"),
    path("api/v1/", api.urls),
    path("api/v2/", include(sendcloud.v2_patterns)),
    path("api/v3/", include(sendcloud.v3_patterns)),
    path("hooks/payments/", include("retour_core.payments.urls")),
    path("hooks/tracking/", include("retour_core.tracking.urls")),
    path("admin/tag-autocomplete/", complete_tag, name="complete_tag"),
    path(
        "admin/tag-autocomplete/<slug:app_name>/<slug:model_name>/",
        complete_tag,
        name="complete_tag_of",
    ),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("i18n/", include("django.conf.urls.i18n")),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("video/<int:document_id>/<str:filename>", video_file, name="video_file"),
    path("goods/<str:token>.jpg", goods_picture, name="goods_picture"),
    path("embed.js", embed_script, name="embed_script"),
    path("draft/<str:token>/", draft_page, name="draft_page"),
    path("font/<str:digest>.woff2", brand_font, name="brand_font"),
    path("brand.css", brand_css, name="brand_css"),
    path("go/<str:token>", follow_return_link, name="follow_return_link"),
    path("r/<str:private_key>", follow_tracking_link, name="follow_tracking_link"),
    path("r/<str:private_key>/paid", follow_paid_link, name="follow_paid_link"),
    path(
        "payment-sandbox/<slug:provider_id>/", payment_sandbox, name="payment_sandbox"
    ),
    path("r/<str:private_key>/messages", follow_thread_link, name="follow_thread_link"),
    path("o/<str:token>", follow_orders_link, name="follow_orders_link"),
    path("unsubscribe/<str:token>", unsubscribe_page, name="unsubscribe"),
    path("s/<str:token>", follow_slip_link, name="follow_slip_link"),
    path("gift", follow_gift_link, name="follow_gift_link"),
    path("withdraw", follow_function_link, name="follow_function_link"),
    path("w/<str:private_key>", follow_withdrawal_link, name="follow_withdrawal_link"),
    path(
        "media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT}, name="media"
    ),
]

if settings.DEV_PAGES:
    from retour_portal.devmail import urls as devmail_urls

    urlpatterns += [path("dev/mail/", include(devmail_urls))]

urlpatterns += i18n_patterns(
    path("return/", include("retour_portal.flow.urls")),
    path("", include("retour_portal.flow.withdrawal.urls")),
    path("", include("retour_portal.consent.urls")),
    path("", include(wagtail_urls)),
)

handler404 = "retour_portal.theming.views.not_found"
handler500 = "retour_portal.theming.views.server_error"
