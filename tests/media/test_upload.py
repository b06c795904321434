from datetime import datetime
from io import BytesIO
from unittest import mock

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.http import HttpResponse
from django.test import Client, RequestFactory, TestCase
from PIL import Image
from pytest_django import Settings

from studio.decisions import no
from studio.media import actions, keys, storage, views
from studio.media.models import Blob, Upload
from studio.media.storage import Area
from studio.web.sentences import sentence
from tests.media.making import (
    NIA,
    NOW,
    all_files,
    files_in,
    kept,
    person,
    photograph,
    photograph_with_place,
    received,
    signed_in,
    step,
)


class ReceiveTests(TestCase):
    def setUp(self) -> None:
        self.ida = person()

    def test_it_waits_sealed(self) -> None:
        data = photograph()
        received(data, by=self.ida)
        [lying] = files_in(settings.ARRIVING_FOLDER)
        self.assertNotIn(data[200:260], lying.read_bytes())

    def test_nothing_typed_by_a_person_becomes_a_path(self) -> None:
        upload = received(by=self.ida, name="../../../etc/cron.d/shirt.jpg")
        [lying] = files_in(settings.ARRIVING_FOLDER)
        self.assertEqual((lying.name, upload.file_name), (upload.stored_as, "shirt.jpg"))

    def test_an_empty_file_is_refused(self) -> None:
        upload = actions.receive(SimpleUploadedFile("none.jpg", b""), by=self.ida, about="board:1", now=NOW)
        self.assertEqual((upload.state, upload.code, all_files()), ("refused", "upload-empty", []))

    def test_sent_twice_it_arrives_once(self) -> None:
        first, second = received(by=self.ida, key="k1"), received(by=self.ida, key="k1")
        self.assertEqual((first.id, len(all_files())), (second.id, 1))

    def test_another_persons_key_is_another_key(self) -> None:
        self.assertNotEqual(received(by=self.ida, key="k1").id, received(by=person("jo@house.example"), key="k1").id)

    def test_a_row_that_cannot_be_written_leaves_no_file(self) -> None:
        with mock.patch.object(Upload, "save", side_effect=IntegrityError), self.assertRaises(IntegrityError):
            received(by=self.ida)
        self.assertEqual(all_files(), [])


def test_a_file_above_the_most_is_refused_with_the_most(db: None, settings: Settings) -> None:
    settings.UPLOAD_MAX_BYTES = 2 * 1024 * 1024
    upload = received(b"\xff\xd8\xff" + bytes(2 * 1024 * 1024), by=person())
    assert (upload.state, upload.code, all_files()) == ("refused", "too-many-bytes", [])
    assert sentence(no(upload.code, **upload.values), "en") == "The file is too large. The most is 2 MB."


class DecodeTests(TestCase):
    def setUp(self) -> None:
        self.ida = person()

    def decode(self, upload: Upload, **more: object) -> Blob | None:
        with self.captureOnCommitCallbacks(execute=True):
            return actions.decode(upload, step, now=NOW, **more)  # type: ignore[arg-type]

    def test_it_becomes_a_picture_with_its_small_ones(self) -> None:
        upload = received(by=self.ida)
        blob = self.decode(upload)
        assert blob is not None
        upload.refresh_from_db()
        self.assertEqual((upload.state, upload.blob, upload.progress), ("kept", blob, 1.0))
        self.assertEqual({variant.name for variant in blob.variants.all()}, {"thumb", "card"})

    def test_where_and_with_what_it_was_taken_is_gone_and_it_stands_upright(self) -> None:
        blob = self.decode(received(photograph_with_place(), by=self.ida))
        assert blob is not None
        for each in (blob, *Blob.objects.filter(variant_of__source=blob)):
            data = actions.load(each)
            with Image.open(BytesIO(data)) as image:
                self.assertEqual(dict(image.getexif()), {})
                self.assertLess(image.width, image.height)
            self.assertNotIn(b"A well known maker", data)

    def test_what_arrived_is_not_kept(self) -> None:
        self.decode(received(by=self.ida))
        self.assertEqual(files_in(settings.ARRIVING_FOLDER), [])

    def test_it_is_sealed_under_those_it_shows(self) -> None:
        blob = self.decode(received(by=self.ida, under=NIA))
        assert blob is not None
        keys.destroy(NIA)
        with self.assertRaises(keys.KeyGoneError):
            actions.load(blob)

    def test_what_is_no_picture_is_refused_and_leaves_nothing(self) -> None:
        for name, data, code in (
            ("script.svg", b"<svg onload='alert(1)'/>", "unsupported-format"),
            ("page.jpg", b"<html><script>alert(1)</script>", "not-a-picture"),
            ("half.jpg", photograph()[:400], "damaged"),
        ):
            with self.subTest(name=name):
                upload = received(data, by=self.ida, name=name)
                self.assertIsNone(self.decode(upload))
                upload.refresh_from_db()
                self.assertEqual((upload.state, upload.code, all_files()), ("refused", code, []))

    def test_what_hangs_behind_a_picture_is_cut_off(self) -> None:
        blob = self.decode(received(photograph() + b"<script>alert(1)</script>", by=self.ida))
        assert blob is not None
        self.assertNotIn(b"<script>", actions.load(blob))

    def test_what_it_belongs_to_is_written_in_the_same_transaction(self) -> None:
        def finish(blob: Blob | None) -> bool:
            raise LookupError

        upload = received(by=self.ida)
        with self.assertRaises(LookupError):
            self.decode(upload, finish=finish)
        self.assertEqual((Blob.objects.count(), files_in(settings.MEDIA_FOLDER)), (0, []))

    def test_a_job_taken_away_stores_nothing_and_the_next_one_can(self) -> None:
        upload = received(by=self.ida)
        self.assertIsNone(self.decode(upload, finish=lambda blob: False))
        self.assertEqual((Blob.objects.count(), files_in(settings.MEDIA_FOLDER)), (0, []))
        self.assertIsNotNone(self.decode(Upload.objects.get(id=upload.id)))

    def test_a_job_stopped_on_the_way_leaves_nothing(self) -> None:
        def stopped(share: float, what: str) -> None:
            if what == "keeping":
                raise InterruptedError

        with self.assertRaises(InterruptedError):
            actions.decode(received(by=self.ida), stopped, now=NOW)
        self.assertEqual(files_in(settings.MEDIA_FOLDER), [])

    def test_done_again_it_gives_the_same(self) -> None:
        upload = received(by=self.ida)
        self.assertEqual(self.decode(upload), self.decode(Upload.objects.get(id=upload.id)))

    def test_stopped_by_its_sender_meanwhile_it_stores_nothing(self) -> None:
        upload = received(by=self.ida)
        other = Upload.objects.get(id=upload.id)

        def meanwhile(share: float, what: str) -> None:
            if what == "encoding":
                actions.give_up(other, now=NOW)

        with self.captureOnCommitCallbacks(execute=True):
            self.assertIsNone(actions.decode(upload, meanwhile, now=NOW))
        self.assertEqual((upload.state, upload.code, all_files()), ("refused", "upload-stopped", []))

    def test_bytes_that_got_lost_are_told(self) -> None:
        upload = received(by=self.ida)
        storage.remove(Area.ARRIVING, upload.stored_as)
        self.decode(upload)
        self.assertEqual((upload.state, upload.code), ("refused", "upload-lost"))


class UploadPageTests(TestCase):
    def setUp(self) -> None:
        self.client, self.ida, _ = signed_in()
        self.upload = received(by=self.ida)
        self.url = f"/uploads/{self.upload.id}"

    def test_it_asks_again_until_it_has_ended(self) -> None:
        self.assertContains(self.client.get(self.url), f'hx-get="{self.url}"')
        actions.decode(self.upload, step, now=NOW)
        page = self.client.get(self.url)
        self.assertNotContains(page, "hx-get")
        self.assertContains(page, 'data-state="kept"')

    def test_it_shows_what_was_kept(self) -> None:
        actions.decode(self.upload, step, now=NOW)
        self.assertContains(self.client.get(self.url), '<img src="/m/')

    def test_a_picture_of_somebody_is_not_shown_in_the_row(self) -> None:
        hers = received(by=self.ida, under=NIA)
        actions.decode(hers, step, now=NOW)
        self.assertNotContains(self.client.get(f"/uploads/{hers.id}"), "<img")

    def test_a_refusal_is_a_sentence(self) -> None:
        bad = received(b"hello", by=self.ida, name="<b>letter</b>.txt")
        actions.decode(bad, step, now=NOW)
        page = self.client.get(f"/uploads/{bad.id}")
        self.assertContains(page, "This file is not a picture.")
        self.assertNotContains(page, "<b>letter")

    def test_a_stranger_does_not_find_it(self) -> None:
        other, _, _ = signed_in("jo@rival.example")
        self.assertEqual((other.get(self.url).status_code, other.post(f"{self.url}/stop").status_code), (404, 404))

    def test_who_is_not_signed_in_is_sent_to_do_so(self) -> None:
        self.assertEqual(Client().get(self.url).status_code, 302)

    def test_it_can_be_stopped(self) -> None:
        with self.captureOnCommitCallbacks(execute=True):
            page = self.client.post(f"{self.url}/stop")
        self.assertContains(page, "Stopped. Nothing of the file was kept.")
        self.assertEqual(all_files(), [])


class TakeTests(TestCase):
    """What an app's own view does with `views.take`."""

    def setUp(self) -> None:
        _, self.ida, _ = signed_in()
        self.begun: list[Upload] = []

    def post(self, *, script: bool = True, **form: object) -> HttpResponse:
        headers = {"X-Requested-With": "XMLHttpRequest"} if script else {}
        request = RequestFactory().post("/boards/1/uploads", form, headers=headers)
        request.user, request.session = self.ida, SessionStore()

        def begin(upload: Upload, now: datetime) -> None:
            self.begun.append(upload)

        return views.take(request, about="board:1", back="/boards/1", begin=begin)  # type: ignore[arg-type]

    def test_each_file_begins_a_job_and_answers_with_its_row(self) -> None:
        files = [SimpleUploadedFile(f"{n}.jpg", photograph(seed=n)) for n in (1, 2)]
        page = self.post(picture=files)
        self.assertEqual(len(self.begun), 2)
        for upload in self.begun:
            self.assertContains(page, f'data-upload="{upload.id}"')

    def test_a_file_refused_at_once_begins_none(self) -> None:
        page = self.post(picture=SimpleUploadedFile("none.jpg", b""))
        self.assertContains(page, "The file is empty.")
        self.assertEqual(self.begun, [])

    def test_sent_again_it_begins_no_second_job(self) -> None:
        for _ in range(2):
            self.post(picture=SimpleUploadedFile("a.jpg", photograph()), key="k1")
        self.assertEqual(len(self.begun), 1)

    def test_a_plain_form_goes_back_to_its_page(self) -> None:
        page = self.post(script=False, picture=SimpleUploadedFile("a.jpg", photograph()))
        self.assertEqual((page.status_code, page["Location"]), (302, "/boards/1"))


@pytest.mark.django_db
def test_a_kept_picture_is_never_served_as_it_arrived() -> None:
    assert actions.variant(kept(), "full").content_type == "image/webp"
