from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("retour_labels", "0008_indexes_of_lists")]

    operations = [
        migrations.AddField("label", "tried_at", models.DateTimeField(null=True))
    ]
