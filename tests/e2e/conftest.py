"""The real thing: ``thidua serve`` with its worker on a data folder of its own, and Debian's Chromium."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.e2e.browser import DESKTOP, Visitor
from tests.processes import Served, thidua

CHROMIUM_ARGS = [
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run", "--font-render-hinting=none",
]  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder, so that ``make test`` leaves it out."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("e2e")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium from the system's packages."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.fail("Chưa có Chromium: cài gói chromium (Debian: apt install chromium).")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """An empty installation, running."""
    folder = tmp_path_factory.mktemp("site")
    done = thidua("migrate", "--verbosity=0", data_dir=folder)
    assert done.returncode == 0, done.stderr
    yield from _running(folder)


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The demo city, running; shared by the journeys of a run, so that each leaves what others need."""
    folder = tmp_path_factory.mktemp("demo")
    done = thidua("demo", "--no-serve", data_dir=folder, seconds=600)
    assert done.returncode == 0, done.stdout + done.stderr
    yield from _running(folder)


def _running(folder: Path) -> Iterator[Served]:
    server = Served(folder)
    server.ready()
    yield server
    server.stop()
    assert "Traceback" not in server.said, server.said


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visitor]]:
    """Open a window on a site: ``visit(site)``, ``visit(site, viewport=PHONE)``. Problems noticed fail the test."""
    visitors: list[Visitor] = []

    def open_window(server: Served, viewport: dict[str, int] = DESKTOP) -> Visitor:
        context = browser.new_context(
            viewport=viewport, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", reduced_motion="reduce"
        )
        context.set_default_timeout(15_000)
        visitors.append(Visitor(context=context, page=context.new_page(), home=server.ready()))
        return visitors[-1]

    yield open_window
    for visitor in visitors:
        visitor.context.close()
    for visitor in visitors:
        visitor.assert_fine()
