from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LabelsConfig(AppConfig):
    name = "retour_core.labels"
    label = "retour_labels"
    verbose_name = _("Labels")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from retour_core.labels.boxes import print_box_labels, reserve_box_labels
        from retour_core.labels.cancelling import cancel_label
        from retour_core.labels.deciding import ask_again
        from retour_core.labels.operations import label_given_up, make_label
        from retour_core.outbox.registry import register

        register("label", make_label, on_death=label_given_up)
        register("cancel_label", cancel_label)
        register("cancel_news", ask_again)
        register("box_labels", reserve_box_labels)
        register("box_print", print_box_labels)
