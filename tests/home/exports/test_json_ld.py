"""JSON-LD that is handed out is read by another's processor: every word leads somewhere, and no statement is lost."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.test import Client, SimpleTestCase, TestCase
from django.urls import reverse
from pyld import jsonld

from studio.consent.terms import Exclusive, Terms
from studio.home.exports import odrl, papers, profile
from tests import crew
from tests.home.exports.test_odrl import OTHERWISE, RULES, SIGNED, rules_in

ODRL = "http://www.w3.org/ns/odrl/2/"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
CONTEXTS = {odrl.CONTEXT: Path(__file__).parent / "contexts" / "odrl.jsonld"}
PAGE = "https://studio.example/odrl/1/"
Json = dict[str, Any]


def load(url: str, options: object) -> Json:
    """Of the contexts that lie here and of nothing else: no test asks the network."""
    return {"contextUrl": None, "documentUrl": url, "document": json.loads(CONTEXTS[url].read_text())}


def expanded(said: Json) -> list[Any]:
    found: list[Any] = jsonld.expand(said, {"documentLoader": load})
    return found


def triples(said: Json) -> list[tuple[str, str, str]]:
    found = jsonld.to_rdf(said, {"documentLoader": load})["@default"]
    return [(each["subject"]["value"], each["predicate"]["value"], each["object"]["value"]) for each in found]


def mappings(value: Any) -> Iterator[Json]:
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from mappings(each)


def statements(value: Any) -> int:
    """How many are made, whatever they are called: what a processor does not know it leaves out without a word."""
    inner = {key: each for key, each in value.items() if key != "@context"} if isinstance(value, dict) else value
    return sum(not name.startswith("@") and name != "uid" for each in mappings(inner) for name in each)


def policies() -> dict[str, Json]:
    whole = {name: value for name, value in OTHERWISE.items() if name != "test_previews"}
    everywhere = Exclusive("denim", "WORLD", date(2026, 3, 1), date(2026, 4, 1))
    licences: dict[str, Terms] = {
        "whole": crew.terms(**whole),
        "plain": crew.terms(),
        "named approver": crew.terms(approval="named", approver="somebody", exclusivity=(everywhere,)),
        "tests": crew.terms(purposes=("tests",), test_previews=5),
        "nothing": crew.terms(purposes=(), categories=(), channels=(), territories=()),
    }
    return {name: odrl.policy(SIGNED, terms, explained_at=PAGE) for name, terms in licences.items()}


class ReadWhole(SimpleTestCase):
    def assertReadWhole(self, said: Json) -> None:
        read = expanded(said)
        self.assertEqual(statements(read), statements(said))
        for each in mappings(read):
            names = [name for name in each if not name.startswith("@")]
            if "@value" not in each:
                names += [*each.get("@type", []), each.get("@id", "_:b")]
            for name in names:
                self.assertRegex(name, r"^(?:https?://[^ ]+|urn:[a-z]+:[^ ]+|_:b)")
            self.assertNotRegex(str(each.get("@value", "")), r"^(?:dbl|odrl|dpv|dpv-pd|eu-gdpr|urn):")


class PolicyTests(ReadWhole):
    def test_every_word_leads_to_an_absolute_address_and_none_is_lost(self) -> None:
        for name, said in policies().items():
            with self.subTest(name):
                self.assertReadWhole(said)

    def test_policy_rules_and_constraints_are_triples(self) -> None:
        for name, said in policies().items():
            told = triples(said)
            of_it = Counter(predicate.removeprefix(ODRL) for subject, predicate, _o in told if subject == "urn:uuid:v")
            made = Counter(predicate.removeprefix(ODRL) for _s, predicate, _o in told)
            constraints = [each for rule in rules_in(said) for each in rule.get("constraint", ())]
            with self.subTest(name):
                self.assertIn(("urn:uuid:v", RDF_TYPE, f"{ODRL}Agreement"), told)
                self.assertEqual([of_it[kind] for kind in RULES], [len(said[kind]) for kind in RULES])
                for word in ("constraint", "leftOperand", "operator"):
                    self.assertEqual(made[word], len(constraints))

    def test_each_constraint_says_against_what(self) -> None:
        """Also where a licence allows nothing at all: an empty list is no statement."""
        for name, said in policies().items():
            told = triples(said)
            compared = {subject for subject, predicate, _o in told if predicate == f"{ODRL}rightOperand"}
            constraints = {object for _s, predicate, object in told if predicate == f"{ODRL}constraint"}
            with self.subTest(name):
                self.assertEqual(constraints - compared, set())

    def test_our_own_words_are_all_explained_on_their_page(self) -> None:
        own = f"{odrl.PROFILE}:"
        used: set[str] = set()
        for said in policies().values():
            for each in mappings(expanded(said)):
                used |= {word.removeprefix(own) for word in [*each, each.get("@id", "")] if word.startswith(own)}
        self.assertEqual({word for word in used if not profile.is_explained(word)}, set())
        self.assertEqual(set(profile.TERMS) - used, set())

    def test_the_policy_leads_to_that_page(self) -> None:
        (read,) = expanded(policies()["plain"])
        (seen,) = read["http://www.w3.org/2000/01/rdf-schema#seeAlso"]
        self.assertEqual(seen["@id"], PAGE)


class ReceiptTests(ReadWhole, TestCase):
    def test_receipts_are_read_whole_too(self) -> None:
        twin = crew.twin(name="Nia")
        version = crew.grant(twin, crew.house("Corvane"))
        for said in (papers.licence_receipt(version), papers.data_receipt(twin)):
            with self.subTest(said["@id"]):
                self.assertReadWhole(said)


class ProfilePageTests(TestCase):
    def test_anybody_reads_what_a_word_means(self) -> None:
        page = Client().get(reverse("home:odrl_profile"))
        self.assertContains(page, "The model, who owns the twin.")
        self.assertContains(page, odrl.PROFILE)
