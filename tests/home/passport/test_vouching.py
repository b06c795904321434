"""What a strange key says of a licence counts for nothing: somebody here answers for it, and she meets herself here."""

from collections.abc import Iterable
from unittest.mock import patch

from django.test import Client
from django.urls import reverse

from studio.consent import gates
from studio.home.models import Origin, TrustedKey
from studio.home.passport import vouching
from studio.people.models import Notice
from studio.register.models import Entry
from studio.twins import actions as twins
from studio.twins.models import Capture, CompCardPicture, OwnPicture, Plate, Twin
from tests import crew
from tests.crew import NOW
from tests.home.passport.makers import TwoStudios, taken


class ForgedPassport(TwoStudios):
    """The stranger's studio signed that a photographer licensed the pictures of somebody else."""

    def setUp(self) -> None:
        super().setUp()
        self.staff = crew.person("Runs It", is_staff=True, password=crew.PASSWORD)
        self.key = self.signer_there.fingerprint

    def trusted(self) -> TrustedKey:
        decision, key = vouching.trust_key(self.key, studio="Elsewhere", by=self.staff, now=NOW)
        assert key, decision
        return key

    def met(self, twin: Twin) -> OwnPicture:
        picture = crew.own_picture(twin.plates.get(), answer="")
        decision, answered = twins.answer_picture(picture, "me", by=twin.owner, now=NOW)
        assert answered, decision
        return answered

    def card(self, twin: Twin, picture: OwnPicture) -> str:
        assert picture.picture
        return twins.choose_comp_card(twin, [(picture.picture, "in her cover")], by=twin.owner, now=NOW)[0].code

    def usable(self, twin: Twin) -> bool:
        return Plate.objects.usable().filter(twin=twin).exists()


class LicensingTests(ForgedPassport):
    def test_its_plates_are_for_her_eyes_alone(self) -> None:
        twin = self.made()
        self.assertIsNone(Capture.objects.get(twin=twin).licensed_at)
        self.assertFalse(self.usable(twin))

    def test_meeting_herself_is_not_enough(self) -> None:
        twin = self.made()
        self.assertEqual(self.card(twin, self.met(twin)), "captures-not-vouched")
        twin.refresh_from_db()
        self.assertEqual((twin.state, self.usable(twin)), (Twin.State.CAPTURED, False))

    def test_an_answered_key_is_not_enough_either(self) -> None:
        twin = self.made()
        self.trusted()
        self.assertFalse(self.usable(twin))

    def test_answered_for_and_met_it_is_licensed(self) -> None:
        twin = self.made()
        self.trusted()
        picture = self.met(twin)
        self.assertTrue(self.usable(twin))
        self.assertEqual(self.card(twin, picture), "ok")

    def test_the_order_does_not_matter(self) -> None:
        twin = self.made()
        self.met(twin)
        self.trusted()
        self.assertTrue(self.usable(twin))

    def test_not_me_licenses_nothing(self) -> None:
        twin = self.made()
        self.trusted()
        twins.answer_picture(crew.own_picture(twin.plates.get(), answer=""), "not-me", by=twin.owner, now=NOW)
        self.assertFalse(self.usable(twin))

    def test_one_that_comes_after_the_key_was_answered_for_still_has_to_be_met(self) -> None:
        self.trusted()
        twin = self.made()
        self.assertFalse(self.usable(twin))
        self.met(twin)
        self.assertTrue(self.usable(twin))

    def test_a_day_that_nobody_licensed_there_is_licensed_by_nobody_here(self) -> None:
        Capture.objects.filter(twin=self.there).update(licensed_at=None)
        with self.settings(KEYS_FOLDER=self.keys_there):
            self.data = taken(self.there, plates=True)
        twin = self.made()
        self.trusted()
        self.met(twin)
        self.assertFalse(self.usable(twin))

    def test_whoever_brings_it_does_not_answer_for_it_herself(self) -> None:
        self.bearer.is_staff = True
        self.bearer.save(update_fields=["is_staff"])
        vouching.trust_key(self.key, studio="Elsewhere", by=self.bearer, now=NOW)
        twin = self.made()
        self.met(twin)
        self.assertFalse(self.usable(twin))
        TrustedKey.objects.all().delete()
        decision, _key = vouching.trust_key(self.key, studio="Elsewhere", by=self.bearer, now=NOW)
        self.assertEqual(decision.code, "key-not-by-herself")

    def test_when_nobody_answers_for_it_any_more_it_is_out_of_use_at_once(self) -> None:
        twin, key = self.made(), self.trusted()
        self.card(twin, self.met(twin))
        vouching.end_trust(key, by=self.staff, now=NOW)
        self.assertFalse(self.usable(twin))
        self.assertFalse(CompCardPicture.objects.filter(twin=twin).exists())

    def test_each_change_of_it_turns_her_gate_so_that_nothing_given_before_goes_on(self) -> None:
        twin = self.made()
        self.met(twin)
        epochs = [gates.epochs([twin.gate_name])[twin.gate_name]]
        key = self.trusted()
        epochs.append(gates.epochs([twin.gate_name])[twin.gate_name])
        vouching.end_trust(key, by=self.staff, now=NOW)
        epochs.append(gates.epochs([twin.gate_name])[twin.gate_name])
        self.assertEqual(epochs, sorted(set(epochs)))

    def test_it_takes_the_gates_of_all_it_touches_before_it_changes_anything(self) -> None:
        twin, key = self.made(), self.trusted()
        self.met(twin)
        seen: list[tuple[set[str], bool]] = []

        def held(twins: Iterable[Twin], *, alone: bool = False) -> None:
            self.assertTrue(alone)
            seen.append(({each.gate_name for each in twins}, self.usable(twin)))

        with patch.object(gates, "hold", held):
            vouching.end_trust(key, by=self.staff, now=NOW)
        self.assertEqual(seen[0], ({twin.gate_name}, True))
        self.assertFalse(self.usable(twin))

    def test_staff_are_asked_and_she_is_told(self) -> None:
        twin = self.made()
        self.assertTrue(Notice.objects.filter(to=self.staff, code="passport-key-asks").exists())
        self.trusted()
        self.assertTrue(Notice.objects.filter(to=twin.owner, code="passport-vouched").exists())

    def test_the_registers_tell_who_answered(self) -> None:
        twin = self.made()
        self.trusted()
        self.met(twin)
        self.assertTrue(Entry.objects.filter(chain="studio", kind="key-trusted", by=str(self.staff.pk)).exists())
        told = set(Entry.objects.filter(chain=twin.gate_name).values_list("kind", flat=True))
        self.assertLessEqual({"capture-vouched", "brought-captures-licensed"}, told)

    def test_a_second_bearer_of_the_same_twin_gets_none(self) -> None:
        self.made()
        self.bearer = crew.person("Somebody Else")
        crew.adult(self.bearer)
        decision, twin = self.brought()
        self.assertEqual((decision.code, twin), ("passport-anothers", None))

    def test_a_passport_of_this_studio_is_brought_back_by_its_owner_alone(self) -> None:
        with self.settings(KEYS_FOLDER=self.keys_there):
            decision, twin = self.brought()
        self.assertEqual((decision.code, twin), ("passport-anothers", None))


class StudiosPageTests(ForgedPassport):
    def setUp(self) -> None:
        super().setUp()
        self.page = reverse("home:studios")
        self.client = crew.signed_in(Client(), self.staff)
        self.client.post(reverse("account_reauthenticate"), {"password": crew.PASSWORD})

    def test_it_is_for_staff_alone(self) -> None:
        self.assertEqual(crew.signed_in(Client(), self.bearer).get(self.page).status_code, 404)

    def test_it_names_a_key_that_a_twin_came_with(self) -> None:
        self.made()
        page = self.client.get(self.page)
        self.assertContains(page, self.key)
        self.assertContains(page, "1 twin waits for somebody to answer for it.")

    def test_a_pasted_fingerprint_is_known_with_who_and_when(self) -> None:
        self.client.post(self.page, {"studio": "Elsewhere", "fingerprint": self.key.upper().replace("-", " ")})
        self.assertContains(self.client.get(self.page), "Runs It answers for it since")

    def test_what_is_no_fingerprint_is_refused_in_a_sentence(self) -> None:
        answer = self.client.post(self.page, {"studio": "Elsewhere", "fingerprint": "3f2a"})
        self.assertContains(answer, "This is no fingerprint of a key.", status_code=409)

    def test_answering_no_more_is_a_press(self) -> None:
        self.client.post(reverse("home:end_trust", args=[self.trusted().pk]))
        self.assertFalse(TrustedKey.objects.in_force().exists())
        self.assertContains(self.client.get(self.page), "ended it on")

    def test_her_own_page_says_what_is_lacking(self) -> None:
        twin = self.made()
        page = reverse("home:origin", args=[twin.pk])
        hers = crew.signed_in(Client(), twin.owner)
        self.assertContains(hers.get(page), "Nobody who runs this studio answers for that key yet.")
        self.trusted()
        self.assertContains(hers.get(page), "What is left is your first meeting")
        self.met(twin)
        self.assertNotContains(hers.get(page), "answers for that key")
        self.assertEqual(Origin.objects.count(), 1)
