from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import TestCase

from django.test import override_settings

from studio.live.lone import NotAlone, alone


class AloneTests(TestCase):
    def setUp(self) -> None:
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.enterContext(override_settings(DATA=Path(folder.name)))

    def test_the_second_is_refused_and_told_what_to_set(self) -> None:
        with alone(), self.assertRaisesRegex(NotAlone, "DOUBLURE_DATABASE_URL.*DOUBLURE_REDIS_URL"):
            alone()

    def test_the_next_may_start_when_the_first_has_ended(self) -> None:
        alone().close()
        alone().close()
