"""Ask for a board on paper, draw it, fetch it. Each twin's consent is asked when it is drawn and when it is fetched."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from studio.boards.models import Board, Printout
from studio.boards.prints import drawing, paper, rules
from studio.boards.prints.drawing import Laid, TooManyNamesError
from studio.boards.prints.rules import Paper
from studio.consent import gates
from studio.consent.facts import facts_of
from studio.credits.drawing import draw as draw_credits
from studio.decisions import YES, Decision, no
from studio.imaging import marks
from studio.jobs import actions as jobs
from studio.jobs.models import Job
from studio.media import actions as media
from studio.media.models import Blob
from studio.media.serving import GONE
from studio.people.models import Person
from studio.previews.models import Preview
from studio.previews.pictures import may_show
from studio.register import actions as register
from studio.twins.models import Twin

KIND = "printout"
TYPES = {"pdf": "application/pdf", "png": "image/png"}
LOGGED_AS = "print"


@transaction.atomic
def ask(
    board: Board, wanted: Paper, chosen: Sequence[UUID], *, by: Person, now: datetime, key: str
) -> tuple[Decision, Printout | None]:
    """Of the whole board, or of the chosen cards with what chosen sections carry. Whoever sees the board may ask."""
    if done := Printout.objects.filter(by=by, key=key).first():
        return YES, done
    laid = drawing.within(board, chosen[: rules.CHOSEN_MOST])
    under_way = Printout.objects.of(by).under_way().count()
    decision = rules.may_print(wanted, cards=len(laid), under_way=under_way)
    if not decision:
        return decision, None
    made = Printout.objects.create(
        board=board,
        by=by,
        format=wanted.format,
        size=wanted.size,
        landscape=wanted.landscape,
        cards=[str(id) for id in chosen[: rules.CHOSEN_MOST]],
        language=by.language,
        key=key,
        asked_at=now,
    )
    about = drawing.laid(board, chosen, now=now)
    names = stops_with(board, about)
    made.job = jobs.add(KIND, made.pk, queue="seal", stops_with=names, by=by, now=now, key=f"{KIND}:{made.pk}")
    made.save(update_fields=["job"])
    return YES, made


def stops_with(board: Board, laid: Laid) -> list[str]:
    """Each reach of the switch of everybody who may be in it."""
    named = gates.gate_names(twins_in(laid.asked))
    if not named:
        return []
    pictures = [f"picture:{preview.id}" for preview in laid.asked]
    return [*named, board.shoot.topic, f"house:{board.shoot.house_id}", *pictures]


def twins_in(previews: Sequence[Preview]) -> list[Twin]:
    return list({row.twin_id: row.twin for preview in previews for row in preview.twins.all()}.values())


def work(job: Job) -> None:
    """The kind "printout"."""
    rows = Printout.objects.select_related("board__shoot__house", "by")
    printout = rows.get(pk=job.about)
    with translation.override(printout.language):
        try:
            laid, content, size = draw(printout, job)
        except TooManyNamesError:
            jobs.fail(job, "print-too-many-names")
            raise jobs.Stopped from None
    decision = store(printout, laid, content, size, job)
    if not decision:
        jobs.fail(job, decision.code, **decision.values)
        raise jobs.Stopped


def draw(printout: Printout, job: Job) -> tuple[Laid, bytes, tuple[int, int]]:
    def step(progress: float, words: str) -> None:
        jobs.step(job, progress, words)

    step(0.01, _("asking for every twin"))
    now, board, wanted = timezone.now(), printout.board, printout.paper
    laid = drawing.laid(board, [UUID(id) for id in printout.cards], now=now)
    names = drawing.credits_of(laid, now)
    on_sheet = names if wanted.format == "png" else ()
    pixels = drawing.drawn(laid, wanted, on_sheet, by=printout.by, now=now, step=step)
    step(0.9, _("writing the file"))
    source = rules.worst_source(preview.source_type for preview in laid.previews.values())
    said = paper.provenance(board.name, source, printout.pk, now, people_of(laid, now))
    if wanted.format == "png":
        content = paper.as_png(pixels, said)
    else:
        mark = marks.Kind.PREVIEW if laid.shows_a_twin else marks.Kind.STAND_IN
        content = paper.as_pdf(pixels, said, wanted, names, mark)
    return laid, content, wanted.px


def people_of(laid: Laid, now: datetime) -> list[str]:
    """Everybody named in the credits, each once."""
    looks = {preview.look_id: preview for preview in laid.previews.values()}.values()
    lines = (line for preview in looks for line in draw_credits(preview.look, now, preview.recipe))
    return list(dict.fromkeys(line.name for line in lines if line.name))


@transaction.atomic
def store(printout: Printout, laid: Laid, content: bytes, size: tuple[int, int], job: Job) -> Decision:
    """Under the gates, with consent asked a last time, and only while the token is ours."""
    now = timezone.now()
    shown = list(laid.previews.values())
    twins = twins_in(shown)
    gates.hold(twins)
    decision = may_show_all(shown, now)
    if not decision or not jobs.finish(job):
        return decision
    file = keep(printout, content, size, twins, now)
    printout.file, printout.made_at = file, now
    printout.gates = gates.epochs(gates.gate_names(twins))
    printout.previews = [str(preview.id) for preview in shown]
    printout.save(update_fields=["file", "made_at", "gates", "previews"])
    note(twins, by=printout.by, now=now)
    return YES


def keep(printout: Printout, content: bytes, size: tuple[int, int], twins: Sequence[Twin], now: datetime) -> Blob:
    """Sealed under a key of its own and everybody's it shows."""
    return media.keep(
        content,
        content_type="application/octet-stream",
        width_px=size[0],
        height_px=size[1],
        under=[printout.key_name, *gates.gate_names(twins)],
        now=now,
    )


def note(twins: Sequence[Twin], *, by: Person, now: datetime) -> None:
    """For her own page, which says who printed a board that shows her, also once the file is gone."""
    for twin in twins:
        if twin.owner_id != by.pk:
            register.noted(f"printed:{twin.pk}", by=str(by.pk), what=LOGGED_AS, now=now)


def may_show_all(previews: Sequence[Preview], now: datetime) -> Decision:
    """As any of the crew would be shown them. Nobody's own eyes count: what is on paper is for all."""
    facts = facts_of(twins_in(previews), now)
    anybody = Person()
    return next((no for each in previews if not (no := may_show(each, facts, anybody, now))), YES)


@transaction.atomic
def take(printout: Printout, *, by: Person, now: datetime) -> tuple[Decision, bytes]:
    """Whoever asked for it, as long as nothing has changed for anybody it shows."""
    if not printout.file or printout.gone_at or printout.until <= now:
        return no("print-gone"), b""
    previews = list(Preview.objects.for_page().filter(id__in=printout.previews))
    twins = twins_in(previews)
    gates.hold(twins)
    if len(previews) != len(printout.previews) or gates.epochs(list(printout.gates)) != printout.gates:
        return no("print-closed"), b""
    if not (decision := may_show_all(previews, now)):
        return decision, b""
    try:
        content = media.load(printout.file)
    except GONE:
        return no("print-gone"), b""
    note(twins, by=by, now=now)
    return YES, content


@transaction.atomic
def remove(printout: Printout, *, now: datetime) -> None:
    """Its bytes and their key. Twice does nothing."""
    if Printout.objects.filter(pk=printout.pk, gone_at=None).update(gone_at=now):
        media.erase_under(printout.key_name, now=now)


def sweep(now: datetime) -> int:
    overdue = list(Printout.objects.overdue(now))
    for printout in overdue:
        remove(printout, now=now)
    return len(overdue)
