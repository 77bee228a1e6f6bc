"""The design system keeps its promises: small, ours alone, readable, the same everywhere."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.http import HttpRequest
from django.template.loader import get_template
from django.test import Client, override_settings
from django.urls import path, reverse

from thidua.web.components_page.samples import LONG_UNIT
from thidua.web.menu import MENU
from thidua.web.templatetags.thidua import TONE_ICONS

WEB = Path(__file__).parents[2] / "thidua" / "web"
TEMPLATES = WEB / "templates"
STATIC = WEB / "static"
ALL_TEMPLATES = sorted(file for file in TEMPLATES.rglob("*") if file.suffix in {".html", ".txt"})
HTML_TEMPLATES = [file for file in ALL_TEMPLATES if file.suffix == ".html"]
BASE = (TEMPLATES / "base.html").read_text()
SHEETS = [STATIC / name for name in re.findall(r"static '(css/[\w.-]+)'", BASE)]
SPRITE = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons.svg").read_text()))
COMMENT = re.compile(r"\{#.*?#\}|<!--.*?-->", re.DOTALL)
FORBIDDEN = {
    "an inline style": re.compile(r"<style|\sstyle\s*=", re.IGNORECASE),
    "an inline script": re.compile(r"<script(?![^>]*\ssrc=)", re.IGNORECASE),
    "an event attribute": re.compile(r"\s(on[a-z]+|hx-on[\w:-]*)\s*=\s*[\"']", re.IGNORECASE),
    "a javascript address": re.compile(r"javascript:", re.IGNORECASE),
    "another host": re.compile(r"(?:https?:)?//[a-z0-9-]+\.[a-z]", re.IGNORECASE),
}
# Forms of the libraries' own pages, and two that only change one's own session: pressing twice does no harm.
WITHOUT_ONCE = re.compile(r"url '(account_logout|set_language)'")
LIBRARY_PAGES = {"account", "mfa", "socialaccount", "allauth"}
# Asks to read much, so by POST; writes nothing, so pressing twice reads twice.
READS_ONLY = {"audit/list.html", "audit/verify.html", "lawbooks/try.html"}


def faults(text: str) -> list[str]:
    """Return what a template must not have."""
    return [name for name, pattern in FORBIDDEN.items() if pattern.search(COMMENT.sub("", text))]


def unguarded_forms(text: str) -> list[str]:
    """Return the POST forms without a CSRF token or without a one-time key."""
    posts = [form for form in re.findall(r"<form\b.*?</form>", text, re.DOTALL) if 'method="post"' in form.lower()]
    return [
        form
        for form in posts
        if "{% csrf_token %}" not in form or not ("{% once %}" in form or WITHOUT_ONCE.search(form))
    ]


@pytest.mark.parametrize("file", ALL_TEMPLATES, ids=lambda file: str(file.relative_to(TEMPLATES)))
def test_each_template_compiles(file):
    get_template(str(file.relative_to(TEMPLATES)))


@pytest.mark.parametrize("file", HTML_TEMPLATES, ids=lambda file: str(file.relative_to(TEMPLATES)))
def test_no_template_carries_style_script_or_another_host(file):
    assert faults(file.read_text()) == []


@pytest.mark.parametrize("file", HTML_TEMPLATES, ids=lambda file: str(file.relative_to(TEMPLATES)))
def test_each_form_that_writes_has_a_token_and_a_one_time_key(file):
    name = file.relative_to(TEMPLATES)
    if name.parts[0] in LIBRARY_PAGES or str(name) in READS_ONLY:
        assert file.read_text().count('method="post"') == file.read_text().count("{% csrf_token %}")
    else:
        assert unguarded_forms(file.read_text()) == []


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color: red">',
        "<script>alert(1)</script>",
        '<a onclick="x()">',
        '<a href="javascript:x()">',
        '<img src="https://example.vn/a.png">',
        "<style>p {}</style>",
    ],
)
def test_the_scan_would_notice(text):
    assert faults(text) != []


def test_the_form_scan_would_notice():
    assert unguarded_forms('<form method="post">{% csrf_token %}</form>') != []
    assert unguarded_forms('<form method="post">{% once %}</form>') != []
    assert unguarded_forms('<form method="post">{% csrf_token %}{% once %}</form>') == []
    assert unguarded_forms('<form method="get"></form>') == []


def test_the_style_sheets_together_stay_under_40_kilobytes():
    assert len(SHEETS) == 6
    assert sum(sheet.stat().st_size for sheet in SHEETS) < 40 * 1024


def test_style_sheets_load_nothing_from_elsewhere():
    for sheet in STATIC.rglob("*.css"):
        text = sheet.read_text()
        assert "@import" not in text
        assert not re.search(r"url\(\s*[\"']?(https?:|//|data:)", text)
        for address in re.findall(r'url\("([^"]+)"\)', text):
            assert (sheet.parent / address).exists(), address


def test_every_file_that_templates_name_exists():
    for file in HTML_TEMPLATES:
        for name in re.findall(r"\{% static [\"']([^\"']+)[\"'] %\}", file.read_text()):
            assert finders.find(name), f"{file}: {name}"


def test_every_icon_that_is_asked_for_is_drawn():
    asked = {name for file in HTML_TEMPLATES for name in re.findall(r'<c-icon name="([\w-]+)"', file.read_text())}
    asked |= {item.icon for item in MENU} | set(TONE_ICONS.values())
    assert asked <= SPRITE


# Colours ------------------------------------------------------------------------------------------------------------


def tokens(scheme: str) -> dict[str, str]:
    """Return the colours of a scheme: dark ones over the light ones."""
    light, _, dark = (STATIC / "css" / "tokens.css").read_text().partition("prefers-color-scheme: dark")
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", light))
    return found | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", dark)) if scheme == "dark" else found


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of WCAG 2, 1 to 21."""
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


WORDS_ON = [
    *[(words, on) for words in ("ink", "muted", "primary") for on in ("ground", "surface", "sunken", "hover")],
    *[("honour", on) for on in ("ground", "surface", "honour-soft")],
    *[("ink", on) for on in ("primary-soft", "honour-soft", "ok-soft", "warn-soft", "gold-soft")],
    ("primary", "primary-soft"), ("ok", "ok-soft"), ("warn", "warn-soft"), ("on-fill", "primary-fill"),
    ("on-fill", "primary-deep"), ("on-fill", "honour-fill"), ("ground", "ink"), ("ok", "surface"),
]  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("words", "on"), WORDS_ON)
def test_words_stand_out_from_their_ground(scheme, words, on):
    colours = tokens(scheme)
    assert contrast(colours[words], colours[on]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_edges_of_controls_stand_out(scheme):
    colours = tokens(scheme)
    assert contrast(colours["edge"], colours["surface"]) >= 3


def test_gold_never_carries_words():
    colours = tokens("light")
    assert contrast(colours["gold"], colours["ground"]) < 4.5
    assert not any(re.search(r"(?<!-)color: var\(--gold\)", sheet.read_text()) for sheet in SHEETS)


# The living page ----------------------------------------------------------------------------------------------------


class Reader(HTMLParser):
    """Collects what the checks below ask of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: Counter[str] = Counter()
        self.labelled: list[str] = []
        self.described: list[str] = []
        self.targets: list[str] = []
        self.icons: list[str] = []
        self.headings: list[int] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        """Note ids, references and headings."""
        values = dict(attrs)
        if values.get("id"):
            self.ids[values["id"]] += 1
        self.labelled += [values["for"]] if tag == "label" and "for" in values else []
        for name in ("aria-describedby", "aria-labelledby", "popovertarget", "data-opens"):
            self.described += (values.get(name) or "").split()
        if tag == "a" and (values.get("href") or "").startswith("#"):
            self.targets.append(values["href"][1:])
        if tag == "use":
            self.icons.append(values["href"].rpartition("#")[2])
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))


@pytest.fixture
def living_page(city, sign_in):
    return sign_in(city.user("city_officer", "above")).get(reverse("components:page")).content.decode()


def test_the_living_page_asks_for_sign_in(client, db):
    response = client.get(reverse("components:page"))
    assert response.status_code == 302
    assert response.headers["Location"].startswith(reverse("account_login"))


def test_the_living_page_shows_every_component():
    sources = [TEMPLATES / "components_page.html", *(TEMPLATES / "components_page").glob("*.html")]
    sources += (TEMPLATES / "components").glob("_*.html")  # the frame
    shown = "".join(file.read_text() for file in sources)
    components = [file.stem for file in (TEMPLATES / "components").glob("[!_]*.html")]
    missing = [name for name in components if f"<c-{name.replace('_', '-')}" not in shown]
    assert missing == []


def test_the_living_page_holds_together(living_page):
    page = Reader(living_page)
    assert [name for name, count in page.ids.items() if count > 1] == []
    for reference in (*page.labelled, *page.described, *page.targets):
        assert reference in page.ids, reference
    assert set(page.icons) <= SPRITE
    assert set(page.icons) == SPRITE, "an icon that nobody sees"


def test_headings_come_in_order(living_page):
    headings = Reader(living_page).headings
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))


def test_the_living_page_survives_the_longest_name(living_page):
    assert len(LONG_UNIT) == 88
    assert LONG_UNIT in living_page


def test_the_rendered_page_has_nothing_inline(living_page):
    assert faults(living_page) == []


def test_a_component_does_not_take_what_it_was_not_given(living_page):
    # The page has a `refusal`; the form's own summary was not given it and must speak of the form.
    assert "Chưa lưu được: có chỗ cần sửa" in living_page


def test_tables_say_how_they_are_sorted(city, sign_in):
    client = sign_in(city.user("city_officer", "above"))
    plain = client.get(reverse("components:page")).content.decode()
    up = client.get(reverse("components:page"), {"sort": "members"}).content.decode()
    down = client.get(reverse("components:page"), {"sort": "-members"}).content.decode()
    assert "aria-sort" not in plain
    assert up.count('aria-sort="ascending"') == 1
    assert down.count('aria-sort="descending"') == 1
    assert "Các trang của bảng" in plain


def test_the_frame_asks_the_database_the_same_number_of_questions_however_many_roles(
    city, sign_in, django_assert_max_num_queries
):
    client = sign_in(city.user("city_officer", "above"))
    with django_assert_max_num_queries(6) as asked:
        client.get(reverse("components:page"))
    user = city.user("city_officer", "above")
    for unit in (city.a, city.b):
        user.grants.create(role="grassroots_officer", unit=unit, valid_from="2010-01-01")
    with django_assert_max_num_queries(len(asked)):
        page = client.get(reverse("components:page")).content.decode()
    assert city.b.short_name in page


def test_the_menu_shows_only_what_the_person_may_use(city, sign_in):
    def labels(role: str) -> set[str]:
        page = sign_in(city.user(role, "above" if role == "city_officer" else "own")).get(reverse("components:page"))
        return {str(item["label"]) for item in page.context["menu"]}

    assert "Nhật ký" in labels("city_officer")
    assert "Nhật ký" not in labels("grassroots_officer")
    assert "Việc cần làm" in labels("member")


# When something goes wrong ------------------------------------------------------------------------------------------


def break_down(request: HttpRequest) -> None:
    """Fail as a programming error does."""
    raise RuntimeError("a programming error")


urlpatterns = [path("hong/", break_down, name="health")]  # a public name, so that no sign-in stands before it


@override_settings(ROOT_URLCONF=__name__)
def test_a_breakdown_says_in_vietnamese_that_nothing_was_saved(db):
    response = Client(raise_request_exception=False).get("/hong/")
    assert response.status_code == 500
    text = response.content.decode()
    assert '<html lang="vi">' in text
    assert "chưa được lưu" in text
    assert "programming error" not in text


def test_an_unknown_address_is_answered_in_words(client, city, sign_in):
    for visitor in (client, sign_in(city.user("member"))):
        response = visitor.get("/khong-co-trang-nay/")
        assert response.status_code == 404
        assert "Không tìm thấy trang này" in response.content.decode()


def test_an_expired_form_is_answered_in_words(db):
    response = Client(enforce_csrf_checks=True).post(reverse("set_language"), {"language": "en"})
    assert response.status_code == 403
    assert "Biểu mẫu đã quá hạn" in response.content.decode()


def test_the_language_can_be_changed_from_any_page(client, db):
    page = client.get(reverse("account_login")).content.decode()
    assert 'value="en" lang="en"' in page
    client.post(reverse("set_language"), {"language": "en", "next": reverse("account_login")})
    page = client.get(reverse("account_login")).content.decode()
    assert '<html lang="en">' in page
    assert 'value="vi" lang="vi"' in page
