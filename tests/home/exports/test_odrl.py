"""A licence in ODRL: its terms are the vocabulary's or the profile's, and no term of ours is left out."""

import json
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from typing import Any

from django.test import SimpleTestCase

from studio.consent.terms import Exclusive, Pay, Terms
from studio.home.exports.odrl import CONTEXT, PROFILE, Signed, policy
from tests import crew

LEFT = {
    "spatial", "dateTime", "purpose", "media", "deliveryChannel", "industry", "product", "recipient", "count",
    "payAmount", "language", "resolution", "elapsedTime", "event", "version", "virtualLocation",
}  # fmt: skip
ACTIONS = {
    "derive", "modify", "display", "compensate", "attribute", "obtainConsent", "inform", "reviewPolicy",
    "ensureExclusivity", "grantUse", "nextPolicy", "delete",
}  # fmt: skip
OPERATORS = {"eq", "gt", "gteq", "lt", "lteq", "neq", "isA", "hasPart", "isPartOf", "isAllOf", "isAnyOf", "isNoneOf"}
RULES = ("permission", "prohibition", "obligation")
SIGNED = Signed(
    version="v",
    number=2,
    grant="g",
    twin="t",
    owner="o",
    house="h",
    sha256="f" * 64,
    language="sv",
    signed_at="2026-05-12T09:00:00+00:00",
    house_signed_at="2026-05-11T09:00:00+00:00",
    in_force=True,
)
DAY = date(2026, 3, 1)
OTHERWISE: dict[str, Any] = {
    "starts_on": DAY,
    "ends_on": date(2026, 11, 30),
    "brands": ("Corvane",),
    "product_lines": ("AW26",),
    "intended_use": "Something else altogether, said in words",
    "represented_by": "union",
    "purposes": ("campaign",),
    "test_previews": 5,
    "categories": ("denim",),
    "never_categories": ("fur",),
    "channels": ("print",),
    "territories": ("WORLD",),
    "never_scenes": ("a hospital",),
    "never_poses": ("lying down",),
    "never_beside": ("a weapon",),
    "alterations": ("hair-colour",),
    "competing": "ask",
    "exclusivity": (Exclusive("denim", "DE", DAY, date(2026, 4, 1)),),
    "pieces": 3,
    "pieces_a_month": 1,
    "approval": "each-piece",
    "approver": "somebody",
    "notice_days": 30,
    "pay": Pay(currency="SEK"),
    "name_form": "stage",
    "shown_name": "Nia",
    "prevails": "house",
}
PAID_OTHERWISE: dict[str, Any] = {
    "currency": "SEK",
    "day_rate_minor": 1,
    "channels": {"print": "2.00"},
    "territories": {"DE": "0.50"},
    "days": {"30": "0.25"},
    "notice": {"30": "1.10"},
    "minimum_minor": 5,
    "kill_fee_bps": 5000,
    "commission_bps": 2000,
    "crew_share_bps": 100,
    "pay_within_days": 14,
}
ONLY_BESIDE: dict[str, dict[str, Any]] = {
    "test_previews": {"purposes": ("tests",)},
    "approver": {"approval": "named"},
}


def rules_in(said: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for kind in RULES:
        for rule in said[kind]:
            yield rule
            yield from rule.get("duty", ())


class PolicyTests(SimpleTestCase):
    def setUp(self) -> None:
        self.whole = crew.terms(**{name: value for name, value in OTHERWISE.items() if name != "test_previews"})

    def test_it_is_an_agreement_with_its_context_profile_and_parties(self) -> None:
        said = policy(SIGNED, crew.terms())
        self.assertEqual(said["@context"][0], CONTEXT)
        self.assertEqual((said["@type"], said["profile"], said["uid"]), ("Agreement", PROFILE, "urn:uuid:v"))
        self.assertEqual([said[part] for part in ("assigner", "assignee", "target")],
                         ["urn:uuid:o", "urn:uuid:h", "urn:uuid:t"])  # fmt: skip

    def test_every_word_is_of_the_vocabulary_or_of_the_profile(self) -> None:
        for terms in (self.whole, crew.terms(), crew.terms(purposes=("tests",), test_previews=5)):
            for rule in rules_in(policy(SIGNED, terms)):
                with self.subTest(rule=rule["action"]):
                    self.assertTrue(rule["action"] in ACTIONS or rule["action"].startswith("dbl:"))
                    for each in rule.get("constraint", ()):
                        self.assertTrue(each["leftOperand"] in LEFT or each["leftOperand"].startswith("dbl:"))
                        self.assertIn(each["operator"], OPERATORS)
                        self.assertIn("rightOperand", each)

    def test_the_prefix_of_the_profile_is_in_the_context(self) -> None:
        self.assertEqual(policy(SIGNED, crew.terms())["@context"][1]["dbl"], f"{PROFILE}:")

    def test_no_term_is_left_out(self) -> None:
        self.assertEqual(set(OTHERWISE), {each.name for each in fields(Terms)})
        for name, value in OTHERWISE.items():
            beside = ONLY_BESIDE.get(name, {})
            before = policy(SIGNED, crew.terms(**beside))
            after = policy(SIGNED, crew.terms(**(beside | {name: value})))
            with self.subTest(term=name):
                self.assertNotEqual(before, after)

    def test_no_term_of_pay_is_left_out(self) -> None:
        self.assertEqual(set(PAID_OTHERWISE), {each.name for each in fields(Pay)})
        for name, value in PAID_OTHERWISE.items():
            before, after = (policy(SIGNED, crew.terms(pay=pay)) for pay in (Pay(), replace(Pay(), **{name: value})))
            with self.subTest(term=name):
                self.assertNotEqual(before, after)

    def test_what_no_licence_opens_is_forbidden_in_every_one(self) -> None:
        text = json.dumps(policy(SIGNED, self.whole)["prohibition"])
        closed = ("dbl:alteration-younger-age", "dbl:alteration-skin-tone", "dbl:category-nudity")
        for word in ("grantUse", "dbl:train", "dbl:useAsReference", *closed):
            self.assertIn(word, text)

    def test_tests_are_made_and_never_shown(self) -> None:
        said = policy(SIGNED, crew.terms(purposes=("tests",), test_previews=5))
        self.assertEqual([rule["action"] for rule in said["permission"]], ["derive"])

    def test_a_licence_that_allows_nothing_says_so(self) -> None:
        channels = policy(SIGNED, crew.terms(channels=()))["permission"][1]["constraint"]
        allowed = [each["rightOperand"] for each in channels if each["leftOperand"] == "deliveryChannel"]
        self.assertEqual(allowed, [[{"@id": "dbl:nothing"}]])
