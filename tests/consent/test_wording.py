import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from django.test import SimpleTestCase

from studio.consent import mandate_wording, wording
from studio.consent.mandating import NEW_YORK, MandateTerms
from studio.consent.representing import POWERS
from studio.consent.terms import (
    ALTERATIONS,
    APPROVALS,
    CATEGORIES,
    CHANNELS,
    COMPETING,
    NAME_FORMS,
    NOTICE_DAYS,
    PURPOSES,
    REPRESENTED_BY,
    TESTS,
    WORLD,
    Exclusive,
    Pay,
    Terms,
)
from studio.consent.words import KINDS
from studio.looks.rules import CRAFTS
from studio.people.models import Craft
from studio.shoots.rules import FOR_DELIVERY
from studio.twins import wording as beginning
from studio.web.sentences import TERMS
from tests.crew import terms

FIRST, LAST = date(2026, 5, 1), date(2027, 4, 30)
RICH = Terms(
    starts_on=FIRST,
    ends_on=LAST,
    brands=("Corvane", "Lune Nord"),
    product_lines=("Atelier",),
    intended_use="Aaaa bbbb cccc",
    represented_by="counsel",
    purposes=tuple(code for code in PURPOSES if code != TESTS),
    categories=CATEGORIES,
    never_categories=("fur", "leather"),
    channels=CHANNELS,
    territories=(WORLD, "FR", "DE", "US", "SE"),
    never_scenes=("Xxx",),
    never_poses=("Yyy",),
    never_beside=("Zzz",),
    alterations=ALTERATIONS,
    competing="ask",
    exclusivity=(Exclusive("denim", "DE", FIRST, LAST), Exclusive("knitwear", WORLD, FIRST, LAST)),
    pieces=12,
    pieces_a_month=3,
    approval="named",
    approver="somebody",
    notice_days=90,
    pay=Pay(
        day_rate_minor=120_000,
        channels={"own-site": "1.00", "instagram": "0.35"},
        territories={"FR": "1.20"},
        days={"30": "0.25", "90": "0.60"},
        notice={"90": "1.15"},
        minimum_minor=60_000,
        kill_fee_bps=5_000,
        commission_bps=1_250,
        crew_share_bps=1_000,
        pay_within_days=30,
    ),
    name_form="stage",
    shown_name="Qqq",
    prevails="house",
)
# Words that two languages share, and names.
SHARED = {"instagram", "tiktok", "facebook", "youtube", "pinterest", "lookbook", "denim", "corvane", "lune", "nord",
          "atelier", "new", "york", "eur"}  # fmt: skip
SHARED_WITH = {
    "sv": SHARED | {"april", "digital", "press", "pseudonym", "text", "under"},
    "fr": SHARED | {"age", "commerce", "commission", "condition", "date", "france", "image", "images", "jersey",
                    "licence", "lingerie", "newsletter", "options", "page", "pause", "poses", "shirts", "signature",
                    "silence", "site", "studio"},
}  # fmt: skip
MINIMAL = Terms(
    starts_on=FIRST, ends_on=LAST, intended_use="Aaaa bbbb cccc", purposes=("editorial",), categories=("denim",),
    channels=("press",), territories=("FR",), pieces=1,
)  # fmt: skip
HER_VALUES = {"aaaa", "bbbb", "cccc", "xxx", "yyy", "zzz", "qqq"}


def every_terms() -> Iterator[Terms]:
    """Each code of each term at least once, and each sentence that is said only where a term is empty."""
    yield RICH
    yield MINIMAL
    for tests in (1, 12):
        yield terms(purposes=(TESTS,), test_previews=tests, intended_use="Aaaa bbbb cccc")
    for name, codes in (
        ("represented_by", REPRESENTED_BY),
        ("competing", COMPETING),
        ("approval", APPROVALS),
        ("notice_days", NOTICE_DAYS),
        ("name_form", NAME_FORMS),
    ):
        for code in codes:
            varied: dict[str, Any] = {name: code}
            yield replace(RICH, **varied)
    yield replace(RICH, pieces=1, pay=replace(RICH.pay, pay_within_days=1, days={}))


def every_text(language: str) -> Iterator[str]:
    """Every sentence that anybody signs in this studio."""
    for each in every_terms():
        yield from wording.sentences_of(each, language, house="Corvane", approver="Qqq")
    for law in ("", NEW_YORK, "FR"):
        for flag in (True, False):
            mandate = MandateTerms(("FR", "SE"), POWERS, 2_000, FIRST, LAST, mother=flag, exclusive=flag, law=law)
            yield from mandate_wording.sentences_of(mandate, language, agency="Qqq")
    for kind in beginning.kinds():
        yield from beginning.sentences_of(kind, language)
    yield from beginning.licence_sentences(language, name="Qqq", on=FIRST)


def words_in(sentence: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]{3,}", sentence.lower()))


class EveryLanguageTests(SimpleTestCase):
    def test_no_english_word_remains(self) -> None:
        for language in ("sv", "fr"):
            for english, said in zip(every_text("en"), every_text(language), strict=True):
                with self.subTest(language=language, said=said):
                    left = words_in(english) & words_in(said) - HER_VALUES - SHARED_WITH[language]
                    self.assertEqual(left, set())

    def test_nothing_is_left_to_be_filled_in(self) -> None:
        for language in ("en", "sv", "fr"):
            for said in every_text(language):
                with self.subTest(language=language, said=said):
                    self.assertNotRegex(said, r"%[(sd%]|[{}…]|  ")

    def test_each_is_a_whole_sentence(self) -> None:
        for language in ("en", "sv", "fr"):
            for said in every_text(language):
                with self.subTest(language=language, said=said):
                    self.assertTrue(said[0].isupper(), said)
                    self.assertTrue(said.endswith((".", "Aaaa bbbb cccc")), said)

    def test_money_days_and_shares_are_written_as_the_language_does(self) -> None:
        for language, wanted in (
            ("en", ("1,200.00\u00a0EUR", "1 May 2026", "12.5\u00a0%", "Own site × 1.00")),
            ("sv", ("1\u00a0200,00\u00a0EUR", "den 1 maj 2026", "12,5\u00a0%", "egen webbplats × 1,00")),
            ("fr", ("1\u202f200,00\u00a0EUR", "1er mai 2026", "12,5\u00a0%", "site de la maison × 1,00")),
        ):
            text = wording.text_of(RICH, language, house="Corvane")
            for words in wanted:
                with self.subTest(language=language, words=words):
                    self.assertIn(words.lower(), text.lower())

    def test_french_sets_its_spaces_before_signs(self) -> None:
        for said in every_text("fr"):
            with self.subTest(said=said):
                self.assertNotRegex(said, r"(?<![\u00a0\u202f])[;:!?](\s|$)")


class TradeTests(SimpleTestCase):
    def test_every_code_of_a_licence_has_a_word_for_sentences_too(self) -> None:
        for kind in ("purpose", "category", "channel", "alteration"):
            for code in KINDS[kind]:
                with self.subTest(kind=kind, code=code):
                    self.assertIn(code, TERMS)

    def test_every_craft_and_every_slot_has_one(self) -> None:
        for code in (*Craft.values, *CRAFTS):
            with self.subTest(code=code):
                self.assertIn(code, TERMS)

    def test_whatever_terms_or_a_brief_may_lack_has_one(self) -> None:
        nothing = Terms(starts_on=LAST, ends_on=FIRST, purposes=(TESTS, "social"), approval="named")
        for name in (*nothing.lacking(), *FOR_DELIVERY):
            with self.subTest(name=name):
                self.assertIn(name.replace("_", "-"), TERMS)
