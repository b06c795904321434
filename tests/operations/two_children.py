"""Run as a process by the supervisor's tests: two children, one deaf to SIGTERM, one with a child of its own."""

import sys

from studio.operations import supervisor

DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('on', flush=True); time.sleep(99)"
GRANDCHILD = "import time; time.sleep(98)"
PARENT = f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', '{GRANDCHILD}']); time.sleep(99)"

if __name__ == "__main__":
    supervisor.END_WITHIN_SECONDS = 0.5
    children = [
        supervisor.Child("Deaf", [sys.executable, "-c", DEAF]),
        supervisor.Child("Parent", [sys.executable, "-c", PARENT]),
    ]
    both = supervisor.Supervisor(children, {}, lambda words: print(words, flush=True))
    both.listen()
    both.start()
    both.watch()
    both.end()
