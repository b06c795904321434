"""The picture that goes with a request: the look on its stand-in, so that nobody is seen in it before her yes."""

from datetime import datetime

from django.db.models import Q

from studio.consent.starting import Wish
from studio.decisions import YES, Decision
from studio.looks.models import Look
from studio.people.models import Person
from studio.previews import actions
from studio.previews.models import Preview
from studio.shoots.models import Brief
from studio.shoots.uses import Worn


def on_the_stand_in(look: Look) -> Preview | None:
    """The newest picture of this look that shows nobody: made, or being made just now."""
    nobody = look.previews.as_looks_stood().filter(twins=None).select_related("job", "picture")
    return nobody.filter(Q(made_at__isnull=False) | Q(job__isnull=False)).order_by("-number").first()


def is_of_now(preview: Preview, look: Look) -> bool:
    return preview.look_version == look.version


def make_it(look: Look, *, by: Person, now: datetime) -> tuple[Decision, Preview | None]:
    """A picture of the look as it stands, on its stand-in: of one that is cast, too, for she sees nobody in it."""
    kept = on_the_stand_in(look)
    if kept and is_of_now(kept, look) and (kept.made_at or kept.is_alive):
        return YES, kept
    return actions.request_on_a_stand_in(look, by=by, now=now, key=f"ask:{look.id}:{look.version}")


def wish_of(brief: Brief, worn: Worn) -> Wish:
    """What is asked for to begin with: what the brief says, every category that is worn, and what of her is altered."""
    return Wish(
        intended_use=brief.intended_use,
        purpose=brief.purpose,
        categories=tuple(dict.fromkeys((*brief.categories, *worn.categories))),
        channels=tuple(brief.channels),
        territories=tuple(brief.territories),
        starts_on=brief.starts_on,
        ends_on=brief.ends_on,
        alterations=worn.alterations,
    )
