import os
import signal
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import TestCase

from studio.operations.supervisor import LONGEST_REST_SECONDS, rest_after
from tests.operations.processes import environment, running_on, started, wait_until


class SupervisorTests(TestCase):
    """A supervisor with two children, one of which ignores SIGTERM and one of which has a child of its own."""

    def setUp(self) -> None:
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.data = Path(folder.name)
        self.log = self.data / "log.txt"
        script = ["-m", "tests.operations.two_children"]
        self.supervisor = self.enterContext(started(script, env=environment(self.data), log=self.log))
        self.addCleanup(self.end_what_is_left)
        wait_until(lambda: len(running_on(self.data)) == 4 and b"on" in self.log.read_bytes(), 10, "the children")

    def end_what_is_left(self) -> None:
        for pid in running_on(self.data):
            os.kill(pid, signal.SIGKILL)

    def of(self, words: str) -> list[int]:
        return [pid for pid, command in running_on(self.data).items() if words in command]

    def test_a_child_that_is_killed_is_started_again(self) -> None:
        (before,) = self.of("SIG_IGN")
        os.kill(before, signal.SIGKILL)
        wait_until(lambda: self.of("SIG_IGN") not in ([], [before]), 10, "the next one")
        self.assertIn(b"Deaf ended (code -9) and is started again.", self.log.read_bytes())

    def test_what_a_dead_child_had_started_ends_with_it(self) -> None:
        (leader,) = self.of("Popen")
        (grandchild,) = set(self.of("sleep(98)")) - {leader}
        os.kill(leader, signal.SIGKILL)
        wait_until(lambda: grandchild not in running_on(self.data), 10, "its end")

    def test_ctrl_c_ends_all_of_it(self) -> None:
        self.supervisor.send_signal(signal.SIGINT)
        self.assertEqual(self.supervisor.wait(10), 0)
        self.assertEqual(running_on(self.data), {})

    def test_its_children_do_not_outlive_a_supervisor_that_is_killed(self) -> None:
        children = set(self.of("SIG_IGN") + self.of("Popen"))
        self.supervisor.kill()
        wait_until(lambda: not children & running_on(self.data).keys(), 10, "their end")


class RestTests(TestCase):
    def test_a_child_that_keeps_dying_is_left_alone_longer_each_time(self) -> None:
        rests = [rest_after(deaths) for deaths in range(1, 12)]
        self.assertEqual(rests, sorted(rests))
        self.assertEqual(rests[-1], LONGEST_REST_SECONDS)
