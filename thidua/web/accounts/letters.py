"""The letter by which somebody sets the password of their account: a new account has none, and none is ever sent."""

from __future__ import annotations

from smtplib import SMTPException
from typing import TYPE_CHECKING

from allauth.account.forms import ResetPasswordForm
from django.http import HttpRequest

if TYPE_CHECKING:
    from thidua.people.models import User


def send_password_link(request: HttpRequest, user: User) -> bool:
    """Send the link; returns whether the mail server took the letter. An account that is stopped gets none."""
    form = ResetPasswordForm({"email": user.email})
    if not user.is_active or not form.is_valid():
        return False
    try:
        form.save(request)
    except (SMTPException, OSError):
        return False
    return True
