"""Wagtail's first migration makes a site for every host with a page nobody wrote.

While it stood, a host without a brand would answer with it instead of a neutral 404.
"""

from django.db import migrations


def remove_untouched_welcome_page(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    welcome = Page.objects.filter(
        path="00010001",
        slug="home",
        title="Welcome to your new Wagtail site!",
        numchild=0,
        latest_revision=None,
    ).first()
    if welcome is None:
        return
    Site.objects.filter(root_page=welcome, hostname="localhost").delete()
    if Site.objects.filter(root_page=welcome).exists():
        return
    welcome.delete()
    root = Page.objects.get(path="0001")
    root.numchild -= 1
    root.save(update_fields=["numchild"])


class Migration(migrations.Migration):
    dependencies = [
        ("retour_pages", "0001_initial"),
        ("wagtail_localize", "__first__"),
    ]

    operations = [
        migrations.RunPython(
            remove_untouched_welcome_page, migrations.RunPython.noop, elidable=False
        ),
    ]
