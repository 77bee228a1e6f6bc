"""How sign-in works here: accounts are given by an administrator; nobody signs up."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from thidua.people.selectors import sign_in_name


def caller_address(request: HttpRequest) -> str | None:
    """Return the address that a request comes from, as allauth sees it: axes counts by the same one.

    None where no connection stands behind the request.
    """
    try:
        address: str = get_adapter(request).get_client_ip(request)
    except PermissionDenied:
        return None
    return address


class AccountAdapter(DefaultAccountAdapter):
    """Local accounts."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up; an administrator makes accounts."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Leave wrong passwords to axes, which counts by account and address.

        Allauth would count by account alone, so that anybody could lock anyone out from anywhere.
        """

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Try a password. The guard against guessing counts by account, however its name was typed.

        Without the ``login`` entry, axes (AXES_USERNAME_FORM_FIELD) would find no name among allauth's credentials and
        count all accounts of an address together.
        """
        typed = str(credentials.get("username") or credentials.get("email") or "")
        return super().authenticate(request, **credentials, login=sign_in_name(typed))


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Accounts of the OpenID Connect provider: only those whose verified address already has an account here."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Nobody signs up through the provider either."""
        return False

    def can_authenticate_by_email(self, login: Any, email: str) -> bool:
        """Let in by an address that the provider has verified (allauth asks for verified ones only)."""
        return True
