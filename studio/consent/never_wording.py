"""Her nevers in sentences, and what a change of them does to a licence."""

from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from studio.consent.nevers import ASKS, WHOLE, Cut
from studio.consent.terms import StandingRules
from studio.consent.wording import listed
from studio.consent.words import labels
from studio.people.models import Organisation


def sentences_of(nevers: StandingRules, houses: Mapping[str, str]) -> Iterator[str]:
    """houses: names by id. A house she typed stands as she typed it, whether or not it is known here."""
    said = (
        (house_names(nevers.never_houses, houses), _("Never for %(words)s.")),
        (labels("category", nevers.never_categories), _("Never in %(words)s.")),
        (labels("purpose", nevers.never_purposes), _("Never for %(words)s.")),
        (labels("channel", nevers.never_channels), _("Never on %(words)s.")),
        (labels("territory", nevers.never_territories), _("Never shown in %(words)s.")),
        (nevers.never_brands, _("Never beside these brands: %(words)s.")),
        (labels("alteration", nevers.never_alterations), _("Never altered: %(words)s.")),
        (nevers.never_scenes, _("Never in these scenes: %(words)s. A person checks this.")),
        (nevers.never_poses, _("Never in these poses: %(words)s. A person checks this.")),
        (nevers.never_beside, _("Never beside: %(words)s. A person checks this.")),
    )
    yield from (sentence % {"words": listed(list(words))} for words, sentence in said if words)
    if nevers.asks_each_piece:
        yield _("Each finished picture asks me, whatever a licence says.")


def house_names(said: Iterable[str], houses: Mapping[str, str]) -> list[str]:
    """What she typed, and the names of those she picked; one that is both stands once, as typed."""
    entries = list(said)
    typed = [entry for entry in entries if not is_id(entry)]
    known = {entry.casefold() for entry in typed}
    picked = [houses[entry] for entry in entries if entry in houses and houses[entry].casefold() not in known]
    return [*typed, *picked]


def is_id(entry: str) -> bool:
    try:
        return str(UUID(entry)) == entry
    except ValueError:
        return False


def names_of(ids: Iterable[str]) -> dict[str, str]:
    rows = Organisation.objects.filter(id__in=[entry for entry in ids if is_id(entry)]).values_list("id", "name")
    return {str(id): name for id, name in rows}


def said_of(cut: Cut) -> str:
    """ "No longer in fur and leather." """
    if cut.kind == WHOLE:
        return _("Nothing more can be made under it.")
    if cut.kind == ASKS:
        return _("Each finished picture will ask you first.")
    kinds = {
        "purposes": ("purpose", _("No longer for %(words)s.")),
        "categories": ("category", _("No longer in %(words)s.")),
        "channels": ("channel", _("No longer on %(words)s.")),
        "territories": ("territory", _("No longer in %(words)s.")),
        "alterations": ("alteration", _("No longer altered: %(words)s.")),
    }
    kind, sentence = kinds[cut.kind]
    return sentence % {"words": listed(labels(kind, cut.codes))}
