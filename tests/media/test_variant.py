import threading
from io import BytesIO

import numpy as np
from django.db import connection
from django.test import TestCase, TransactionTestCase
from PIL import Image

from studio.imaging.encoding import Format, encode
from studio.media import actions, keys
from studio.media.models import Blob, Variant
from tests.media.making import NIA, NOW, all_files, kept, photograph


class VariantTests(TestCase):
    def test_it_is_a_webp_of_its_size(self) -> None:
        thumb = actions.variant(kept(width_px=600, height_px=300), "thumb")
        with Image.open(BytesIO(actions.load(thumb))) as image:
            self.assertEqual((image.format, image.size), ("WEBP", (256, 128)))
        self.assertEqual((thumb.width_px, thumb.height_px), (256, 128))

    def test_it_never_enlarges(self) -> None:
        self.assertEqual(actions.variant(kept(), "full").width_px, 300)

    def test_it_is_sealed_as_its_source_is(self) -> None:
        thumb = actions.variant(kept(under=NIA), "thumb")
        keys.destroy(NIA)
        with self.assertRaises(keys.KeyGoneError):
            actions.load(thumb)

    def test_it_is_made_once(self) -> None:
        blob = kept()
        self.assertEqual(actions.variant(blob, "thumb"), actions.variant(blob, "thumb"))

    def test_the_mark_that_says_what_it_is_travels_along(self) -> None:
        pixels = Image.open(BytesIO(photograph()))
        packet = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>digitalsourcetype/composite</x:xmpmeta>"
        kinds: tuple[Format, ...] = ("JPEG", "PNG", "WEBP")
        for kind in kinds:
            with self.subTest(kind=kind):
                data = encode(np.asarray(pixels), format=kind, quality=90, xmp=packet)
                thumb = actions.load(actions.variant(kept(data), "thumb"))
                self.assertIn(b"digitalsourcetype/composite", thumb)

    def test_an_erased_picture_has_none(self) -> None:
        blob = kept()
        actions.erase(blob, now=NOW)
        with self.assertRaises(FileNotFoundError):
            actions.variant(blob, "thumb")


class TwoAtOnceTests(TransactionTestCase):
    def test_only_one_is_kept_and_both_are_given_it(self) -> None:
        blob, given = kept(under=NIA), []
        start = threading.Barrier(2)

        def ask() -> None:
            start.wait()
            given.append(actions.variant(blob, "thumb").id)
            connection.close()

        both = [threading.Thread(target=ask) for _ in range(2)]
        for one in both:
            one.start()
        for one in both:
            one.join()
        self.assertEqual(len(set(given)), 1)
        self.assertEqual((len(given), Variant.objects.count(), Blob.objects.count(), len(all_files())), (2, 1, 2, 2))
