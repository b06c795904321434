from unittest import mock

from django.contrib.auth import get_user_model
from django.test import Client, TestCase, override_settings
from django.urls import reverse

from studio.web import shell

HTMX = {"HX-Request": "true"}


@override_settings(ROOT_URLCONF="tests.web.urls")
class ErrorPageTests(TestCase):
    def test_what_is_not_there_is_said_with_a_way_on(self) -> None:
        self.assertContains(self.client.get("/nowhere/"), "Look at the address again", status_code=404)

    def test_a_fragment_gets_the_refusal_alone(self) -> None:
        page = self.client.get("/nowhere/", headers=HTMX)
        self.assertContains(page, "Nothing is here for you", status_code=404)
        self.assertNotContains(page, "<html", status_code=404)

    def test_a_fault_is_said_without_asking_the_database(self) -> None:
        client = Client(raise_request_exception=False)
        with self.assertLogs("django.request", "ERROR"), self.assertNumQueries(0):
            page = client.get("/failing/")
        self.assertContains(page, "Something in the studio failed", status_code=500)

    def test_a_form_without_its_token_is_refused_in_words(self) -> None:
        client = Client(enforce_csrf_checks=True)
        with self.assertLogs("django.security.csrf", "WARNING"):
            page = client.post(reverse("web:theme"), {"theme": "dark"})
        self.assertContains(page, "the form is no longer valid", status_code=403)


@override_settings(ROOT_URLCONF="tests.web.urls")
class HealthTests(TestCase):
    def test_it_answers_without_asking_the_database(self) -> None:
        with self.assertNumQueries(0):
            self.assertContains(self.client.get("/healthz"), "ok")


@override_settings(ROOT_URLCONF="tests.web.urls")
class ThemeTests(TestCase):
    def test_the_choice_is_on_the_next_page(self) -> None:
        self.client.post("/theme", {"theme": "dark"})
        self.assertContains(self.client.get("/open/"), 'data-theme="dark"')

    def test_the_devices_own_is_a_choice_too(self) -> None:
        self.client.post("/theme", {"theme": "dark"})
        self.client.post("/theme", {"theme": "system"})
        self.assertNotContains(self.client.get("/open/"), "data-theme=")

    def test_a_forged_cookie_is_not_written_on_the_page(self) -> None:
        self.client.cookies["theme"] = '"><script>'
        self.assertNotContains(self.client.get("/open/"), "data-theme=")

    def test_without_scripts_it_leads_back(self) -> None:
        answer = self.client.post("/theme", {"theme": "dark"}, headers={"Referer": "http://testserver/open/"})
        self.assertRedirects(answer, "http://testserver/open/", fetch_redirect_response=False)

    def test_it_does_not_lead_to_another_site(self) -> None:
        answer = self.client.post("/theme", {"theme": "dark"}, headers={"Referer": "https://evil.example/"})
        self.assertRedirects(answer, "/", fetch_redirect_response=False)


@override_settings(ROOT_URLCONF="tests.web.urls")
class ManifestTests(TestCase):
    def test_a_phone_can_read_it(self) -> None:
        answer = self.client.get("/manifest.webmanifest")
        self.assertEqual(answer.headers["Content-Type"], "application/manifest+json")
        self.assertEqual(answer.json()["start_url"], "/")


@override_settings(ROOT_URLCONF="tests.web.urls")
class ShellTests(TestCase):
    def setUp(self) -> None:
        self.client.force_login(get_user_model().objects.create_user("ana@example.org", name="Ana Ruiz"))

    def test_every_part_can_be_drawn(self) -> None:
        self.assertContains(self.client.get("/parts/"), "What every page is made of.", count=2)

    def test_the_bar_counts_what_waits(self) -> None:
        with mock.patch.object(shell, "_waits", [lambda user: 3]):
            self.assertContains(self.client.get("/parts/"), "3 for you")

    def test_the_count_can_be_asked_again_alone(self) -> None:
        with mock.patch.object(shell, "_waits", [lambda user: 4]):
            page = self.client.get("/waits", headers=HTMX)
        self.assertContains(page, "4 for you")
        self.assertNotContains(page, "<html")

    def test_a_page_listens_to_its_readers_own_topic(self) -> None:
        with mock.patch.object(shell, "_live", [lambda request: "signed-for-her"]):
            self.assertContains(self.client.get("/parts/"), '<meta name="live" content="signed-for-her">', html=True)

    def test_nothing_is_red_when_nothing_waits(self) -> None:
        with mock.patch.object(shell, "_waits", []):
            self.assertRegex(self.client.get("/parts/").content.decode(), r'class="waits" data-waits[^>]* hidden')

    def test_the_counter_is_not_asked_where_the_page_does_not_show_it(self) -> None:
        counter = mock.Mock(return_value=1)
        with mock.patch.object(shell, "_waits", [counter]):
            self.client.get("/open/")
        counter.assert_not_called()

    def test_the_line_tells_when_it_is_lost(self) -> None:
        self.assertContains(self.client.get("/parts/"), "data-line hidden")
