import re

from django.test import SimpleTestCase, TestCase, override_settings

from studio.web.csp import NONCE, Nonce, policy


class PolicyTests(SimpleTestCase):
    def test_a_nonce_stands_where_its_placeholder_stood(self) -> None:
        self.assertEqual(policy({"script-src": ["'self'", NONCE]}, nonce="abc"), "script-src 'self' 'nonce-abc'")

    def test_without_a_nonce_nothing_inline_is_let_in(self) -> None:
        self.assertEqual(policy({"script-src": ["'self'", NONCE]}), "script-src 'self'")

    def test_the_websocket_of_the_same_host_is_named(self) -> None:
        text = policy({"connect-src": ["'self'"]}, host="studio.example")
        self.assertEqual(text, "connect-src 'self' ws://studio.example wss://studio.example")

    def test_sources_may_be_one_text_as_in_django_six(self) -> None:
        self.assertEqual(policy({"img-src": "'self' blob:"}), "img-src 'self' blob:")

    def test_a_directive_that_is_switched_off_is_left_out(self) -> None:
        self.assertEqual(policy({"img-src": None, "font-src": "'self'"}), "font-src 'self'")

    def test_a_directive_may_need_no_source(self) -> None:
        self.assertEqual(policy({"upgrade-insecure-requests": True}), "upgrade-insecure-requests")

    def test_a_nonce_stays_the_same_through_one_request(self) -> None:
        nonce = Nonce()
        self.assertEqual(str(nonce), str(nonce))

    def test_two_requests_have_two_nonces(self) -> None:
        self.assertNotEqual(str(Nonce()), str(Nonce()))


@override_settings(ROOT_URLCONF="tests.web.urls")
class ContentSecurityPolicyMiddlewareTests(TestCase):
    def test_no_page_allows_what_is_unsafe(self) -> None:
        header = self.client.get("/open/").headers["Content-Security-Policy"]
        self.assertNotIn("unsafe-", header)
        self.assertIn("default-src 'none'", header)

    def test_every_inline_script_carries_the_nonce_of_the_header(self) -> None:
        page = self.client.get("/open/")
        nonce = re.search(r"'nonce-([^']+)'", page.headers["Content-Security-Policy"])
        assert nonce
        inline = re.findall(r"<script(?![^>]*src=)(?![^>]*application/json)([^>]*)>", page.content.decode())
        self.assertTrue(inline)
        for attributes in inline:
            self.assertIn(f'nonce="{nonce[1]}"', attributes)

    def test_an_answer_without_scripts_has_no_nonce(self) -> None:
        self.assertNotIn("nonce-", self.client.get("/healthz").headers["Content-Security-Policy"])

    @override_settings(SECURE_CSP_REPORT_ONLY={"default-src": ["'self'"]})
    def test_a_policy_can_be_tried_without_being_enforced(self) -> None:
        header = self.client.get("/healthz").headers["Content-Security-Policy-Report-Only"]
        self.assertEqual(header, "default-src 'self'")

    @override_settings(ALLOWED_HOSTS=["studio.example"])
    def test_a_forged_host_is_refused_and_not_written_into_the_header(self) -> None:
        with self.assertLogs("django.security.DisallowedHost"):
            answer = self.client.get("/open/", headers={"Host": "evil.example"})
        self.assertEqual(answer.status_code, 400)
        self.assertNotIn("evil.example", answer.headers["Content-Security-Policy"])
