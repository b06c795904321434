"""Days of capture that came with another studio's passport: what it says of their licence counts for nothing by itself.

Somebody here vouches for the studio, and she has met herself in a picture of that day: then they are licensed to her.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Count, QuerySet

from studio.jobs import actions as jobs
from studio.live.announcing import announce
from studio.people import claims
from studio.people.models import Person
from studio.twins.actions.telling import write_down
from studio.twins.models import Capture, CaptureCredit, CompCardPicture, OwnPicture, Plate, Twin


@transaction.atomic
def vouch(twin: Twin, *, by: Person, now: datetime) -> None:
    """The studio they came from is vouched for. Days that she has met herself in are licensed to her at once."""
    for capture in Capture.objects.filter(twin=twin, brought_licence_at__isnull=False, vouched_at=None):
        capture.vouched_at = now
        capture.save(update_fields=["vouched_at"])
        write_down(twin, "capture-vouched", by=by, body={"capture": str(capture.pk)}, now=now)
        license_brought(capture, by=by, now=now)


def license_brought(capture: Capture, *, by: Person, now: datetime) -> None:
    """Once nothing is lacking. Call it in the transaction of what was lacking."""
    if capture.waits_for != "meeting" or not OwnPicture.objects.hers().filter(plate__capture=capture).exists():
        return
    capture.licensed_at = now
    capture.save(update_fields=["licensed_at"])
    write_down(capture.twin, "brought-captures-licensed", by=by, body={"capture": str(capture.pk)}, now=now)
    announce(capture.twin.gate_name, kind="changed", twin=str(capture.twin_id))


@transaction.atomic
def end_vouching(twin: Twin, *, by: Person, now: datetime) -> None:
    """Nobody answers for that studio any more. What its photographer signed here himself stays licensed."""
    rested = Capture.objects.filter(twin=twin, vouched_at__isnull=False, licence=None)
    for capture in rested:
        capture.licensed_at = capture.vouched_at = None
        capture.save(update_fields=["licensed_at", "vouched_at"])
        write_down(twin, "capture-vouch-ended", by=by, body={"capture": str(capture.pk)}, now=now)
        _take_out_of_use(capture, now=now)
    announce(twin.gate_name, kind="changed", twin=str(twin.pk))


def _take_out_of_use(capture: Capture, *, now: datetime) -> None:
    """Nothing of it is offered, shown on her comp card or worked on."""
    shown = OwnPicture.objects.filter(plate__capture=capture, picture__isnull=False).values("picture")
    CompCardPicture.objects.filter(twin=capture.twin_id, picture__in=shown).delete()
    for plate in Plate.objects.filter(capture=capture):
        jobs.stop(f"plate:{plate.pk}", now=now, code="captures-not-licensed")


# Whom a passport credits by name


def named_crew() -> QuerySet[Person]:
    """Credited on days of capture here, and nobody's account yet, with on how many days."""
    rows = claims.named_only().filter(capture_credits__isnull=False)
    return rows.annotate(days=Count("capture_credits__capture", distinct=True)).order_by("name", "id")


@transaction.atomic
def hand_over_credits(nobody: Person, somebody: Person, now: datetime) -> None:
    """He has an account already: the days that a passport credited to his name are credited to it."""
    for credited in CaptureCredit.objects.filter(person=nobody).select_related("capture__twin"):
        capture, craft = credited.capture, credited.craft
        credited.delete()
        CaptureCredit.objects.get_or_create(capture=capture, person=somebody, craft=craft)
        body = {"capture": str(capture.pk), "person": str(somebody.pk), "craft": craft, "in_place_of": str(nobody.pk)}
        write_down(capture.twin, "capture-credited", by=somebody, body=body, now=now)
