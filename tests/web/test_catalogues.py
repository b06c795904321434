import gettext
import re
import tempfile
from calendar import day_abbr, day_name, month_abbr, month_name
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.mofile import write_mo
from django.conf import settings
from django.test import SimpleTestCase

from studio.web import catalogues

PAGE = """{% load i18n %}{% translate "Plain" %} {% translate "Aside" context "stage" %}
{% blocktranslate count n=things|length %}{{ n }} thing{% plural %}{{ n }} things{% endblocktranslate %}
{% include "x.html" with label=_("Handed on") %}
    {% blocktranslate with a=b %}Hello {{ a }}, 5 %{% endblocktranslate %}"""
CODE = """
from django.utils.translation import gettext_lazy as say
def f(n):
    self.say("Not ours")
    return f"{_('Within')}", _("Said " "in two"), say("Later"), ngettext("%(n)d day", "%(n)d days", n)
CHANNEL = pgettext_lazy("channel", "print")
"""


class EachCatalogueTests(SimpleTestCase):
    """When one of these fails after a word was added: `manage.py words` puts it in and says what is still unsaid."""

    words: Catalog

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.words = catalogues.extracted()

    def test_every_word_of_the_product_is_said_whole(self) -> None:
        for language in catalogues.languages():
            with self.subTest(language=language):
                refreshed = catalogues.refreshed(language, self.words)
                self.assertEqual([str(fault) for fault in catalogues.faults(language, refreshed)], [])

    def test_nothing_is_kept_that_nobody_says(self) -> None:
        said = {(each.context, each.id) for each in self.words}
        for language in catalogues.languages():
            with self.subTest(language=language):
                kept = {(each.context, each.id) for each in catalogues.kept(language)}
                self.assertEqual(kept - said, set())

    def test_what_the_studio_reads_is_what_people_wrote(self) -> None:
        for language in catalogues.languages():
            with self.subTest(language=language):
                made = BytesIO()
                write_mo(made, catalogues.kept(language))
                made.seek(0)
                with catalogues.catalogue_path(language, ".mo").open("rb") as file:
                    self.assertEqual(_words(gettext.GNUTranslations(file)), _words(gettext.GNUTranslations(made)))

    def test_no_word_of_ours_stands_for_the_name_of_a_month_or_a_day(self) -> None:
        """Django asks the same catalogue for its dates: a form's "May" would be the fifth month of each licence."""
        named = {name for name in (*month_name, *month_abbr, *day_name, *day_abbr) if name}
        self.assertEqual([each.id for each in self.words if each.id in named and not each.context], [])

    def test_no_sentence_is_left_in_english(self) -> None:
        for language in catalogues.languages():
            for message in catalogues.kept(language):
                words = message.id if isinstance(message.id, str) else message.id[0]
                bare = re.sub(r"%\(\w+\)\S|<[^>]+>", "", words)
                if len(re.findall(r"[a-z]{3,}", bare)) > 3:
                    with self.subTest(language=language, words=words):
                        self.assertNotEqual(message.string, message.id)

    def test_no_source_says_words_by_a_name_that_is_not_looked_for(self) -> None:
        for path in (settings.BASE_DIR / "studio").rglob("*.py"):
            for alias in re.findall(r"import \w*gettext\w* as (\w+)", path.read_text(encoding="utf-8")):
                self.assertIn(alias, catalogues.KEYWORDS, path)


class FindingTests(SimpleTestCase):
    def found(self) -> Catalog:
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        for place, text in (("studio/a.py", CODE), ("templates/a.html", PAGE)):
            (folder / place).parent.mkdir(parents=True)
            (folder / place).write_text(text, encoding="utf-8")
        return catalogues.extracted(folder)

    def test_every_way_to_say_a_word_is_found(self) -> None:
        self.assertEqual(
            {(each.context, each.id) for each in self.found() if each.id},
            {
                (None, "Plain"),
                ("stage", "Aside"),
                (None, ("%(n)s thing", "%(n)s things")),
                (None, "Handed on"),
                (None, "Hello %(a)s, 5 %%"),
                (None, "Within"),
                (None, "Said in two"),
                (None, "Later"),
                (None, ("%(n)d day", "%(n)d days")),
                ("channel", "print"),
            },
        )

    def test_a_word_that_no_catalogue_has_is_a_fault(self) -> None:
        refreshed = catalogues.refreshed("sv", self.found())
        unsaid = {fault.msgid for fault in catalogues.faults("sv", refreshed) if fault.what == "not said"}
        self.assertIn("Handed on", unsaid)
        self.assertIn("%(n)s thing", unsaid)


class FaultTests(SimpleTestCase):
    def what(self, word: str | tuple[str, str], said: str | tuple[str, ...], *, guessed: bool = False) -> list[str]:
        catalogue = Catalog(locale="sv")
        catalogue.add(word, said, flags=("fuzzy",) if guessed else ())
        return [fault.what for fault in catalogues.faults("sv", catalogue)]

    def test_a_whole_word_has_none(self) -> None:
        self.assertEqual(self.what("By %(who)s", "Av %(who)s"), [])
        self.assertEqual(self.what(("One", "%(n)s"), ("En", "%(n)s")), [])

    def test_a_lost_value_is_one(self) -> None:
        self.assertEqual(self.what("By %(who)s", "Av"), ["placeholders differ in 'Av'"])

    def test_a_value_nobody_gives_is_one(self) -> None:
        self.assertEqual(self.what("By %(who)s", "Av %(vem)s"), ["placeholders differ in 'Av %(vem)s'"])

    def test_a_per_cent_sign_of_a_sentence_is_doubled_in_both(self) -> None:
        self.assertEqual(self.what("%(n)s %% of it", "%(n)s % av det"), ["placeholders differ in '%(n)s % av det'"])

    def test_a_form_too_few_is_one(self) -> None:
        self.assertEqual(self.what(("One", "%(n)s"), ("En", "")), ["not said"])

    def test_a_guess_is_one(self) -> None:
        self.assertEqual(self.what("Yes", "Ja", guessed=True), ["only guessed"])


def _words(said: gettext.GNUTranslations) -> dict[object, str]:
    catalogue: dict[object, str] = vars(said)["_catalog"]
    return {word: text for word, text in catalogue.items() if word}
