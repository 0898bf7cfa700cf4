from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("retour_brands", "0001_initial"),
        ("retour_policies", "0002_first_versions"),
    ]

    operations = [
        migrations.RemoveField(model_name="brand", name="auto_approve"),
        migrations.RemoveField(model_name="brand", name="return_window_days"),
        migrations.RemoveField(model_name="brand", name="methods"),
    ]
