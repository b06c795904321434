"""Where Celery finds the studio: `celery -A studio.celery worker -Q draft`."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")

from studio.jobs.broker import app

__all__ = ["app"]
