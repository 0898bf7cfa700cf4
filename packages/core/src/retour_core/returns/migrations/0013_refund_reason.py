from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('retour_returns', '0012_indexes_of_lists'),
    ]

    operations = [
        migrations.AddField(
            model_name='refund',
            name='reason',
            field=models.CharField(blank=True, max_length=500, verbose_name='reason for the customer'),
        ),
    ]
