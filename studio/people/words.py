"""A notice as its reader meets it."""

from django.utils.translation import gettext as _

from studio.decisions import no
from studio.people.models import Notice
from studio.web import sentences


def said(notice: Notice) -> str:
    """The sentence of a notice's code. What is told and what is refused share one table of sentences."""
    if notice.code not in sentences.SENTENCES:
        return _("Something has changed that concerns you.")
    return sentences.sentence(no(notice.code, "", **notice.values))
