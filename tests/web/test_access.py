from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib.auth import get_user_model
from django.test import SimpleTestCase, TestCase, override_settings
from django.urls import URLPattern, URLResolver, get_resolver

from studio.web import access
from studio.web.access import AccessFileError

HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/open/?tab=2"}


class AccessFileTests(SimpleTestCase):
    def rows(self, text: str) -> dict[str, str]:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "access.csv"
            path.write_text("route,policy\n" + text)
            return access.read(path)

    def test_a_row_gives_a_route_its_policy(self) -> None:
        self.assertEqual(self.rows("boards:board,crew\n"), {"boards:board": "crew"})

    def test_a_policy_nobody_wrote_is_refused(self) -> None:
        with self.assertRaisesMessage(AccessFileError, "'everybody', which does not exist"):
            self.rows("boards:board,everybody\n")

    def test_a_route_with_two_policies_is_refused(self) -> None:
        with self.assertRaisesMessage(AccessFileError, "twice"):
            self.rows("boards:board,crew\nboards:board,public\n")

    def test_the_studios_own_file_can_be_obeyed(self) -> None:
        self.assertEqual(access.read(access.FILE)["web:healthz"], "public")

    def test_only_the_policies_meant_to_let_in_anybody(self) -> None:
        opened = {name for name, roles in access.POLICIES.items() if access.ANYBODY in roles}
        self.assertEqual(opened, {"public", "link", "guest"})


def routes(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from routes(pattern.url_patterns, inner)
        else:
            yield f"{namespace}{pattern.name or pattern.pattern}"


class EveryRouteTests(SimpleTestCase):
    def test_every_route_has_a_row(self) -> None:
        self.assertEqual(set(routes(get_resolver("studio.urls").url_patterns)) - set(access.read(access.FILE)), set())

    def test_every_row_has_a_route(self) -> None:
        self.assertEqual(set(access.read(access.FILE)) - set(routes(get_resolver("studio.urls").url_patterns)), set())


@override_settings(ROOT_URLCONF="tests.web.urls")
class AccessMiddlewareTests(TestCase):
    def sign_in(self) -> None:
        self.client.force_login(get_user_model().objects.create_user("ana@example.org", name="Ana Ruiz"))

    def test_a_stranger_is_sent_to_the_sign_in_page_and_back(self) -> None:
        answer = self.client.get("/signed-in/?from=mail")
        self.assertRedirects(
            answer, "/accounts/login/?next=/signed-in/%3Ffrom%3Dmail", fetch_redirect_response=False
        )

    def test_a_stranger_on_an_open_page_is_led_away_by_htmx(self) -> None:
        answer = self.client.get("/signed-in/", headers=HTMX)
        self.assertEqual(answer.headers["HX-Redirect"], "/accounts/login/?next=/open/%3Ftab%3D2")

    def test_a_stranger_who_posts_comes_back_to_the_page_and_not_to_the_verb(self) -> None:
        answer = self.client.post("/signed-in/", headers={"Referer": "http://testserver/open/"})
        self.assertEqual(answer.headers["Location"], "/accounts/login/?next=/open/")

    def test_nobody_is_led_on_to_another_site(self) -> None:
        answer = self.client.post("/signed-in/", headers={"Referer": "https://evil.example/open/"})
        self.assertEqual(answer.headers["Location"], "/accounts/login/?next=/")

    def test_a_person_who_signed_in_passes(self) -> None:
        self.sign_in()
        self.assertContains(self.client.get("/signed-in/"), "inside")

    def test_a_public_route_asks_nobody(self) -> None:
        self.assertEqual(self.client.get("/open/").status_code, 200)

    def test_a_route_without_a_row_is_not_served(self) -> None:
        self.sign_in()
        with self.assertLogs("studio.web.middleware", "ERROR") as logs:
            answer = self.client.get("/without-a-row/")
        self.assertEqual(answer.status_code, 404)
        self.assertIn("nobody-wrote-a-row", logs.output[0])

    def test_staff_rooms_do_not_exist_for_others(self) -> None:
        self.sign_in()
        access.table()["account_email"] = "staff"
        self.addCleanup(access.table.cache_clear)
        self.assertEqual(self.client.get("/signed-in/").status_code, 404)
