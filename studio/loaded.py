"""Django's own door, and with it every app loaded: models can be imported from here on, and not before."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")

from django.core.asgi import get_asgi_application

http = get_asgi_application()
