from __future__ import annotations

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from retour_core.accounts.models import Account
from retour_core.accounts.queries import has_administrator
from retour_core.domain.errors import DomainError


class AccountExists(DomainError):
    """There is an administrator already; ask them to add you under “Users”."""

    code = "account_exists"


@transaction.atomic
def save_account(account: Account) -> Account:
    """Write the merchant's profile, in place of whatever was there.

    Raises Django's ``ValidationError``.
    """
    stored = Account.objects.select_for_update().first()
    account.pk = stored.pk if stored else None
    account.singleton = True
    account.full_clean(validate_unique=False, validate_constraints=False)
    account.save()
    return account


@transaction.atomic
def create_first_account(
    *, company: str, username: str, email: str, password: str
) -> User:
    """The installation's first administrator, and the merchant's profile.

    Of two that try at once, one gets it. Raises ``AccountExists`` once there is an
    administrator, and Django's ``ValidationError`` for a weak password.
    """
    users = get_user_model()
    # The one row of the profile is the queue: the second waits here for the first.
    Account.objects.get_or_create(singleton=True, defaults={"name": company})
    profile = Account.objects.select_for_update().get()
    if has_administrator():
        raise AccountExists
    user = users(username=username, email=email)
    user.full_clean(exclude=["password"])
    validate_password(password, user)
    profile.name, profile.email = company, email
    save_account(profile)
    created: User = users.objects.create_superuser(username, email, password)
    return created
