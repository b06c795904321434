"""The studio's settings with one more kind of job."""

from studio.settings import *  # noqa: F403
from studio.settings import INSTALLED_APPS as OURS

INSTALLED_APPS = [*OURS, "tests.jobs.sample"]
