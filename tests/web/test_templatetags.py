import json
import re
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django import forms
from django.conf import settings
from django.template import Context, Template
from django.test import SimpleTestCase
from django.utils import timezone, translation

from studio.web.forms import Renderer
from studio.web.specimens import signs
from studio.web.templatetags import web

NBSP = "\u00a0"
TEMPLATES = Path(settings.BASE_DIR) / "templates"


def rendered(text: str, **values: object) -> str:
    return Template("{% load web %}" + text).render(Context(values))


class ImportMapTests(SimpleTestCase):
    def test_each_of_our_modules_is_found_by_its_plain_address(self) -> None:
        script = rendered("{% import_map %}", csp_nonce="abc")
        imports = json.loads(re.sub(r"</?script[^>]*>", "", script))["imports"]
        self.assertIn("/static/js/studio.js", imports)
        self.assertIn("/static/js/live.js", imports)

    def test_it_carries_the_nonce(self) -> None:
        script = rendered("{% import_map %}", csp_nonce="abc")
        self.assertTrue(script.startswith('<script type="importmap" nonce="abc">'))


class OptionsTests(SimpleTestCase):
    def select(self, choices: list[Any], value: Any = None) -> str:
        field = forms.ChoiceField(choices=choices)
        return str(field.widget.render("place", value, {"id": "id_place"}, renderer=Renderer()))

    def test_each_choice_stands_once_and_the_chosen_one_is_marked(self) -> None:
        places = self.select([("", ""), ("SE", "Sweden"), ("CI", "Côte d'Ivoire")], "SE")
        self.assertInHTML('<option value="SE" selected>Sweden</option>', places)
        self.assertInHTML('<option value="CI">Côte d&#x27;Ivoire</option>', places)
        self.assertEqual(places.count("<option"), 3)
        self.assertEqual(places.count(" selected"), 1)

    def test_a_choice_that_looks_like_markup_is_only_words(self) -> None:
        self.assertNotIn("<b>", self.select([('"><b>', "<b>")]))

    def test_groups_keep_their_name(self) -> None:
        grouped = self.select([("Nordic", [("SE", "Sweden")]), ("FR", "France")])
        self.assertInHTML('<optgroup label="Nordic"><option value="SE">Sweden</option></optgroup>', grouped)


class IconTests(SimpleTestCase):
    def test_a_sign_without_a_label_is_silent(self) -> None:
        self.assertIn('aria-hidden="true"', rendered('{% icon "close" %}'))

    def test_a_sign_with_a_label_has_a_name(self) -> None:
        self.assertIn('role="img" aria-label="Close"', rendered('{% icon "close" label="Close" %}'))

    def test_every_sign_that_a_template_names_is_drawn(self) -> None:
        known = set(signs())
        for path in TEMPLATES.rglob("*.html"):
            for name in re.findall(r'{% icon "([^"]+)"', path.read_text(encoding="utf-8")):
                with self.subTest(path=path.name, sign=name):
                    self.assertIn(name, known)


class ConsentStateTests(SimpleTestCase):
    def test_it_has_colour_shape_and_word(self) -> None:
        shown = rendered('{% consent_state "yes" "Nia says yes" %}')
        self.assertIn('data-state="yes"', shown)
        self.assertIn("#yes", shown)
        self.assertIn("Nia says yes", shown)

    def test_its_words_are_escaped(self) -> None:
        self.assertIn("&lt;b&gt;", rendered('{% consent_state "yes" words %}', words="<b>"))

    def test_a_state_that_does_not_exist_is_refused(self) -> None:
        with self.assertRaisesMessage(ValueError, "got 'perhaps'"):
            web.consent_state("perhaps")


class MoneyTests(SimpleTestCase):
    def test_minor_units_become_a_sum(self) -> None:
        for minor, currency, shown in (
            (110400, "EUR", f"1,104.00{NBSP}EUR"),
            (5, "EUR", f"0.05{NBSP}EUR"),
            (-2382, "EUR", f"\u221223.82{NBSP}EUR"),
            (1200, "JPY", f"1,200{NBSP}JPY"),
            (1234567, "KWD", f"1,234.567{NBSP}KWD"),
            (0, "EUR", f"0.00{NBSP}EUR"),
        ):
            with self.subTest(minor=minor, currency=currency):
                self.assertEqual(web.money(minor, currency), shown)

    def test_a_sum_too_large_for_a_float_keeps_its_last_cent(self) -> None:
        self.assertEqual(web.money(900719925474099301, "EUR"), f"9,007,199,254,740,993.01{NBSP}EUR")

    def test_it_takes_what_has_an_amount_and_a_currency(self) -> None:
        self.assertEqual(web.money(SimpleNamespace(minor=100, currency="SEK")), f"1.00{NBSP}SEK")

    def test_it_is_written_as_the_reader_writes(self) -> None:
        with translation.override("fr"):
            self.assertTrue(web.money(110450, "EUR").endswith(f"104,50{NBSP}EUR"))

    def test_arithmetic_is_written_in_the_same_signs_as_sums(self) -> None:
        self.assertEqual(web.reckoning("1200.00 x 90/365 = 295.89"), "1,200.00 × 90/365 = 295.89")
        self.assertEqual(web.reckoning("600.00 - 300.00"), "600.00 \u2212 300.00")
        with translation.override("sv"):
            self.assertEqual(web.reckoning("1200.00 x 0.35 = 420.00"), "1\xa0200,00 × 0,35 = 420,00")

    def test_no_sum_is_not_nought(self) -> None:
        self.assertEqual(web.money(None, "EUR"), "")


class DayTests(SimpleTestCase):
    def test_a_day_is_written_out(self) -> None:
        self.assertEqual(web.day(date(2026, 5, 12)), "12 May 2026")

    def test_an_instant_is_the_day_it_is_for_the_reader(self) -> None:
        with timezone.override("Asia/Tokyo"):
            self.assertEqual(web.day(datetime(2026, 5, 12, 20, 0, tzinfo=UTC)), "13 May 2026")

    def test_a_moment_has_its_hour(self) -> None:
        self.assertEqual(web.moment(datetime(2026, 5, 12, 9, 52, tzinfo=UTC)), "12 May 2026, 09:52")

    def test_nothing_is_nothing(self) -> None:
        self.assertEqual(web.day(None), "")


class InitialsTests(SimpleTestCase):
    def test_initials(self) -> None:
        for name, shown in (("Ana Ruiz", "AR"), ("Noé", "N"), ("Anna de la Cruz", "AC"), ("", ""), (None, "")):
            with self.subTest(name):
                self.assertEqual(web.initials(name), shown)


class PercentTests(SimpleTestCase):
    def test_the_space_does_not_break(self) -> None:
        self.assertEqual(web.percent(0.66), f"66{NBSP}%")
