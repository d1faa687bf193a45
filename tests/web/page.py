"""A page as a person sees it, with the house style of every page checked while it is read."""

from collections import Counter

from lxml import html
from werkzeug.test import TestResponse


class Page:
    """What is on a page; reading one checks the style that every page keeps."""

    def __init__(self, response: TestResponse) -> None:
        self.status = response.status_code
        self.text_of_body = response.get_data(as_text=True)
        self.tree = html.document_fromstring(self.text_of_body)
        self.check_house_style()

    @property
    def heading(self) -> str:
        return self._text(self.tree.xpath("//h1")[0])

    @property
    def title(self) -> str:
        return self._text(self.tree.xpath("//title")[0])

    @property
    def text(self) -> str:
        return self._text(self.tree.xpath("//main")[0])

    @property
    def rows(self) -> list[list[str]]:
        """The cells of every table row that has any data cell."""
        return [
            [self._text(cell) for cell in row.xpath("./th|./td")]
            for row in self.tree.xpath("//main//table//tr[td]")
        ]

    @property
    def errors(self) -> list[str]:
        """The sentences of the error summary."""
        return [
            self._text(item)
            for item in self.tree.xpath("//*[contains(@class,'govuk-error-summary__list')]/li")
        ]

    @property
    def messages(self) -> list[str]:
        found = self.tree.xpath("//*[contains(@class,'govuk-notification-banner__content')]")
        return [self._text(item) for item in found]

    @property
    def form_texts(self) -> list[str]:
        """What stands in every box of lines, without the first line break, as browsers read it."""
        return [box.text_content().removeprefix("\n") for box in self.tree.xpath("//main//textarea")]

    def link(self, text: str) -> str:
        """Where the first link with this text leads."""
        for anchor in self.tree.xpath("//a"):
            if self._text(anchor) == text:
                return str(anchor.get("href"))
        raise AssertionError(f"No link “{text}” on the page; there are: {self.links}")

    @property
    def links(self) -> list[str]:
        return [self._text(anchor) for anchor in self.tree.xpath("//main//a")]

    def form(self, action: str | None = None) -> dict[str, str]:
        """What the (first, or the named) form would send as it stands, hidden fields and token included."""
        forms = [f for f in self.tree.xpath("//main//form") if action is None or f.get("action") == action]
        assert forms, f"No form {action or ''} on the page"
        values = {name: value or "" for name, value in forms[0].form_values()}
        for area in forms[0].xpath(".//textarea"):
            # A browser leaves out a line break right after the tag; this reader keeps it.
            values[area.get("name")] = (area.text or "").removeprefix("\n")
        return values

    def check_house_style(self) -> None:
        assert len(self.tree.xpath("//h1")) == 1, "A page has one h1"
        assert self.title.startswith(self.heading) or self.heading in self.title, (
            f"The title “{self.title}” starts with the heading “{self.heading}”"
        )
        ids = Counter(self.tree.xpath("//@id"))
        assert not [i for i, times in ids.items() if times > 1], f"Duplicate ids: {ids.most_common(3)}"
        assert not self.tree.xpath("//@style"), "The content policy allows no inline style"
        assert not self.tree.xpath("//script[not(@src)]"), "The content policy allows no inline script"
        for form in self.tree.xpath("//form[translate(@method,'POST','post')='post']"):
            assert form.xpath(".//input[@name='csrf_token']"), "A form that posts carries its token"
            # Nobody signs out twice.
            if form.get("action") != "/sign-out":
                assert form.xpath(".//input[@name='one_use']/@value"), "A form that posts is sent once"
        one_use = self.tree.xpath("//input[@name='one_use']/@value")
        assert len(one_use) == len(set(one_use)), "No two forms share a one-use token"
        for field in self.tree.xpath("//main//input[not(@type='hidden')]|//main//select|//main//textarea"):
            named = (
                field.get("aria-label")
                or field.get("aria-labelledby")
                or self.tree.xpath("//label[@for=$id]", id=field.get("id") or "-")
            )
            assert named, f"The field {field.get('name')} has a label"

    @staticmethod
    def _text(element: html.HtmlElement) -> str:
        return " ".join(element.text_content().split())
