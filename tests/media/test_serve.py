from datetime import timedelta
from io import BytesIO
from unittest import mock

from django.contrib.sessions.backends.db import SessionStore
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory, TestCase
from django.utils import timezone
from PIL import Image

from studio.media import actions, addresses, keys, views
from studio.media.addresses import Wanted
from studio.media.models import Blob
from tests.media.making import NIA, REN, Gates, kept, photograph, signed_in


class ServeTests(TestCase):
    def setUp(self) -> None:
        self.client, self.ida, self.session = signed_in()
        self.gates = Gates(**{NIA.removeprefix("twin:"): 3, REN.removeprefix("twin:"): 1})
        self.blob = kept(under=NIA)
        actions.variant(self.blob, "thumb")
        self.address = self.addressed(self.blob)

    def addressed(self, blob: Blob, variant: str = "thumb") -> str:
        gates = tuple((name, self.gates.epochs[name]) for name in blob.names)
        return addresses.addresses(self.session, [Wanted(blob.id, variant, gates)])[blob.id]

    def assertVeiled(self, answer: HttpResponseBase) -> None:
        self.assertEqual((answer.status_code, answer["Content-Type"]), (410, "image/svg+xml"))
        self.assertEqual((answer["Cache-Control"], answer["X-Veil"]), ("no-store", "1"))
        self.assertIn(b'width="256" height="171"', b"".join(answer))

    def test_it_shows_the_picture(self) -> None:
        answer = self.client.get(self.address)
        with Image.open(BytesIO(answer.content)) as image:
            self.assertEqual((answer.status_code, image.size), (200, (256, 171)))

    def test_a_browser_may_keep_it_but_must_ask_and_can_do_nothing_else_with_it(self) -> None:
        answer = self.client.get(self.address)
        self.assertEqual(answer["Cache-Control"], "private, no-cache")
        self.assertEqual(answer["Content-Type"], "image/webp")
        self.assertEqual(answer["X-Content-Type-Options"], "nosniff")
        self.assertEqual(answer["Content-Disposition"], "inline")
        self.assertEqual(answer["Cross-Origin-Resource-Policy"], "same-origin")
        self.assertEqual(answer["Content-Security-Policy"], "default-src 'none'; sandbox")

    def test_asked_again_it_says_not_modified(self) -> None:
        tag = self.client.get(self.address)["ETag"]
        answer = self.client.get(self.address, headers={"If-None-Match": tag})
        self.assertEqual((answer.status_code, answer.content, answer["ETag"]), (304, b"", tag))
        self.assertEqual(answer["Cache-Control"], "private, no-cache")

    def test_a_known_tag_helps_nobody_once_the_gate_moved(self) -> None:
        tag = self.client.get(self.address)["ETag"]
        self.gates.epochs[NIA] += 1
        self.assertVeiled(self.client.get(self.address, headers={"If-None-Match": tag}))

    def test_alone_in_a_tab_where_no_script_could_take_it_away_it_is_not_shown(self) -> None:
        for asks in ("document", "iframe", "object"):
            self.assertVeiled(self.client.get(self.address, headers={"Sec-Fetch-Dest": asks}))
        self.assertEqual(self.client.get(self.address, headers={"Sec-Fetch-Dest": "image"}).status_code, 200)

    def test_the_veil_stands_there_when_the_gate_moved(self) -> None:
        self.client.get(self.address)
        self.gates.epochs[NIA] += 1
        self.assertVeiled(self.client.get(self.address))

    def test_one_of_two_gates_is_enough(self) -> None:
        address = self.addressed(kept(under=f"{NIA},{REN}"))
        self.gates.epochs[REN] += 1
        self.assertVeiled(self.client.get(address))

    def test_a_gate_that_is_gone_is_closed(self) -> None:
        del self.gates.epochs[NIA]
        self.assertVeiled(self.client.get(self.address))

    def test_after_its_time_the_veil_stands_there(self) -> None:
        with mock.patch("django.utils.timezone.now", return_value=timezone.now() + timedelta(minutes=5, seconds=1)):
            self.assertVeiled(self.client.get(self.address))

    def test_it_opens_in_no_other_session(self) -> None:
        other, _, _ = signed_in("jo@rival.example")
        self.assertEqual(other.get(self.address).status_code, 404)
        self.assertEqual(Client().get(self.address).status_code, 404)

    def test_it_opens_no_more_after_signing_out(self) -> None:
        cookies = self.client.cookies["sessionid"].value
        self.client.logout()
        self.client.cookies["sessionid"] = cookies
        self.assertEqual(self.client.get(self.address).status_code, 404)

    def test_a_changed_address_is_no_address(self) -> None:
        self.assertEqual(self.client.get(self.address[:-2] + "zz").status_code, 404)

    def test_an_address_cannot_be_a_path(self) -> None:
        for path in ("/m/../../etc/passwd", "/m/%2e%2e%2fkeys%2fwrapping.key", "/m/.", "/m/%00"):
            with self.subTest(path=path):
                self.assertEqual(self.client.get(path).status_code, 404)

    def test_it_is_only_read(self) -> None:
        self.assertEqual(self.client.post(self.address).status_code, 405)

    def test_what_was_erased_is_veiled_also_where_it_was_just_shown(self) -> None:
        self.client.get(self.address)
        with self.captureOnCommitCallbacks(execute=True):
            actions.erase(self.blob)
        self.assertVeiled(self.client.get(self.address))

    def test_a_destroyed_key_veils_also_what_was_just_shown(self) -> None:
        self.client.get(self.address)
        keys.destroy(NIA)
        self.assertVeiled(self.client.get(self.address))

    def test_a_size_nobody_asked_for_before_is_made_at_the_first_look(self) -> None:
        blob = kept(photograph(seed=9))
        answer = self.client.get(self.addressed(blob, "card"))
        self.assertEqual((answer.status_code, answer["Content-Type"]), (200, "image/webp"))

    def test_it_asks_the_session_and_the_gates_and_nothing_else(self) -> None:
        request = RequestFactory().get(self.address)
        request.session = SessionStore(self.session)
        self.client.get(self.address)
        self.gates.asked = 0
        with self.assertNumQueries(1):  # the session; these gates live in memory, and are asked once
            views.serve(request, self.address.removeprefix("/m/"))
        self.assertEqual(self.gates.asked, 1)

    def test_looking_is_noted_with_who_and_what(self) -> None:
        with mock.patch("studio.register.actions.looked") as looked:
            self.client.get(self.address)
        looked.assert_called_once_with(
            f"blob:{self.blob.id}", by=str(self.ida.id), what="thumb", now=mock.ANY, session=self.session
        )

    def test_the_veil_is_not_a_look(self) -> None:
        self.gates.epochs[NIA] += 1
        with mock.patch("studio.register.actions.looked") as looked:
            self.client.get(self.address)
        looked.assert_not_called()
