from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.test import TestCase
from pytest_django import Settings

from studio.media import actions, keys, sealing, storage
from studio.media.rules import joined
from studio.media.storage import Area
from tests.media.making import NIA, REN, all_files, files_in, kept, photograph


class SealedPicturesTests(TestCase):
    def test_it_gives_back_what_was_kept(self) -> None:
        data = photograph()
        self.assertEqual(actions.load(kept(data, under=NIA)), data)

    def test_no_plain_bytes_lie_on_the_disk(self) -> None:
        data = photograph()
        kept(data, under=NIA)
        lying = b"".join(path.read_bytes() for path in all_files())
        for at in range(0, len(data) - 16, 997):
            self.assertNotIn(data[at : at + 16], lying)

    def test_what_shows_nobody_is_kept_as_it_is(self) -> None:
        data = photograph()
        kept(data)
        self.assertIn(data, all_files()[0].read_bytes())

    def test_a_destroyed_key_makes_it_unreadable(self) -> None:
        blob = kept(under=NIA)
        keys.destroy(NIA)
        with self.assertRaises(keys.KeyGoneError):
            actions.load(blob)

    def test_a_destroyed_key_never_comes_back(self) -> None:
        kept(under=NIA)
        keys.destroy(NIA)
        with self.assertRaises(keys.KeyGoneError):
            kept(under=NIA)

    def test_a_picture_of_two_needs_both_keys(self) -> None:
        for gone in (NIA, REN):
            with self.subTest(gone=gone):
                first, second = f"{NIA}{gone[-3:]}", f"{REN}{gone[-3:]}"
                blob = kept(under=f"{first},{second}")
                actions.load(blob)
                keys.destroy(f"{gone}{gone[-3:]}")
                with self.assertRaises(keys.KeyGoneError):
                    actions.load(blob)

    def test_the_order_of_the_names_does_not_matter(self) -> None:
        self.assertEqual(kept(under=f"{REN},{NIA}").sealed_under, f"{NIA},{REN}")

    def test_another_file_put_in_its_place_does_not_open(self) -> None:
        mine, other = kept(under=NIA), kept(photograph(seed=2), under=NIA)
        storage.write(Area.KEPT, mine.stored_as, storage.read(Area.KEPT, other.stored_as))
        with self.assertRaises(sealing.DamagedError):
            actions.load(mine)

    def test_a_changed_byte_is_noticed(self) -> None:
        blob = kept(under=NIA)
        file = bytearray(storage.read(Area.KEPT, blob.stored_as))
        file[-1] ^= 1
        storage.write(Area.KEPT, blob.stored_as, bytes(file))
        with self.assertRaises(sealing.DamagedError):
            actions.load(blob)


class KeyFilesTests(TestCase):
    def test_only_their_owner_can_read_them(self) -> None:
        kept(under=NIA)
        modes = {path.stat().st_mode & 0o777 for path in files_in(settings.KEYS_FOLDER)}
        self.assertEqual(modes, {0o600})

    def test_no_data_key_lies_there_unwrapped(self) -> None:
        salt = bytes(32)
        kept(under=NIA)
        lying = b"".join(path.read_bytes() for path in files_in(settings.KEYS_FOLDER))
        self.assertNotIn(keys._data_key(NIA), lying)
        self.assertNotIn(keys.content_key([NIA], salt), lying)

    def test_a_name_that_would_lead_elsewhere_is_refused(self) -> None:
        for name in ("twin:../../secret", "twin:a,twin:b", "../x", "twin:", "twin:a/b", "twin:a\n"):
            with self.subTest(name=name), self.assertRaises(ValueError):
                keys.ensure(name)

    def test_a_blob_cannot_be_sealed_under_such_a_name(self) -> None:
        with self.assertRaises(ValueError):
            joined(["twin:../../secret"])


def test_another_wrapping_key_opens_nothing_and_says_so(db: None, settings: Settings) -> None:
    blob = kept(under=NIA)
    (Path(settings.KEYS_FOLDER) / "wrapping.key").unlink()
    kept(under=REN)
    with pytest.raises(ImproperlyConfigured, match="wrapping key"):
        actions.load(blob)


def test_production_does_not_make_its_own_wrapping_key(settings: Settings) -> None:
    settings.PRODUCTION = True
    with pytest.raises(ImproperlyConfigured, match="DOUBLURE_WRAPPING_KEY"):
        keys.ensure(NIA)


@pytest.mark.parametrize("name", ["../../etc/passwd", "a" * 31, "A" * 32, "", "0" * 31 + "/", "0" * 32 + "\n"])
def test_a_storage_name_that_is_a_path_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="stored_as"):
        storage.read(Area.KEPT, name)
