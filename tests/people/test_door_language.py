from django.test import TestCase
from django.urls import reverse

from tests.crew import person

SIGN_IN = {"en": "Sign in", "sv": "Logga in", "fr": "Se connecter"}


class BeforeSignInTests(TestCase):
    url = reverse("account_login")

    def page(self, asks: str = "") -> str:
        response = self.client.get(self.url, headers={"Accept-Language": asks} if asks else {})
        self.language = response.headers["Content-Language"]
        return response.content.decode()

    def test_the_browsers_language_is_spoken(self) -> None:
        for asks, language in (("sv-SE,sv;q=0.9,en;q=0.5", "sv"), ("fr-CA,fr;q=0.9", "fr"), ("en-GB", "en")):
            with self.subTest(asks=asks):
                page = self.page(asks)
                self.assertIn(f'<html lang="{language}"', page)
                self.assertIn(SIGN_IN[language], page)
                self.assertEqual(self.language, language)

    def test_a_language_nobody_wrote_here_is_answered_in_english(self) -> None:
        for asks in ("", "ja", "de-AT,de;q=0.9", "no-such-language", "*"):
            with self.subTest(asks=asks):
                self.assertIn('<html lang="en"', self.page(asks))

    def test_the_second_of_the_browsers_languages_counts_too(self) -> None:
        self.assertIn('<html lang="fr"', self.page("ja,fr;q=0.8,en;q=0.5"))

    def test_a_language_chosen_at_the_door_stays(self) -> None:
        self.client.post(reverse("people:language"), {"language": "sv", "next": self.url})
        self.assertIn('<html lang="sv"', self.page("fr"))


class ProvingTests(TestCase):
    def test_proving_that_it_is_her_is_asked_in_her_language(self) -> None:
        for language, words in (("sv", "Visa att det är du"), ("fr", "Montrez que c’est vous")):
            her = person(language=language)
            her.set_password("a long password")
            her.save(update_fields=["password"])
            self.client.force_login(her)
            with self.subTest(language=language):
                page = self.client.get(reverse("account_reauthenticate"), headers={"Accept-Language": "en"})
                self.assertContains(page, words)
                self.assertNotContains(page, "Confirm Access")
