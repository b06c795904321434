"""Frames of a capture day that are not what they should be: a sentence each, and nothing kept of what was refused."""

from django.core.files.uploadedfile import SimpleUploadedFile

from studio.decisions import no
from studio.jobs import work
from studio.media import actions as media
from studio.media.models import Blob
from studio.twins import actions
from studio.twins.models import CaptureFrame, Plate
from studio.web.sentences import SENTENCES, sentence, way_on
from tests.crew import NOW
from tests.looks.test_arrivals import INPUTS, person
from tests.twins.test_capturing import Day

# What the tray says of it, and what becomes of one that she keeps; None where it never came into the tray.
ANSWERS: dict[str, tuple[str, str | None]] = {
    "vast": ("too-many-pixels", None),
    "animated": ("animated", None),
    "truncated": ("damaged", None),
    "black": ("", "nobody-found"),
    "one-pixel": ("", "too-small"),
    "crowd": ("", "several-people"),
    "cmyk": ("", ""),
    "sixteen-bit": ("", ""),
}


class BadFrameTests(Day):
    def arrives(self, data: bytes) -> CaptureFrame:
        file = SimpleUploadedFile("frame.jpg", data)
        upload = media.receive(file, by=self.jonas, about=self.session.topic, now=NOW, under=self.twin.gate_name)
        decision, frame = actions.take_frame(upload, self.session, shot="front", by=self.jonas, now=NOW)
        assert frame, decision
        work.drain("draft")
        return CaptureFrame.objects.for_page().get(pk=frame.pk)

    def test_each_is_taken_or_answered_by_a_sentence_with_a_way_on(self) -> None:
        self.session = self.open()
        for name, (at_once, kept) in ANSWERS.items():
            with self.subTest(name):
                blobs, plates = Blob.objects.readable().count(), Plate.objects.count()
                frame = self.arrives(INPUTS[name](person()))
                self.assertEqual(frame.code, at_once)
                if kept is None:
                    self.assertEqual(frame.state, CaptureFrame.State.LOST)
                    self.assertEqual(Blob.objects.readable().count(), blobs)
                else:
                    actions.keep_frame(frame, by=self.nia, now=NOW)
                    work.drain("draft")
                    frame.refresh_from_db()
                    self.assertEqual(frame.code, kept)
                    self.assertEqual(Plate.objects.count() - plates, 0 if kept else 1)
                for code in filter(None, (at_once, kept)):
                    self.assertTrue(code in SENTENCES and sentence(no(code)) and way_on(no(code)))
