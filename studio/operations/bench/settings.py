"""The studio's settings with jobs that only take their time."""

from studio.settings import *  # noqa: F403
from studio.settings import INSTALLED_APPS as OURS

INSTALLED_APPS = [*OURS, "studio.operations.bench.slow_jobs.SlowJobsConfig"]
