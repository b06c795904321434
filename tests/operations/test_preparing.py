import socket
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import TestCase

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
