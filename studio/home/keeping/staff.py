"""For whoever runs the studio: how long what is kept, what went lately, and saying that a model cannot act."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from studio.consent.models import Contact, Standstill
from studio.decisions import Decision, no
from studio.home import retention
from studio.people.models import Person
from studio.people.requests import StudioRequest
from studio.twins.models import Twin


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def kept(request: StudioRequest) -> HttpResponse:
    """Staff see numbers and names of rows here, and no picture."""
    refusal: Decision | None = None
    if request.method == "POST":
        twin = twin_of(request.POST.get("email", ""))
        if twin is not None and twin.owner_id != request.user.pk:
            return redirect("consent:standstill", twin.id)
        refusal = no("no-such-model")
    page = {
        "rows": [(row, count) for row, count in retention.sweep(timezone.now(), dry_run=True)],
        "nights": [(night, named(night.body["removed"])) for night in retention.nights()],
        "standstills": Standstill.objects.filter(ended_at=None).select_related("owner", "contact"),
        "unnamed": Person.objects.filter(twins__state__in=["captured", "ready"]).exclude(
            id__in=Contact.objects.filter(ended_at=None).values("owner")
        ).distinct().count(),
        "refusal": refusal,
    }  # fmt: skip
    return render(request, "home/keeping/kept.html", page, status=200 if refusal is None else 409)


def twin_of(email: str) -> Twin | None:
    owner = Person.objects.filter(email=Person.objects.normalize_email(email)).first()
    if owner is None:
        return None
    return Twin.objects.of(owner).exclude(state=Twin.State.ERASED).select_related("owner").first()


def named(removed: dict[str, int]) -> list[tuple[retention.Row, int]]:
    """What went, row by row of the table; a row that is in it no more is left out."""
    return [(row, removed[row.name]) for row in retention.TABLE if removed.get(row.name)]
