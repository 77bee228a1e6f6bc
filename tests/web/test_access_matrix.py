"""Every address × role × place, and visitors: each answer is the one written in access_matrix.py, and whoever is
turned away has changed nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

import pytest
from django.db import connection, transaction
from django.template.backends.django import Template
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.web.access_matrix import ALL, MATRIX, Audience, Entry, page
from tests.web.small_city import SmallCity, build_small_city
from thidua.people.roles import ROLES

WRITES = ("INSERT", "UPDATE", "DELETE")
# What a request may leave behind without doing anything: the session, guesses at the door.
TRACES = ("django_session", "axes_", "kernel_oncekey", "account_emailaddress")
# Drawing a page takes ten times as long as deciding who may see it, so pages are drawn for these alone.
DRAWN_FOR = {("city_officer", "above"), ("grassroots_officer", "own"), ("member", "own")}
NOT_OFFERED = frozenset({405})


def all_names(
    patterns: list[URLPattern | URLResolver], namespace: str = "", path: str = ""
) -> Iterator[tuple[str, str]]:
    """Yield the name and the path of every address of the site."""
    for pattern in patterns:
        here = path + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from all_names(pattern.url_patterns, inner, here)
        else:
            yield namespace + (pattern.name or ""), here


def room_of(name: str) -> str:
    """Return the room of an address: its namespace, or the first word of its name."""
    return name.split(":")[0] if ":" in name else name.split("_")[0]


@contextmanager
def undrawn() -> Iterator[None]:
    """Answer with empty pages; which page, and with which status, is decided as ever."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "render", lambda self, context=None, request=None: "")
        yield


class Walker:
    """The small city, a signed-in client per role and place, and a visitor."""

    def __init__(self, city: SmallCity) -> None:
        self.city = city
        self.visitor = Client(raise_request_exception=False)
        self.clients: dict[tuple[str, str], Client] = {}
        for who in ALL:
            self.clients[who] = Client(raise_request_exception=False)
            self.clients[who].force_login(city.city.users[who], backend="django.contrib.auth.backends.ModelBackend")

    def ask(
        self, client: Client, method: str, url: str, data: dict[str, Any] | None = None
    ) -> tuple[int, str, list[str]]:
        """Send one request and undo it; return its status, where it leads, and what it wrote."""
        written: list[str] = []

        def watch(execute, sql, params, many, context):
            if sql.lstrip()[:6].upper() in WRITES and not any(table in sql[:120] for table in TRACES):
                written.append(sql[:120])
            return execute(sql, params, many, context)

        savepoint = transaction.savepoint()
        cookies = client.cookies.copy()
        try:
            with connection.execute_wrapper(watch):
                response = client.get(url) if method == "GET" else client.post(url, data or {})
            return response.status_code, response.headers.get("Location", ""), written
        finally:
            transaction.savepoint_rollback(savepoint)
            client.cookies = cookies


@pytest.fixture
def walker(db: None) -> Walker:
    """One city for the walk through a room; every request is undone after it."""
    return Walker(build_small_city())


def expected(entry: Entry, method: str, who: tuple[str, str]) -> frozenset[int]:
    """Return the statuses that the matrix allows for one account."""
    audience = entry.get if method == "GET" else entry.post
    if audience is not None and who in audience:
        return entry.get_ok if method == "GET" else entry.post_ok
    if audience is None:
        # Not offered: refused as such, or (POST to a page that only shows) shown again, to those who may see it.
        shown = entry.get_ok if method == "POST" and entry.get and who in entry.get else frozenset()
        return NOT_OFFERED | shown | ({entry.hidden} if who not in entry.seen_by else entry.refused)
    return entry.refused if who in entry.seen_by else frozenset({entry.hidden})


def faults_at(walker: Walker, name: str, entry: Entry) -> list[str]:
    """Return each kind of answer at one address that is not the one in the matrix, with those who got it."""
    url, data = reverse(name, args=entry.args(walker.city)), entry.data(walker.city)
    found = []
    for method in ("GET", "POST"):
        wrong: dict[str, list[str]] = {}
        for who, client in sorted(walker.clients.items()):
            with nullcontext() if who in DRAWN_FOR else undrawn():
                status, _location, written = walker.ask(client, method, url, data)
            wanted = expected(entry, method, who)
            if status not in wanted:
                wrong.setdefault(f"{status} instead of {sorted(wanted)}", []).append("/".join(who))
            elif written and (status >= 400 or method == "GET"):
                wrong.setdefault(f"{status} and yet wrote {written[0]}", []).append("/".join(who))
        found += [f"{method} {name}: {what} for {', '.join(people)}" for what, people in wrong.items()]
        found += visitor_faults(walker, method, name, url, public=entry.public)
    return found


def visitor_faults(walker: Walker, method: str, name: str, url: str, *, public: bool) -> list[str]:
    """Return what is wrong with the answer to somebody who is not signed in."""
    status, location, written = walker.ask(walker.visitor, method, url)
    door = reverse("account_login")
    if public:
        return [f"{method} {name} as visitor: {status}"] if status >= 500 else []
    if status == 302 and location.startswith(door) and not written:
        return []
    return [f"{method} {name} as visitor: {status} {location} {written[:1]}, not sent to sign in"]


def test_every_address_has_a_line_and_every_line_an_address() -> None:
    names = {name for name, _path in all_names(get_resolver().url_patterns) if name}
    assert names - MATRIX.keys() == set(), "add a line to tests/web/access_matrix.py"
    assert MATRIX.keys() - names == set(), "this address is gone; remove its line"


def test_only_redirects_of_the_sign_in_library_go_without_a_name() -> None:
    unnamed = {path for name, path in all_names(get_resolver().url_patterns) if not name}
    assert {path.split("social/")[0] for path in unnamed} <= {"tai-khoan/"}


def test_the_matrix_knows_every_role() -> None:
    assert {role for role, _place in ALL} == ROLES.keys()


@pytest.mark.parametrize("room", sorted({room_of(name) for name in MATRIX}))
def test_each_role_at_each_place_gets_what_the_matrix_says(walker: Walker, room: str) -> None:
    names = [name for name in MATRIX if room_of(name) == room]
    found = [line for name in names for line in faults_at(walker, name, MATRIX[name])]
    assert found == [], "\n" + "\n".join(found)


def test_the_walk_notices_a_page_that_is_open_too_wide(walker: Walker) -> None:
    nobody: Audience = frozenset()
    assert [line for line in faults_at(walker, "home", page(nobody)) if "200 instead of [403]" in line]


def test_the_walk_notices_a_page_that_is_closed_too_far(walker: Walker) -> None:
    found = faults_at(walker, "set_language", Entry(get=ALL, post=None))
    assert [line for line in found if line.startswith("GET set_language: 302 instead of [200]")]
    assert [line for line in found if line.endswith("not sent to sign in")]
