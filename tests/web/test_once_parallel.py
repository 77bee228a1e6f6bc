"""Twenty identical posts at once against real server processes: one effect, one answer."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from threading import Barrier
from urllib.parse import urlencode

import pytest
from django.conf import settings as django_settings
from django.test import Client

from tests.factories.people import UserFactory
from tests.kernel.outside import ROOT, OutsideDatabase, outside_database  # noqa: F401 - a fixture

PRESSES = 20
COUNT = "SELECT count(*) FROM kernel_job WHERE kind = 'tests.effect'"


@pytest.fixture
def session() -> str:
    """The session of somebody signed in."""
    client = Client()
    client.force_login(UserFactory(), backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies[django_settings.SESSION_COOKIE_NAME].value


@contextmanager
def serving(database: OutsideDatabase, **env: str) -> Iterator[int]:
    """Serve with two processes of ten threads each; yield the port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        free.listen(64)
        port = free.getsockname()[1]
        # The listening socket is handed over, so no request can come too early and no port is guessed.
        command = [
            sys.executable, "-m", "gunicorn", "--workers", "2", "--threads", "10", "--no-control-socket", "--preload",
            "--graceful-timeout", "5",
            "--bind", f"fd://{free.fileno()}", "thidua.config.wsgi:application",
        ]  # fmt: skip
        server = subprocess.Popen(
            command,
            env={**database.env, "DJANGO_SETTINGS_MODULE": "tests.web.once_settings", **env},
            cwd=ROOT, pass_fds=[free.fileno()], stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
    try:
        yield port
    finally:
        server.terminate()
        said = server.communicate(timeout=30)[1]
        sys.stderr.write(said)  # shown by pytest when the test fails


def press_all(port: int, session: str, bodies: list[dict[str, str]]) -> list[tuple[int, str]]:
    """Post all bodies at the same moment; return status and text of each answer."""
    barrier = Barrier(len(bodies))
    token = "t" * 32
    cookies = f"{django_settings.SESSION_COOKIE_NAME}={session}; {django_settings.CSRF_COOKIE_NAME}={token}"
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookies, "X-CSRFToken": token}

    def press(body: dict[str, str]) -> tuple[int, str]:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=180)) as connection:
            barrier.wait(timeout=60)
            connection.request("POST", "/once/slowly/", urlencode(body), headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()

    with ThreadPoolExecutor(len(bodies)) as pool:
        return list(pool.map(press, bodies))


KEY = "khoa-mot-lan-song-song"


def test_twenty_presses_at_once_have_one_effect_and_one_answer(
    outside_database: OutsideDatabase,  # noqa: F811
    session: str,
) -> None:
    with serving(outside_database) as port:
        answers = press_all(port, session, [{"_once": KEY, "label": "a"}] * PRESSES)
    assert outside_database.rows(COUNT) == [(1,)]
    assert {status for status, _text in answers} == {200}
    assert len({text for _status, text in answers}) == 1


def test_of_different_contents_with_one_key_exactly_one_wins(
    outside_database: OutsideDatabase,  # noqa: F811
    session: str,
) -> None:
    with serving(outside_database) as port:
        answers = press_all(port, session, [{"_once": KEY, "label": str(i)} for i in range(PRESSES)])
    assert outside_database.rows(COUNT) == [(1,)]
    assert sorted(status for status, _text in answers) == [200] + [409] * (PRESSES - 1)


def test_the_control_without_the_middleware_every_press_acts(
    outside_database: OutsideDatabase,  # noqa: F811
    session: str,
) -> None:
    with serving(outside_database, ONCE="off") as port:
        answers = press_all(port, session, [{"_once": KEY, "label": "a"}] * PRESSES)
    assert {status for status, _text in answers} == {200}
    assert outside_database.rows(COUNT) == [(PRESSES,)]
