"""A note's words on the page: a little Markdown, and nothing typed is ever read as a page."""

from django.test import SimpleTestCase

from studio.boards.wording import written


class NoteWordsTests(SimpleTestCase):
    def test_bold_a_list_and_a_link_read_as_such(self) -> None:
        words = "**Concrete**, not set.\n- Coat open\n- See [the brief](https://example.org/b?x=1)"
        self.assertEqual(
            written(words),
            "<p><b>Concrete</b>, not set.</p><ul><li>Coat open</li><li>See "
            '<a href="https://example.org/b?x=1" rel="noopener noreferrer" target="_blank">the brief</a></li></ul>',
        )

    def test_each_line_stands_alone(self) -> None:
        self.assertEqual(written("one\n\ntwo"), "<p>one</p><p></p><p>two</p>")

    def test_nothing_typed_is_read_as_a_page(self) -> None:
        for words in ("<script>alert(1)</script>", "**<b onclick=x>**", '[a](https://x"onmouseover="y)'):
            with self.subTest(words):
                self.assertNotRegex(written(words), r"<(?!/?(p|b|a|ul|li)\b)|<[^>]*\son\w+=")

    def test_a_link_leads_to_the_web_alone(self) -> None:
        self.assertNotIn("<a", written("[x](javascript:alert(1)) [y](/accounts/logout/) [z](data:text/html,q)"))
