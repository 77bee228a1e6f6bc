"""How sign-in works here: accounts are given by an administrator; nobody signs up."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest

from thidua.people.selectors import sign_in_name


class AccountAdapter(DefaultAccountAdapter):
    """Local accounts."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up; an administrator makes accounts."""
        return False

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
