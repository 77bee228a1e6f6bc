"""A person at a real browser: what the journeys use to walk, look, and notice what a person would not."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}
PICTURES = Path(__file__).resolve().parents[2] / "docs" / "huong-dan" / "hinh"
# Tells of anything the content security policy stopped, also where the console would stay silent.
REPORT_CSP = """document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
});"""
_STATUS = re.compile(r"status of (\d{3})")


@dataclass
class Visitor:
    """One person with one browser window. ``problems`` gathers console errors, policy reports, foreign requests."""

    context: BrowserContext
    page: Page
    home: str
    problems: list[str] = field(default_factory=list)
    expected_statuses: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.context.add_init_script(REPORT_CSP)
        self.context.on("request", self._note_request)
        self.context.on("console", self._note_console)
        self.context.on("weberror", lambda error: self.problems.append(f"script error: {error.error}"))

    def expect_status(self, *statuses: int) -> None:
        """Say that pages with these statuses are part of the journey (the console calls each an error)."""
        self.expected_statuses |= set(statuses)

    def go(self, path: str) -> Page:
        """Open a page of the site and wait until it rests."""
        self.page.goto(self.home.rstrip("/") + path)
        self.page.wait_for_load_state("networkidle")
        return self.page

    def sign_in(self, username: str, password: str) -> Page:
        """Sign in through the form, as a person does."""
        self.go("/tai-khoan/login/")
        self.page.locator("input[name=login]").fill(username)
        self.page.locator("input[name=password]").fill(password)
        self.page.locator("main form button[type=submit], main form button:not([type])").first.click()
        self.page.wait_for_url(lambda url: "/login/" not in url)
        return self.page

    def assert_fine(self) -> None:
        """Fail on whatever was noticed so far."""
        assert not self.problems, "\n".join(self.problems)

    def assert_looks_right(self, name: str = "") -> None:
        """Assert at both widths: axe finds nothing, nothing sticks out sideways. Takes pictures when asked to."""
        before = self.page.viewport_size
        for size, suffix in ((DESKTOP, ""), (PHONE, "-360")):
            self.page.set_viewport_size(size)
            assert_accessible(self.page)
            assert_fits(self.page)
            if name:
                picture(self.page, name + suffix)
        if before:
            self.page.set_viewport_size(before)
        self.assert_fine()

    def _note_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob", "about"} and parts.netloc != urlsplit(self.home).netloc:
            self.problems.append(f"request to another host: {request.url}")

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type != "error":
            return
        status = _STATUS.search(message.text)
        if status and int(status[1]) in self.expected_statuses:
            return
        self.problems.append(f"console: {message.text} ({message.location.get('url', '')})")


def assert_accessible(page: Page) -> None:
    """Assert that axe finds no violation, and tell what it found."""
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"


def assert_fits(page: Page) -> None:
    """Assert that the page does not scroll sideways."""
    wide, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= room, f"{page.url}: {wide} px wide in {room} px"


def picture(page: Page, name: str) -> None:
    """Keep a picture for the guide when SCREENSHOTS=1."""
    if os.environ.get("SCREENSHOTS") == "1":
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"{name}.png", animations="disabled")
