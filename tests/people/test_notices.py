"""What happened, told on her page at once and by mail when it is day where she is."""

from datetime import UTC, datetime, timedelta
from unittest.mock import patch

from django.test import TestCase
from django.urls import reverse

from studio.live.models import Announcement
from studio.people import actions
from studio.people.mailing import send_due_mail
from studio.people.models import Notice
from tests.crew import NOW, person, signed_in

EVENING = datetime(2026, 5, 12, 20, 30, tzinfo=UTC)
HTMX = {"HX-Request": "true"}


class TellTests(TestCase):
    def setUp(self) -> None:
        self.ana = person("Ana Ruiz", time_zone="Europe/Paris")

    def tell(self, now: datetime = NOW, key: str = "") -> Notice:
        return actions.tell(self.ana, "invitation-accepted", values={"name": "Noa"}, now=now, key=key)

    def test_her_open_pages_hear_of_it(self) -> None:
        self.tell()
        told = Announcement.objects.get(topic=f"person:{self.ana.id}")
        self.assertEqual((told.message["kind"], told.message["unread"]), ("notices", 1))

    def test_the_same_key_is_told_once(self) -> None:
        self.assertEqual(self.tell(key="k"), self.tell(key="k"))

    def test_without_a_mail_server_nothing_waits_to_be_posted(self) -> None:
        self.assertIsNone(self.tell().mail_after)

    def test_at_night_the_mail_waits_for_her_morning(self) -> None:
        with self.settings(EMAIL_HOST="mail"), patch("studio.people.mailing.send_mail") as post:
            self.tell(EVENING)
            self.assertEqual(send_due_mail(EVENING + timedelta(hours=1)), 0)
            self.assertEqual(send_due_mail(datetime(2026, 5, 13, 6, 0, tzinfo=UTC)), 1)
        subject, body = post.call_args.args[:2]
        self.assertIn("Something waits for you", subject)
        self.assertNotIn("Noa", subject + body, "what is told may be under embargo")
        self.assertIn("/people/notices/", body)

    def test_what_she_has_read_is_not_posted(self) -> None:
        with self.settings(EMAIL_HOST="mail"), patch("studio.people.mailing.send_mail"):
            self.tell(EVENING)
            actions.read_notices(self.ana, now=EVENING)
            self.assertEqual(send_due_mail(datetime(2026, 5, 13, 9, 0, tzinfo=UTC)), 0)

    def test_several_make_one_letter(self) -> None:
        with self.settings(EMAIL_HOST="mail"), patch("studio.people.mailing.send_mail") as post:
            self.tell()
            self.tell()
            self.assertEqual(send_due_mail(NOW), 1)
        self.assertEqual(post.call_count, 1)

    def test_what_could_not_be_posted_is_tried_again(self) -> None:
        with self.settings(EMAIL_HOST="mail"):
            self.tell()
            with patch("studio.people.mailing.send_mail", side_effect=OSError):
                self.assertEqual(send_due_mail(NOW), 0)
            with patch("studio.people.mailing.send_mail"):
                self.assertEqual(send_due_mail(NOW), 1)


class NoticesPageTests(TestCase):
    def setUp(self) -> None:
        self.ana = person("Ana Ruiz")
        self.notice = actions.tell(self.ana, "invitation-accepted", values={"name": "Noa"}, url="/shoots/", now=NOW)

    def test_it_says_what_happened(self) -> None:
        page = signed_in(self.client, self.ana).get(reverse("people:notices"))
        self.assertContains(page, "Noa has taken up your invitation.")
        self.assertContains(page, "1 thing you have not read")

    def test_with_htmx_it_is_the_list_alone(self) -> None:
        page = signed_in(self.client, self.ana).get(reverse("people:notices"), headers=HTMX)
        self.assertTemplateNotUsed(page, "web/base.html")
        self.assertContains(page, 'data-state="open"')

    def test_opening_one_reads_it_and_leads_there(self) -> None:
        answer = signed_in(self.client, self.ana).post(reverse("people:notice", args=[self.notice.id]))
        self.assertRedirects(answer, "/shoots/", fetch_redirect_response=False)
        self.assertFalse(Notice.objects.unread().exists())

    def test_another_persons_notice_does_not_exist(self) -> None:
        stranger = signed_in(self.client, person())
        self.assertEqual(stranger.post(reverse("people:notice", args=[self.notice.id])).status_code, 404)
        self.assertNotContains(stranger.get(reverse("people:notices")), "Noa")

    def test_a_code_nobody_knows_is_still_a_sentence(self) -> None:
        actions.tell(self.ana, "no-such-code", now=NOW)
        page = signed_in(self.client, self.ana).get(reverse("people:notices"))
        self.assertContains(page, "Something has changed that concerns you.")
