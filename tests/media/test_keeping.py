import os
from datetime import timedelta
from unittest import mock

from django.conf import settings
from django.db import transaction
from django.test import TestCase, TransactionTestCase

from studio.media import actions, keys, storage
from studio.media.models import Blob
from studio.media.storage import Area
from tests.media.making import NIA, NOW, REN, all_files, kept, person, received

LATER = NOW + timedelta(hours=3)


def grown_old() -> None:
    """As if everything on the disk had been written at NOW."""
    for path in all_files():
        os.utime(path, (NOW.timestamp(), NOW.timestamp()))


class RolledBackTests(TransactionTestCase):
    def test_what_a_rollback_leaves_is_swept(self) -> None:
        try:
            with transaction.atomic():
                kept(under=NIA)
                raise LookupError
        except LookupError:
            grown_old()
        self.assertEqual((actions.sweep(LATER), all_files()), (1, []))

    def test_a_file_of_an_open_transaction_is_left_alone(self) -> None:
        storage.write(Area.KEPT, storage.new_name(), b"its row is not committed yet")
        self.assertEqual((actions.sweep(NOW), len(all_files())), (0, 1))

    def test_a_row_that_cannot_be_written_leaves_no_file(self) -> None:
        with self.assertRaises(Exception):  # noqa: B017 - each database says it in its own words
            kept(width_px=0)
        self.assertEqual(all_files(), [])

    def test_an_erased_picture_stays_when_the_transaction_fails(self) -> None:
        blob = kept()
        try:
            with transaction.atomic():
                actions.erase(blob, now=NOW)
                raise LookupError
        except LookupError:
            blob.refresh_from_db()
        self.assertTrue(actions.load(blob))

    def test_erasing_takes_the_bytes_and_those_of_what_was_derived(self) -> None:
        blob = kept()
        actions.variant(blob, "thumb")
        actions.erase(blob, now=NOW)
        self.assertEqual((all_files(), Blob.objects.readable().count()), ([], 0))

    def test_erasing_under_a_name_takes_all_of_hers_and_her_key_and_nobody_elses(self) -> None:
        hers, both, his = kept(under=NIA), kept(under=f"{NIA},{REN}"), kept(under=REN)
        self.assertEqual(actions.erase_under(NIA, now=NOW), 2)
        self.assertTrue(actions.load(his))
        self.assertFalse(keys.alive([NIA]))
        for blob in (hers, both):
            blob.refresh_from_db()
            self.assertEqual(blob.erased_at, NOW)

    def test_a_name_that_only_begins_alike_is_another(self) -> None:
        kept(under=f"{NIA}2")
        self.assertEqual(Blob.objects.sealed_by(NIA).count(), 0)


class SweepTests(TestCase):
    def test_it_leaves_what_has_a_row(self) -> None:
        blob = kept(under=NIA)
        upload = received(by=person())
        grown_old()
        self.assertEqual(actions.sweep(LATER), 0)
        self.assertTrue(actions.load(blob))
        self.assertTrue(actions._quarantined(upload))

    def test_it_takes_half_written_files(self) -> None:
        with mock.patch("studio.media.files.os.fsync", side_effect=OSError), self.assertRaises(OSError):
            kept()
        self.assertEqual(all_files(), [])
        blob = kept()
        part = next(settings.MEDIA_FOLDER.glob("??")) / f"{blob.stored_as}.abc.part"
        part.write_bytes(b"half")
        grown_old()
        self.assertEqual((actions.sweep(LATER), part.exists()), (1, False))

    def test_an_upload_whose_work_never_came_is_given_up(self) -> None:
        upload = received(by=person())
        with self.captureOnCommitCallbacks(execute=True):
            actions.sweep(NOW + timedelta(days=2))
        upload.refresh_from_db()
        self.assertEqual((upload.state, upload.code, all_files()), ("refused", "upload-lost", []))
