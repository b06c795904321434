"""Every kind of entry that the code writes has a sentence, and one without says so."""

import ast
from collections.abc import Iterator

from django.test import SimpleTestCase

from studio.home.register.phrases import CHOSEN_BY, PHRASES, kinds, told
from tests.test_layers import STUDIO

WRITES = {"append", "write_down", "record", "_write", "_lapse", "_write_down"}
"""Calls that take the kind as their second argument, or as their first. A list's `append` has one argument only."""


def kinds_written() -> Iterator[tuple[str, str]]:
    """Each kind named in the source, with where."""
    for path in sorted(STUDIO.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and _name(node) in WRITES and len(node.args) > 1:
                place = 0 if _name(node) == "_write_down" else 1
                for part in _words(node.args[place]):
                    yield part, f"{path.relative_to(STUDIO)}:{node.lineno}"


def _name(call: ast.Call) -> str:
    return str(getattr(call.func, "attr", getattr(call.func, "id", "")))


def _words(argument: ast.expr) -> Iterator[str]:
    """A literal, or either end of "a if it is so else b"."""
    if isinstance(argument, ast.IfExp):
        yield from (*_words(argument.body), *_words(argument.orelse))
    elif isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        yield argument.value


class PhrasesTests(SimpleTestCase):
    def test_every_kind_that_is_written_has_a_sentence(self) -> None:
        lacking = {f"{kind} ({where})" for kind, where in kinds_written() if kind not in kinds()}
        self.assertEqual(lacking, set())

    def test_the_source_is_really_read(self) -> None:
        found = {kind for kind, _where in kinds_written()}
        self.assertLessEqual({"granted", "paused", "delivered", "posted", "shoot-opened", "shoot-finished"}, found)

    def test_a_kind_nobody_knows_says_that_and_where_its_text_stands(self) -> None:
        self.assertIn("“weather”", told("weather", {}, {}))

    def test_the_last_form_of_each_needs_nothing_that_may_be_unknown(self) -> None:
        """Names and ids may lead nowhere any more; what stands in the entry itself is always there."""
        always = ("who", "reach", "agency", "crew", "pictures", "craft", "shoot", "house", "as_of")
        known = dict.fromkeys(always, "x")
        for name in PHRASES:
            kind, _, chosen = name.partition(":")
            body = {CHOSEN_BY[kind]: chosen} if chosen else {}
            with self.subTest(name):
                self.assertNotIn("no sentence", told(kind, body, known))

    def test_you_and_a_name_read_alike(self) -> None:
        values = {"house": "Corvane", "licence": "3", "version": "1"}
        self.assertEqual(
            told("granted", {}, values | {"who": "you"}), "Corvane's licence 3, version 1, was signed by you."
        )
        named = told("granted", {}, values | {"who": "Nia Dembe"})
        self.assertEqual(named, "Corvane's licence 3, version 1, was signed by Nia Dembe.")
