"""Links to drafts; and for portals that are there, what ``editorial.rights`` gives new
ones: publishers beside editors, and an approval on every home page."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TO_PUBLISH = ("publish_page", "lock_page", "unlock_page")
TO_WRITE = ("add_page", "change_page")


def set_up_approvals(apps, schema_editor):
    Theme = apps.get_model("retour_theming", "Theme")
    Page = apps.get_model("wagtailcore", "Page")
    StaffRole = apps.get_model("retour_accounts", "StaffRole")
    Brand = apps.get_model("retour_brands", "Brand")
    for brand in Brand.objects.order_by("pk"):
        publishers = _group(apps, brand, "publishers")
        for row in StaffRole.objects.filter(brand=brand, role__in=("admin", "publisher")):
            row.user.groups.add(publishers)
    themes = Theme.objects.exclude(brand=None).select_related("brand", "site__root_page")
    for theme in themes.order_by("pk"):
        key = theme.site.root_page.translation_key
        homes = Page.objects.filter(translation_key=key)
        _open(apps, theme.brand, list(homes))


def _open(apps, brand, homes):
    Permission = apps.get_model("auth", "Permission")
    PagePermission = apps.get_model("wagtailcore", "GroupPagePermission")
    WorkflowPage = apps.get_model("wagtailcore", "WorkflowPage")
    editors, publishers = _group(apps, brand, "editors"), _group(apps, brand, "publishers")
    workflow = _workflow(apps, brand, publishers)
    PagePermission.objects.filter(
        group=editors, page__in=homes, permission__codename__in=TO_PUBLISH
    ).delete()
    for home in homes:
        for group, names in ((editors, TO_WRITE), (publishers, TO_PUBLISH)):
            for permission in Permission.objects.filter(
                content_type__app_label="wagtailcore", codename__in=names
            ):
                PagePermission.objects.get_or_create(
                    group=group, page=home, permission=permission
                )
        WorkflowPage.objects.get_or_create(page=home, defaults={"workflow": workflow})


def _workflow(apps, brand, publishers):
    ContentType = apps.get_model("contenttypes", "ContentType")
    kind, _ = ContentType.objects.get_or_create(
        app_label="wagtailcore", model="groupapprovaltask"
    )
    tasks = apps.get_model("wagtailcore", "GroupApprovalTask").objects
    task = tasks.create(name=brand.name, content_type=kind)
    task.groups.add(publishers)
    workflow = apps.get_model("wagtailcore", "Workflow").objects.create(name=brand.name)
    apps.get_model("wagtailcore", "WorkflowTask").objects.create(
        workflow=workflow, task_id=task.pk
    )
    return workflow


def _group(apps, brand, what):
    groups = apps.get_model("auth", "Group").objects
    return groups.get_or_create(name=f"{brand.slug}: {what}")[0]


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("retour_accounts", "0002_publishers"),
        ("retour_brands", "0002_policies_replace_settings"),
        ("retour_theming", "0004_logo_ground"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DraftLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "public_id",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                ),
                (
                    "created_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="made"),
                ),
                ("expires_at", models.DateTimeField(verbose_name="ends")),
                ("revoked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="draft_links",
                        to="wagtailcore.page",
                    ),
                ),
            ],
            options={
                "verbose_name": "link to a draft",
                "verbose_name_plural": "links to drafts",
            },
        ),
        migrations.RunPython(
            set_up_approvals, migrations.RunPython.noop, elidable=False
        ),
    ]
