"""Versions hold the whole look, and are drafts until somebody publishes them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def note_when_they_were_published(apps, schema_editor):
    versions = apps.get_model("retour_theming", "ThemeVersion").objects
    versions.filter(published_at=None).update(published_at=models.F("saved_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("retour_theming", "0007_links_in_languages"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="theme",
            options={"verbose_name": "look", "verbose_name_plural": "looks"},
        ),
        migrations.RenameField("themeversion", "tokens", "look"),
        migrations.AddField(
            "themeversion",
            "stage",
            models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("submitted", "Submitted"),
                    ("sent_back", "Sent Back"),
                    ("scheduled", "Scheduled"),
                    ("published", "Published"),
                    ("aside", "Aside"),
                ],
                default="published",
                max_length=10,
            ),
        ),
        *(
            migrations.AddField(
                "themeversion",
                name,
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            )
            for name in ("submitted_by", "decided_by")
        ),
        migrations.AddField(
            "themeversion", "comment", models.TextField(blank=True, max_length=1000)
        ),
        migrations.AddField(
            "themeversion", "go_live_at", models.DateTimeField(null=True)
        ),
        migrations.AddField(
            "themeversion", "published_at", models.DateTimeField(null=True)
        ),
        migrations.RunPython(
            note_when_they_were_published, migrations.RunPython.noop, elidable=True
        ),
        *(
            migrations.AddConstraint("themeversion", constraint)
            for constraint in (
                models.UniqueConstraint(
                    fields=["theme"],
                    condition=models.Q(stage__in=["draft", "submitted", "sent_back"]),
                    name="retour_theme_one_open_draft",
                ),
                models.UniqueConstraint(
                    fields=["theme"],
                    condition=models.Q(stage="scheduled"),
                    name="retour_theme_one_scheduled",
                ),
                models.CheckConstraint(
                    condition=~models.Q(stage="scheduled", go_live_at=None),
                    name="retour_theme_scheduled_has_time",
                ),
                models.CheckConstraint(
                    condition=~models.Q(stage="published", published_at=None),
                    name="retour_theme_published_has_time",
                ),
            )
        ),
    ]
