from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from retour_core.accounts.models import Account, Role, StaffRole
from retour_core.accounts.queries import account, account_zone, brand_ids_of
from tests.factories import make_brand

pytestmark = pytest.mark.django_db


def test_an_installation_without_a_profile_has_a_default_one() -> None:
    Account.objects.all().delete()

    assert account().name == "Retour"
    assert account_zone() == "Europe/Berlin"
    assert not Account.objects.exists()


def test_there_is_one_account_only() -> None:
    Account.objects.all().delete()
    Account.objects.create(name="Nordwand GmbH", timezone="Europe/Paris")

    assert account().name == "Nordwand GmbH"
    assert account_zone() == "Europe/Paris"
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.create(name="Second")
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.create(name="Third", singleton=False)


def test_staff_see_the_brands_of_their_roles_and_no_others() -> None:
    ours, theirs = make_brand("ours"), make_brand("theirs")
    user = get_user_model().objects.create_user("mia")
    StaffRole.objects.create(user=user, brand=ours, role=Role.AGENT)

    assert brand_ids_of(user) == [ours.pk]
    assert brand_ids_of(get_user_model().objects.create_user("charlie")) == []
    assert brand_ids_of(AnonymousUser()) == []
    root = get_user_model().objects.create_superuser("root")
    assert brand_ids_of(root) == [ours.pk, theirs.pk]


def test_who_was_switched_off_sees_nothing() -> None:
    make_brand()
    root = get_user_model().objects.create_superuser("root", is_active=False)

    assert brand_ids_of(root) == []
