"""Each kind of alteration is a signature of its own, and no licence opens one without it."""

from datetime import timedelta

from django.test import TestCase
from django.urls import reverse

from studio.consent.actions.altering import end_alteration, sign_alteration
from studio.consent.facts import facts_of
from studio.consent.models import Gate
from studio.register.models import Entry
from studio.twins import wording
from studio.twins.models import Signature
from tests import crew
from tests.crew import NOW


class AlterationTests(TestCase):
    def setUp(self) -> None:
        self.twin = crew.twin(crew.person("Nia Dembe", password=crew.PASSWORD))
        crew.grant(self.twin, crew.house(), alterations=("hair-colour", "skin"))

    def granted(self) -> tuple[str, ...]:
        return facts_of([self.twin], NOW)[self.twin.pk].licences[0].terms.alterations

    def sign(self, code: str = "hair-colour") -> Signature:
        decision, signature = sign_alteration(self.twin, code, by=self.twin.owner, now=NOW, evidence=crew.fresh())
        assert signature, decision
        return signature

    def test_a_licence_alone_opens_none(self) -> None:
        self.assertEqual(self.granted(), ())

    def test_her_signature_opens_its_own_kind_and_no_other(self) -> None:
        self.sign()
        self.assertEqual(self.granted(), ("hair-colour",))

    def test_the_text_is_kept_as_she_read_it(self) -> None:
        signature = self.sign()
        self.assertEqual(signature.text, wording.text_of("alteration:hair-colour", "en"))
        self.assertEqual(signature.sha256, wording.digest(signature.kind, signature.text, "en"))

    def test_she_ends_it_and_the_gate_turns(self) -> None:
        signature, before = self.sign(), Gate.objects.get(twin=self.twin).epoch
        self.assertTrue(end_alteration(signature, by=self.twin.owner, now=NOW))
        self.assertEqual(self.granted(), ())
        self.assertEqual(Gate.objects.get(twin=self.twin).epoch, before + 1)
        self.assertTrue(Entry.objects.filter(chain=self.twin.gate_name, kind="signature-ended").exists())

    def test_signing_twice_is_one_signature_and_after_an_end_another(self) -> None:
        first = self.sign()
        self.assertEqual(self.sign(), first)
        end_alteration(first, by=self.twin.owner, now=NOW)
        self.assertNotEqual(self.sign(), first)

    def test_only_she_and_only_freshly_signed_in(self) -> None:
        old = crew.fresh(NOW - timedelta(hours=1))
        for by, evidence, code in ((crew.person(), crew.fresh(), "not-owner"), (self.twin.owner, old, "fresh-sign-in")):
            decision, _ = sign_alteration(self.twin, "skin", by=by, now=NOW, evidence=evidence)
            self.assertEqual(decision.code, code)
        decision, _ = sign_alteration(self.twin, "age", by=self.twin.owner, now=NOW, evidence=crew.fresh())
        self.assertEqual(decision.code, "alteration-unknown")

    def test_the_consent_to_keep_her_does_not_end_so(self) -> None:
        kept = Signature.objects.create(
            twin=self.twin,
            by=self.twin.owner,
            kind="data",
            text="",
            language="en",
            wording="",
            sha256="",
            evidence={},
            signed_at=NOW,
        )
        self.assertEqual(end_alteration(kept, by=self.twin.owner, now=NOW).code, "ends-by-erasing")

    def test_it_is_a_press_on_her_page(self) -> None:
        crew.signed_in(self.client, self.twin.owner)
        self.client.post(reverse("account_reauthenticate"), {"password": crew.PASSWORD})
        url = reverse("consent:alteration", args=[self.twin.pk, "skin"])
        self.client.post(url, {"do": "sign"})
        self.assertEqual(Signature.objects.get().kind, "alteration:skin")
        crew.signed_in(self.client, crew.person())
        self.assertEqual(self.client.post(url, {"do": "sign"}).status_code, 404)
