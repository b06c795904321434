"""A signed day reaches the model and her agency by mail where there is mail; everybody finds it on her page."""

import json
from datetime import timedelta
from unittest.mock import patch

from django.test import TestCase

from studio.home.register import days
from studio.people import mailing
from studio.people.models import Notice, Person
from studio.register import signing
from studio.register.models import DailyHead
from tests import crew
from tests.crew import NOW

MORNING = NOW + timedelta(days=1)
NEXT = NOW + timedelta(days=2)


class SendingTests(TestCase):
    def setUp(self) -> None:
        self.agency = crew.agency("Perron")
        self.booker, self.member = crew.person("Ilse Maas"), crew.person("Only Looks")
        crew.seat(self.booker, self.agency, "booker")
        crew.seat(self.member, self.agency, "member")
        self.twin, self.other = crew.twin(name="Nia"), crew.twin(name="Ren")
        crew.mandate(self.twin, self.agency)
        self.house = crew.house("Corvane")
        crew.grant(self.twin, self.house)

    def told(self) -> set[Person]:
        return {notice.to for notice in Notice.objects.filter(code=days.CODE)}

    def test_the_owner_and_whoever_books_for_her_are_told(self) -> None:
        with self.settings(EMAIL_HOST="mail"):
            self.assertEqual(days.close_and_send(MORNING), 1)
        self.assertEqual(self.told(), {self.twin.owner, self.booker})

    def test_whose_chain_did_not_move_is_left_in_peace(self) -> None:
        with self.settings(EMAIL_HOST="mail"):
            days.close_and_send(MORNING)
            Notice.objects.all().delete()
            days.close_and_send(NEXT)
        self.assertEqual(self.told(), set())

    def test_without_a_mail_server_it_lies_on_the_page_alone(self) -> None:
        days.close_and_send(MORNING)
        self.assertEqual(self.told(), set())
        self.assertEqual(DailyHead.objects.count(), 1)

    def test_the_letter_brings_the_day_with_her_own_place_and_no_other(self) -> None:
        crew.grant(self.other, self.house)
        with self.settings(EMAIL_HOST="mail"), patch("studio.people.mailing.send_mail") as post:
            days.close_and_send(MORNING)
            mailing.send_due_mail(MORNING + timedelta(hours=23))
        letters = {call.args[3][0]: call.args[4] for call in post.call_args_list}
        [(name, content)] = letters[self.twin.owner.email]
        paper = json.loads(content)
        self.assertEqual(name, "register-2026-05-12.json")
        self.assertEqual([place["chain"] for place in paper["places"]], [self.twin.gate_name])
        self.assertEqual(paper["fingerprint"], signing.signer().fingerprint)
        [(_name, hers)] = letters[self.booker.email]
        self.assertNotIn(self.other.gate_name, hers.decode())
