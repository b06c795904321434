"""Pages walked as a hand walks them: only what stands on a page can be pressed, and each press is counted."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.test import Client

Attributes = list[tuple[str, str | None]]


@dataclass
class Target:
    """A link, or a button with the form it sends. A held button says the word that it says after it was held."""

    words: str = ""
    href: str = ""
    action: str = ""
    sends: dict[str, str] = field(default_factory=dict)


class Targets(HTMLParser):
    """What a page offers to press, in its order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Target] = []
        self.action = ""
        self.fields: dict[str, str] = {}
        self.select = ""
        self.inside: Target | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.action, self.fields = said.get("action", ""), {}
        elif tag == "input" and said.get("type") == "hidden":
            self.fields[said["name"]] = said.get("value", "")
        elif tag == "select":
            self.select = said.get("name", "")
        elif tag == "option" and self.select and "selected" in said:
            self.fields[self.select] = said.get("value", "")
        elif tag in ("a", "button"):
            self.inside = self.target(tag, said)
            self.found.append(self.inside)

    def target(self, tag: str, said: dict[str, str]) -> Target:
        if tag == "a":
            return Target(href=said.get("href", ""))
        own = {said["name"]: said.get("data-held") or said.get("value", "")} if "name" in said else {}
        return Target(action=self.action, sends=self.fields | own)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("a", "button"):
            self.inside = None
        elif tag == "select":
            self.select = ""
        elif tag == "form":
            self.action, self.fields = "", {}

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.inside.words = f"{self.inside.words} {data}".strip()


class Hand:
    """presses: how many it took so far."""

    def __init__(self, client: Client, begins_at: str) -> None:
        self.client = client
        self.presses = 0
        self.page: Any = client.get(begins_at)

    def press(self, words: str) -> "Hand":
        """The first link or button of these words. Raises AssertionError where the page has none."""
        offered = Targets(self.page.content.decode()).found
        target = next((each for each in offered if each.words == words), None)
        assert target, f"{words} is not on the page, which offers {', '.join(each.words for each in offered)}"
        if target.href:
            self.page = self.client.get(target.href, follow=True)
        else:
            self.page = self.client.post(target.action, target.sends, follow=True)
        self.presses += 1
        return self
