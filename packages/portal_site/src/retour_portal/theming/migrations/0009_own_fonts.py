"""A look may have fonts of its own; versions of before had none."""

import django.db.models.deletion
from django.db import migrations, models

FONTS = ("own_font", "own_heading_font")


def say_that_versions_had_none(apps, schema_editor):
    versions = apps.get_model("retour_theming", "ThemeVersion").objects
    # One of tokens alone says nothing about files.
    for version in versions.filter(look__has_key="logo").iterator():
        version.look = dict.fromkeys(FONTS) | version.look
        version.save(update_fields=["look"])


class Migration(migrations.Migration):
    dependencies = [
        ("retour_fonts", "0001_fonts"),
        ("retour_theming", "0008_drafts_of_looks"),
    ]

    operations = [
        *(
            migrations.AddField(
                "theme",
                name,
                models.ForeignKey(
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to="retour_fonts.webfont",
                    verbose_name=label,
                ),
            )
            for name, label in zip(
                FONTS, ("Own font", "Own font of headings"), strict=True
            )
        ),
        migrations.RunPython(
            say_that_versions_had_none, migrations.RunPython.noop, elidable=True
        ),
    ]
