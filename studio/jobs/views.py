"""A job's progress as a fragment, and taking it back."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from studio.decisions import Decision
from studio.jobs import actions
from studio.jobs.models import Job, State
from studio.jobs.topics import may_see
from studio.people.requests import StudioRequest


@login_required
@require_GET
def progress(request: StudioRequest, job_id: UUID) -> HttpResponse:
    job = get_object_or_404(Job, id=job_id)
    if not may_see(job, request.user):
        raise Http404
    return _fragment(request, job)


@login_required
@require_POST
def cancel(request: StudioRequest, job_id: UUID) -> HttpResponse:
    """Only whoever asked for it takes it back; others who see it do not."""
    job = get_object_or_404(Job, id=job_id, by=request.user.pk)
    actions.cancel(job, by=request.user, now=timezone.now())
    if request.htmx:
        return _fragment(request, job)
    back = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        return redirect(back)
    return redirect("jobs:progress", job.id)


def _fragment(request: StudioRequest, job: Job) -> HttpResponse:
    may_cancel = job.is_alive and job.by_id == request.user.pk and job.cancel_requested_at is None
    ended_badly = job.code and job.state in {State.FAILED, State.STOPPED}
    values = {name: str(value) for name, value in job.values.items()}
    why = Decision(allowed=False, code=job.code, values=values) if ended_badly else None
    seen = {"job": job, "root_id": f"job-{job.id}", "may_cancel": may_cancel, "why": why}
    return render(request, "jobs/_progress.html", seen)
