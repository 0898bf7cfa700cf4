from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("retour_returns", "0003_payouts"),
    ]

    operations = [
        migrations.AddField(
            model_name="returnline",
            name="is_kept",
            field=models.BooleanField(default=False, verbose_name="kept by the customer"),
        ),
    ]
