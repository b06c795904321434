import base64
from datetime import timedelta
from uuid import uuid4

from django.test import TestCase

from studio.media import actions, addresses
from studio.media.addresses import BadAddressError, Wanted
from tests.media.making import NIA, NOW, kept

SESSION = "one-session-key"


def token_of(address: str) -> str:
    return address.removeprefix("/m/")


class AddressesTests(TestCase):
    def test_many_cost_as_few_queries_as_one(self) -> None:
        blob = kept()
        actions.variant(blob, "thumb")
        blobs = [kept(width_px=8, height_px=8) for _ in range(449)]
        with self.assertNumQueries(2):
            given = addresses.addresses(SESSION, [Wanted(each.id, "thumb") for each in [blob, *blobs]])
        self.assertEqual(len(given), 450)

    def test_it_says_what_was_decided(self) -> None:
        blob = kept(under=NIA)
        thumb = actions.variant(blob, "thumb")
        given = addresses.addresses(SESSION, [Wanted(blob.id, "thumb", ((NIA, 7),))], now=NOW)[blob.id]
        said = addresses.opened(token_of(given), session_key=SESSION)
        self.assertEqual((said.blob_id, said.variant, said.stored_as), (blob.id, "thumb", thumb.stored_as))
        self.assertEqual((said.gates, said.width_px, said.height_px), (((NIA, 7),), 256, 171))

    def test_it_lasts_five_minutes_at_most(self) -> None:
        blob = kept()
        for seconds in (0, 1, 59):
            now = NOW + timedelta(seconds=seconds)
            given = addresses.addresses(SESSION, [Wanted(blob.id, "thumb")], now=now)[blob.id]
            until = addresses.opened(token_of(given), session_key=SESSION).until
            self.assertLessEqual(until - now, timedelta(minutes=5))
            self.assertGreaterEqual(until - now, timedelta(minutes=4))

    def test_it_stays_the_same_for_a_moment_so_that_a_browser_can_ask_whether_it_changed(self) -> None:
        wanted = [Wanted(kept().id, "thumb")]
        first = addresses.addresses(SESSION, wanted, now=NOW)
        self.assertEqual(first, addresses.addresses(SESSION, wanted, now=NOW + timedelta(seconds=30)))

    def test_one_picture_in_two_sizes_has_two(self) -> None:
        blob = kept()
        given = addresses.addresses_of(SESSION, [Wanted(blob.id, "thumb"), Wanted(blob.id, "large")])
        self.assertEqual(set(given), {(blob.id, "thumb"), (blob.id, "large")})

    def test_a_sealed_picture_cannot_be_had_without_its_gates(self) -> None:
        blob = kept(under=NIA)
        with self.assertRaises(ValueError):
            addresses.addresses(SESSION, [Wanted(blob.id, "thumb")])

    def test_what_was_erased_has_none(self) -> None:
        blob = kept()
        actions.erase(blob, now=NOW)
        self.assertEqual(addresses.addresses(SESSION, [Wanted(blob.id, "thumb"), Wanted(uuid4(), "thumb")]), {})

    def test_without_a_session_there_are_none(self) -> None:
        for session_key in (None, ""):
            with self.subTest(session_key=session_key):
                self.assertEqual(addresses.addresses(session_key, [Wanted(kept().id, "thumb")]), {})

    def test_it_gives_away_neither_blob_nor_twin(self) -> None:
        blob = kept(under=NIA)
        given = token_of(addresses.addresses(SESSION, [Wanted(blob.id, "thumb", ((NIA, 7),))])[blob.id])
        seen = base64.urlsafe_b64decode(given + "=" * (-len(given) % 4))
        self.assertNotIn(NIA.encode(), seen)
        self.assertNotIn(blob.id.bytes, seen)

    def test_a_page_wants_only_what_it_has_the_epochs_for(self) -> None:
        hers, nobodys = kept(under=NIA), kept()
        self.assertEqual([each.blob_id for each in addresses.wanted([hers, nobodys], "thumb", {})], [nobodys.id])
        self.assertEqual(addresses.wanted([hers], "thumb", {NIA: 3})[0].gates, ((NIA, 3),))

    def test_anything_else_is_refused(self) -> None:
        good = token_of(next(iter(addresses.addresses(SESSION, [Wanted(kept().id, "thumb")]).values())))
        changed = ("A" if good[0] != "A" else "B") + good[1:]  # the last letter may carry bits that are no byte's
        others = [(good, "another"), (good, None), (good, "")]
        broken = [(token, SESSION) for token in (changed, "", "ä", "x" * 5000, good[:20])]
        for token, session in [*others, *broken]:
            with self.subTest(token=token[:30], session=session), self.assertRaises(BadAddressError):
                addresses.opened(token, session_key=session)
