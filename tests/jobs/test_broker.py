import json
import tempfile
from pathlib import Path
from queue import Empty
from unittest import TestCase

from kombu import Connection

import studio.jobs.broker  # noqa: F401  registers the transport


class SafeFilesystemTests(TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.rings = self.folder / "rings"
        options = {
            "data_folder_in": str(self.rings),
            "data_folder_out": str(self.rings),
            "control_folder": str(self.folder / "control"),
        }
        self.connection = Connection("safe-filesystem://", transport_options=options)
        self.addCleanup(self.connection.release)
        self.queue = self.connection.SimpleQueue("draft")

    def heard(self) -> object:
        message = self.queue.get(block=False)
        message.ack()
        return message.payload

    def test_rings_come_in_the_order_they_were_sent(self) -> None:
        for number in range(3):
            self.queue.put({"number": number})
        self.assertEqual([self.heard() for _ in range(3)], [{"number": 0}, {"number": 1}, {"number": 2}])

    def test_a_spoilt_ring_is_set_aside_and_the_next_one_heard(self) -> None:
        for name, content in (("00_a", ""), ("00_b", '{"body": '), ("00_c", "[]")):
            (self.rings / f"{name}.draft.msg").write_text(content)
        self.queue.put({"number": 1})
        with self.assertLogs("studio.jobs.broker", "WARNING"):
            self.assertEqual(self.heard(), {"number": 1})
        self.assertEqual(len(list((self.folder / "bad").iterdir())), 3)

    def test_half_a_ring_is_not_seen(self) -> None:
        self.rings.mkdir(exist_ok=True)
        (self.rings / ".1_a.draft.msg.tmp").write_text('{"body": ')
        with self.assertRaises(Empty):
            self.heard()

    def test_another_queues_rings_stay(self) -> None:
        self.connection.SimpleQueue("seal").put({"number": 1})
        with self.assertRaises(Empty):
            self.heard()

    def test_spoilt_bindings_are_made_anew(self) -> None:
        (self.folder / "control" / "draft.exchange").write_text('[["dra')
        with self.assertLogs("studio.jobs.broker", "WARNING"), self.connection.clone() as another:
            another.SimpleQueue("draft").put({"number": 1})
        self.assertTrue(json.loads((self.folder / "control" / "draft.exchange").read_text()))
