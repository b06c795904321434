"""Run the studio's commands: `python manage.py open` starts everything."""

import os
import sys

from django.core.management import execute_from_command_line

from studio.operations.early import take_data_folder

if __name__ == "__main__":
    take_data_folder(sys.argv, os.environ)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")
    execute_from_command_line(sys.argv)
