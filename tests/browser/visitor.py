"""Somebody at a real browser, whose every page is looked over before they go on."""

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Response, expect

from qa_app.domain.roles import Role
from tests.browser.council import EMAILS
from tests.factories import PASSWORD

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PHONE = 375
LEFT_BY_ITSELF = ("ERR_ABORTED", "interrupted by another navigation")
"""What the browser says of going to a page while a script of the last one goes elsewhere."""
_MADE_ANEW = re.compile(r'name="(?:csrf_token|one_use)"[^>]*value="[^"]*"')
_looked_at: set[bytes] = set()
"""The pages that axe has found nothing at, at which width: the same page again is no other."""


@dataclass(frozen=True)
class Way:
    """One way of using the pages; where scripts run, axe looks at each page too, under the content policy."""

    name: str
    width: int = 1280
    javascript: bool = True


DESKTOP = Way("desktop")
ON_A_PHONE = Way("phone", width=PHONE)
WITHOUT_JAVASCRIPT = Way("phone without JavaScript", width=PHONE, javascript=False)
WAYS = (DESKTOP, WITHOUT_JAVASCRIPT)
"""How whatever people come to do is done: the two that differ most."""

in_every_way = pytest.mark.parametrize("way", [*WAYS, ON_A_PHONE], ids=lambda way: way.name.replace(" ", "-"))
"""For where a script has a part in it on a telephone too."""


@dataclass
class Visitor:
    """`page` is Playwright's; `go` and `look` are what a test calls at each stop."""

    address: str
    way: Way
    context: BrowserContext
    page: Page
    complaints: list[str] = field(default_factory=list)

    def sign_in(self, role: Role) -> None:
        self.go("/sign-in")
        self.page.get_by_label("E-mail address").fill(EMAILS[role])
        # Exactly: the button that shows the password is named after it too.
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.press("Sign in")

    def go(self, path: str, *, status: int = 200) -> None:
        response = self._gone_to(path)
        assert response is not None
        assert response.status == status, f"{path} answered {response.status}"
        self.look()

    def _gone_to(self, path: str) -> Response | None:
        """Again where the page left by itself in this very moment, as one does whose session has ended."""
        for last in (False, False, True):
            try:
                if response := self.page.goto(self.address + path):
                    return response
            except Error as error:
                if last or not any(sign in error.message for sign in LEFT_BY_ITSELF):
                    raise
            self.page.wait_for_load_state()
        return None

    def press(self, name: str) -> None:
        """Waits for the page it leads to, which a form that saves itself first may delay."""
        with self.page.expect_navigation():
            self.page.get_by_role("main").get_by_role("button", name=name, exact=True).click()
        self.look()

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=name, exact=True).first.click()
        self.look()

    @property
    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    @property
    def main(self) -> str:
        return self.page.get_by_role("main").inner_text()

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.address)

    def look(self) -> None:
        """Fails where the page scrolls sideways, breaks the content policy, or axe finds a violation.

        A page that renews itself may go while it is looked at: the one after it is looked at instead.
        """
        for last in (False, False, True):
            try:
                return self._look()
            except Error as error:
                if last or "context was destroyed" not in error.message:
                    raise

    def _look(self) -> None:
        self.page.wait_for_load_state("load")
        expect(self.page.locator("h1")).to_have_count(1)
        width = self.page.evaluate("document.documentElement.scrollWidth")
        assert width <= self.way.width, f"{self.path} is {width} pixels wide on a screen of {self.way.width}"
        if self.way.javascript:
            axe(self.page)
        assert not self.complaints, f"{self.path}: {self.complaints}"


def axe(page: Page) -> None:
    """Fails with the rule and the element of every violation axe finds."""
    width = page.viewport_size["width"] if page.viewport_size else 0
    same_page = _MADE_ANEW.sub("", page.content())
    seen = hashlib.sha256(f"{width} {same_page}".encode()).digest()
    if seen in _looked_at:
        return
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run({resultTypes: ['violations']}).then(result => result.violations)")
    violations = [
        f"{violation['id']}: {node['html'][:200]}" for violation in found for node in violation["nodes"]
    ]
    assert not violations, f"{page.url}\n" + "\n".join(violations)
    _looked_at.add(seen)


def visitor(browser: Browser, address: str, way: Way) -> Visitor:
    context = browser.new_context(
        viewport={"width": way.width, "height": 800},
        java_script_enabled=way.javascript,
        accept_downloads=True,
        locale="en-GB",
        timezone_id="Europe/London",
        # Colours half way through a change are not what anybody reads.
        reduced_motion="reduce",
    )
    context.set_default_timeout(10_000)
    person = Visitor(address, way, context, context.new_page())
    person.page.on("console", lambda message: _hear(person, message))
    person.page.on("pageerror", lambda error: person.complaints.append(str(error)))
    return person


def _hear(person: Visitor, message: ConsoleMessage) -> None:
    """A page answered 422 is logged as an error too, and is none."""
    if message.type == "error" and not re.search(r"status of 4(09|22)", message.text):
        person.complaints.append(message.text)
