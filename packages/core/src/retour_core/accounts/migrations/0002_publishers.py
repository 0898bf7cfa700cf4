"""Content editors could publish; they stay able to, as publishers."""

from django.db import migrations, models


def editors_become_publishers(apps, schema_editor):
    roles = apps.get_model("retour_accounts", "StaffRole").objects
    roles.filter(role="editor").update(role="publisher")


def publishers_become_editors(apps, schema_editor):
    roles = apps.get_model("retour_accounts", "StaffRole").objects
    roles.filter(role="publisher").update(role="editor")


class Migration(migrations.Migration):
    dependencies = [("retour_accounts", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="staffrole",
            name="role",
            field=models.CharField(
                choices=[
                    ("admin", "Brand administrator"),
                    ("agent", "Agent"),
                    ("editor", "Content editor"),
                    ("publisher", "Publisher"),
                ],
                max_length=10,
                verbose_name="role",
            ),
        ),
        migrations.RunPython(
            editors_become_publishers, publishers_become_editors, elidable=False
        ),
    ]
