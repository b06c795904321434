"""How `{{ form }}` looks: label above, help and error beneath, in the parts of the sheet. Named by FORM_RENDERER."""

from pathlib import Path

import django.forms
from django.conf import settings
from django.forms.renderers import BaseRenderer, EngineMixin
from django.template.backends.django import DjangoTemplates
from django.utils.functional import cached_property


class Renderer(EngineMixin, BaseRenderer):
    """Our templates first, then Django's own for the widgets that we leave as they are."""

    form_template_name = "web/forms/form.html"
    field_template_name = "web/_field.html"

    @cached_property
    def engine(self) -> DjangoTemplates:
        own = Path(settings.BASE_DIR) / "templates"
        theirs = Path(django.forms.__file__).parent / "templates"
        return DjangoTemplates(
            {"APP_DIRS": True, "DIRS": [own, theirs], "NAME": "djangoforms", "OPTIONS": {}},
        )
