import socket
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import TestCase
from unittest.mock import patch

from django.core.management.base import OutputWrapper
from django.test import override_settings

from studio.operations import early, preparing


class PortTests(TestCase):
    def test_a_taken_port_is_passed_over(self) -> None:
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            taken = other.getsockname()[1]
            found = preparing.free_port("127.0.0.1", taken)
        assert found is not None
        self.assertGreater(found, taken)


class DataFolderTests(TestCase):
    def taken_from(self, *arguments: str) -> dict[str, str]:
        environment: dict[str, str] = {}
        early.take_data_folder(["manage.py", "open", *arguments], environment)
        return environment

    def test_it_is_known_before_the_settings_are_read(self) -> None:
        for arguments in (("--data", "/srv/studio"), ("--data=/srv/studio",)):
            with self.subTest(arguments=arguments):
                self.assertEqual(self.taken_from(*arguments), {"DOUBLURE_DATA": "/srv/studio"})

    def test_without_it_nothing_is_set(self) -> None:
        self.assertEqual(self.taken_from("--port", "9000"), {})


class FolderTests(TestCase):
    def test_rings_of_an_earlier_run_are_thrown_away(self) -> None:
        with TemporaryDirectory() as folder, override_settings(BROKER_FOLDER=Path(folder), REDIS_URL=""):
            preparing.make_folders()
            (Path(folder) / "rings" / "1_a.draft.msg").write_text("{}")
            preparing.make_folders()
            self.assertEqual(list((Path(folder) / "rings").iterdir()), [])


class DemoTests(TestCase):
    def setUp(self) -> None:
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.enterContext(override_settings(DATA=Path(folder.name)))
        self.command = self.enterContext(patch.object(preparing, "call_command"))

    def asked(self) -> list[bool]:
        """For each call of the demo command, whether it was to remove."""
        return [call.kwargs.get("remove", False) for call in self.command.call_args_list]

    def test_a_demo_house_is_loaded_once(self) -> None:
        preparing.load_demo(OutputWrapper(StringIO()))
        self.assertEqual(self.asked(), [False])
        self.assertFalse(preparing.loading_mark().exists())

    def test_one_whose_loading_was_broken_off_is_removed_first(self) -> None:
        self.command.side_effect = KeyboardInterrupt
        with self.assertRaises(KeyboardInterrupt):
            preparing.load_demo(OutputWrapper(StringIO()))
        self.command.side_effect = None
        self.command.reset_mock()
        preparing.load_demo(OutputWrapper(StringIO()))
        self.assertEqual(self.asked(), [True, False])
