"""The door: password, codes from an app, and no word about who is known here."""

import json
import tempfile
from pathlib import Path
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client, TestCase, override_settings
from django.urls import reverse

from studio.people import demo
from studio.people.models import Person, SignIn
from tests.crew import PASSWORD, person, signed_in


class SignInTests(TestCase):
    def setUp(self) -> None:
        cache.clear()
        self.ana = person("Ana Ruiz", email="ana@example.com", password=PASSWORD)
        self.url = reverse("account_login")

    def sign_in(self, client: Client | None = None, password: str = PASSWORD, then: str = "") -> Any:
        return (client or self.client).post(self.url, {"login": "Ana@example.com", "password": password, "next": then})

    def test_an_address_in_capitals_signs_in(self) -> None:
        self.assertRedirects(self.sign_in(), reverse("home:home"), fetch_redirect_response=False)

    def test_the_session_is_a_new_one(self) -> None:
        self.client.get(self.url)
        before = self.client.session.session_key
        self.sign_in()
        self.assertNotEqual(self.client.session.session_key, before)

    def test_a_wrong_password_and_an_unknown_address_read_the_same(self) -> None:
        wrong = self.sign_in(password="wrong wrong wrong")
        unknown = self.client.post(self.url, {"login": "nobody@example.com", "password": PASSWORD})
        for page in (wrong, unknown):
            self.assertContains(page, "not correct")

    def test_too_many_tries_are_stopped(self) -> None:
        for _ in range(12):
            page = self.sign_in(password="wrong wrong wrong")
        self.assertContains(page, "Too many failed", status_code=page.status_code)

    def test_it_leads_on_to_our_own_pages_only(self) -> None:
        self.assertRedirects(
            self.sign_in(then="/people/notices/"),
            "/people/notices/",
            fetch_redirect_response=False,
        )
        self.client.logout()
        for elsewhere in ("https://example.org/", "//example.org/", "http://localhost:9999/"):
            with self.subTest(elsewhere=elsewhere):
                self.client.logout()
                answer = self.sign_in(then=elsewhere)
                self.assertEqual(answer["Location"], reverse("home:home"))

    def test_nobody_signs_up_without_an_invitation(self) -> None:
        self.client.post(reverse("account_signup"), {"email": "new@example.com", "password1": PASSWORD})
        self.assertFalse(Person.objects.filter(email="new@example.com").exists())
        self.assertContains(self.client.get(reverse("account_signup")), "Your twin begins with you.")

    def test_a_closed_account_does_not_sign_in(self) -> None:
        Person.objects.update(is_active=False)
        self.sign_in()
        self.assertNotIn("_auth_user_id", self.client.session)

    def test_the_password_is_kept_by_argon2(self) -> None:
        self.assertTrue(self.ana.password.startswith("argon2"))

    def test_the_page_has_no_script_or_style_within(self) -> None:
        page = self.client.get(self.url).content.decode()
        self.assertNotIn("style=", page)
        self.assertNotIn("onclick", page)
        self.assertIn("mfa/js/webauthn", page)


class SecondStepTests(TestCase):
    def setUp(self) -> None:
        cache.clear()
        self.ana = person("Ana Ruiz", email="ana@example.com", password=PASSWORD)
        self.secret = totp.generate_totp_secret()
        totp.TOTP.activate(self.ana, self.secret)

    def test_the_password_alone_does_not_sign_her_in(self) -> None:
        answer = self.client.post(reverse("account_login"), {"login": self.ana.email, "password": PASSWORD})
        self.assertRedirects(answer, reverse("mfa_authenticate"))
        self.assertNotIn("_auth_user_id", self.client.session)

    def test_the_code_of_the_app_does(self) -> None:
        self.client.post(reverse("account_login"), {"login": self.ana.email, "password": PASSWORD})
        code = totp.format_hotp_value(totp.hotp_value(self.secret, next(totp.yield_hotp_counters_from_time())))
        self.client.post(reverse("mfa_authenticate"), {"code": code})
        self.assertEqual(self.client.session["_auth_user_id"], str(self.ana.id))

    def test_a_wrong_code_is_refused(self) -> None:
        self.client.post(reverse("account_login"), {"login": self.ana.email, "password": PASSWORD})
        self.client.post(reverse("mfa_authenticate"), {"code": "000000"})
        self.assertNotIn("_auth_user_id", self.client.session)

    def test_she_may_switch_it_on_without_a_mail_server(self) -> None:
        Authenticator.objects.all().delete()
        self.client.post(reverse("account_login"), {"login": self.ana.email, "password": PASSWORD})
        page = self.client.get(reverse("mfa_activate_totp"))
        self.assertContains(page, 'class="qr"')
        self.assertNotContains(page, "data:image")


class PagesTests(TestCase):
    def test_every_page_of_the_account_opens(self) -> None:
        ana = person("Ana Ruiz", email="ana@example.com", password=PASSWORD)
        self.client.post(reverse("account_login"), {"login": ana.email, "password": PASSWORD})
        names = ("account_change_password", "account_email", "account_logout", "mfa_index", "mfa_add_webauthn")
        for name in (*names, "mfa_list_webauthn", "mfa_activate_totp"):
            with self.subTest(name=name):
                self.assertContains(self.client.get(reverse(name)), "people.css")

    def test_every_page_of_the_door_opens(self) -> None:
        for name in ("account_login", "account_reset_password", "account_reset_password_done", "account_signup"):
            with self.subTest(name=name):
                self.assertContains(self.client.get(reverse(name)), "wordmark")


class FreshTests(TestCase):
    def setUp(self) -> None:
        cache.clear()
        self.ana = person("Ana Ruiz", email="ana@example.com", password=PASSWORD)
        self.client.post(reverse("account_login"), {"login": self.ana.email, "password": PASSWORD})

    def test_just_signed_in_she_is_not_asked_again(self) -> None:
        self.assertEqual(self.client.get(reverse("mfa_activate_totp")).status_code, 200)

    def test_later_she_is(self) -> None:
        session = self.client.session
        for proof in session["account_authentication_methods"]:
            proof["at"] -= 301
        session.save()
        url = reverse("mfa_activate_totp")
        self.assertIn(reverse("account_reauthenticate"), self.client.get(url)["Location"])


class SignInsTests(TestCase):
    def test_she_sees_where_she_is_signed_in_and_ends_one(self) -> None:
        ana = person("Ana Ruiz")
        here, there = signed_in(self.client, ana), signed_in(Client(), ana)
        self.assertEqual(SignIn.objects.filter(person=ana).count(), 2)
        other = SignIn.objects.get(session_key=there.session.session_key)
        here.post(reverse("people:end_sign_in", args=[other.id]))
        self.assertEqual(there.get(reverse("people:settings")).status_code, 302)
        self.assertEqual(here.get(reverse("people:settings")).status_code, 200)

    def test_another_persons_sign_in_does_not_exist(self) -> None:
        signed_in(Client(), person())
        other = SignIn.objects.get()
        answer = signed_in(self.client, person()).post(reverse("people:end_sign_in", args=[other.id]))
        self.assertEqual(answer.status_code, 404)

    def test_signing_out_takes_it_off_the_list(self) -> None:
        signed_in(self.client, person()).post(reverse("account_logout"))
        self.assertFalse(SignIn.objects.exists())


class DemoSignInsTests(TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.data = Path(folder.name)

    def test_without_the_demonstration_there_are_none(self) -> None:
        with override_settings(DATA=self.data):
            self.assertEqual(demo.sign_ins(), [])
            self.assertNotContains(self.client.get(reverse("account_login")), "data-fills")

    def test_with_it_one_tap_fills_the_form(self) -> None:
        kept = {"password": "p", "people": [{"name": "Nia Dembe", "email": "nia@demo.example", "does": "Model"}]}
        (self.data / "demo-sign-ins.json").write_text(json.dumps(kept))
        with override_settings(DATA=self.data):
            self.assertContains(self.client.get(reverse("account_login")), 'data-fills="nia@demo.example"')
