"""Production: PostgreSQL, HTTPS, secrets only from the environment; refuses to start without them."""

import os

from django.core.exceptions import ImproperlyConfigured

from .base import *
from .base import ALLOWED_HOSTS

for _name in ("SECRET_KEY", "DATABASE_URL", "ALLOWED_HOSTS"):
    if not os.environ.get(_name):
        raise ImproperlyConfigured(f"Đặt biến môi trường {_name} trước khi chạy (xem docs/van-hanh.md).")

if "*" in ALLOWED_HOSTS:
    # The links that set passwords are built from the host that the caller names.
    raise ImproperlyConfigured("ALLOWED_HOSTS phải nêu đúng các tên miền, không dùng “*” (xem docs/van-hanh.md).")

SECRET_KEY = os.environ["SECRET_KEY"]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
# How many proxies stand in front, each adding the address it was called from to X-Forwarded-For. Without this all
# callers would have the proxy's address, and five wrong passwords of a stranger would lock an account for everybody.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TRUSTED_PROXIES", "1"))
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
AUDIT_GUARD = False
DEMO_ALLOWED = False
