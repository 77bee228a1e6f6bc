"""The documents say what the code does: commands, settings, roles, rooms, links. Each rule has a control."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from thidua.config.cli import own_commands
from thidua.people.roles import ROLES

PROJECT = Path(__file__).resolve().parents[2]
DOCS = PROJECT / "docs"
PAGES = sorted([PROJECT / "README.md", PROJECT / "CHANGELOG.md", *DOCS.rglob("*.md")])
OPERATING = (DOCS / "van-hanh.md").read_text()
LONGEST_DECISION = 40
# Set by tools, not by operators.
NOT_SETTINGS = {"PATH"}


def links(text: str) -> list[str]:
    """Return the targets of a page's links and pictures."""
    return re.findall(r"!?\[[^\]]*\]\(([^)\s]+)\)", text)


def anchors(text: str) -> set[str]:
    """Return the anchors of a page's headings, as GitHub and GitLab make them."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def broken_links(page: Path, text: str) -> list[str]:
    """Return links of a page that lead nowhere inside the repository."""
    found = []
    for link in links(text):
        if link.startswith(("http://", "https://", "mailto:")):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target.read_text())):
            found.append(f"{page.relative_to(PROJECT)}: {link}")
    return found


def variables_in_settings() -> set[str]:
    """Return every environment variable that the code reads."""
    code = "".join(path.read_text() for path in (PROJECT / "thidua").rglob("*.py"))
    read = set(re.findall(r"environ(?:\.get|\.setdefault)?[\[(]\s*\"([A-Z_]+)\"", code))
    listed = re.search(r"for _name in \(([^)]*)\)", code)
    return (read | set(re.findall(r'"([A-Z_]+)"', listed[1] if listed else ""))) - NOT_SETTINGS


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(PROJECT)))
def test_links_lead_somewhere(page: Path) -> None:
    assert broken_links(page, page.read_text()) == []


def test_a_broken_link_is_noticed() -> None:
    page = DOCS / "README.md"
    assert broken_links(page, "[x](khong-co.md)")
    assert broken_links(page, "[x](van-hanh.md#không-có)")
    assert not broken_links(page, "[x](van-hanh.md#biến-môi-trường) ![y](https://example.vn/a.png)")


def test_every_command_is_in_the_operators_guide() -> None:
    assert [name for name, _help in own_commands() if f"`thidua {name}`" not in OPERATING] == []


def test_every_command_named_in_the_guides_exists() -> None:
    named = {name for page in PAGES for name in re.findall(r"`(?:\.venv/bin/)?thidua ([a-z_]+)", page.read_text())}
    django = {"migrate", "check", "createsuperuser", "collectstatic"}
    assert named - dict(own_commands()).keys() - django == set()


def test_every_environment_variable_is_in_the_operators_guide() -> None:
    variables = variables_in_settings()
    assert {"DATABASE_URL", "SECRET_KEY", "OIDC_SERVER_URL", "ALLOWED_HOSTS"} <= variables
    assert [name for name in sorted(variables) if f"`{name}`" not in OPERATING] == []


def test_every_role_is_in_the_operators_guide() -> None:
    assert [code for code in ROLES if f"`{code}`" not in OPERATING] == []


def test_every_room_is_in_the_tour() -> None:
    rooms = {path.parent.name for path in (PROJECT / "thidua").glob("*/__init__.py")}
    tour = (DOCS / "architecture.md").read_text()
    assert [room for room in sorted(rooms) if f"`{room}`" not in tour] == []


def test_every_make_target_named_in_a_page_exists() -> None:
    targets = set(re.findall(r"^([a-z0-9-]+):", (PROJECT / "Makefile").read_text(), re.MULTILINE))
    named = set()
    for page in PAGES:
        for line in re.findall(r"(?:^|`)make ([a-z0-9 -]+)", page.read_text(), re.MULTILINE):
            named |= {word for word in line.split("#")[0].split() if not word.startswith("-")}
    assert {"setup", "demo", "test"} <= named
    assert named - targets == set()


def test_decisions_are_short_and_listed() -> None:
    index = (DOCS / "README.md").read_text()
    for page in sorted((DOCS / "adr").glob("*.md")):
        text = page.read_text()
        assert len(text.splitlines()) < LONGEST_DECISION, page.name
        assert f"adr/{page.name}" in index
        assert all(word in text for word in ("**Context.**", "**Decision.**", "**Consequences.**")), page.name


def test_the_files_that_lock_pip_name_the_same_versions_as_uv() -> None:
    locked = {
        package["name"]: package["version"] for package in tomllib.loads((PROJECT / "uv.lock").read_text())["package"]
    }
    for name in ("requirements.lock", "requirements-dev.lock", "scripts/uv.lock.txt"):
        pins = dict(re.findall(r"^([a-z0-9._-]+)==([^\s;\\]+)", (PROJECT / name).read_text(), re.MULTILINE))
        assert pins
        assert {package: version for package, version in pins.items() if locked.get(package, version) != version} == {}
