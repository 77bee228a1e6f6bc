"""How sign-in works here: accounts are given by an administrator; nobody signs up."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Local accounts."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up; an administrator makes accounts."""
        return False


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Accounts of the OpenID Connect provider: only those whose verified address already has an account here."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Nobody signs up through the provider either."""
        return False
