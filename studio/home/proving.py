"""Who agreed to what, and when: everything behind one sealed picture, in plain words on one page.

Read by whoever runs the studio (`manage.py prove`), and by an owner for her own twin in the picture. Another twin's
papers are her owner's.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as say

from studio.approvals.models import Master, Verdict
from studio.assets.models import Asset, AssetTwin, Delivery, Takedown
from studio.consent.models import GrantVersion, Offer, PieceApproval, PieceTaken
from studio.consent.templatetags.consent import code_label
from studio.consent.wording import listed
from studio.consent.words import label, territory
from studio.home.register.names import Names, names_of, sentence_of
from studio.ledger.models import Account, Posting
from studio.ledger.models import Entry as LedgerEntry
from studio.money import Money
from studio.people.models import Craft, Person
from studio.register.actions import verify
from studio.register.models import Entry
from studio.twins.models import AdultCheck, Signature, Twin
from studio.web import writing
from studio.web.templatetags.web import day, money, zoned
from studio.web.writing import headed

# As the sign-in names what it was proved with.
METHODS = {
    "password": say("a password"),
    "passkey": say("a passkey"),
    "webauthn": say("a passkey"),
    "mfa": say("a passkey or a code"),
    "code": say("a code"),
}

Line = tuple[str, str]


class Kept(str):
    """Words as they were signed. They are never translated, so a page says in which language they are read out."""

    language = ""

    @classmethod
    def of(cls, words: str, language: str) -> "Kept":
        kept = cls(words)
        kept.language = language
        return kept


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    asset: Asset
    title: str
    sections: tuple[Section, ...]
    holds: bool  # every chain it stands on


@dataclass(frozen=True, slots=True)
class _Of:
    """What the sections read."""

    asset: Asset
    rows: Sequence[AssetTwin]  # the twins whose papers the reader may see
    others: int
    deliveries: Sequence[Delivery]
    entries: Sequence[Entry]
    names: Names
    reader: Person | None

    @property
    def master(self) -> Master:
        return self.asset.master


def asset_named(name: str) -> Asset | None:
    """By its public code or its id."""
    rows = Asset.objects.for_page().filter(sealed_at__isnull=False)
    by_id = Q(id=name) if len(name) > 30 else Q(public_code=name.upper())
    return rows.filter(by_id).first()


def proof_of(asset: Asset, *, reader: Person | None = None) -> Proof:
    of = _read(asset, reader)
    sections: list[tuple[str, Callable[[_Of], Iterator[Line]]]] = [
        (_("The picture"), _picture),
        (_("The digital twin"), _twins),
        (_("What was agreed"), _agreed),
        (_("What was offered before"), _offered),
        (_("Who made it"), _made),
        (_("Who signed it off"), _signed_off),
        (_("What was sealed"), _sealed),
        (_("Where it went"), _delivered),
        (_("Money"), _money),
        (_("Coming down"), _comes_down),
        (_("In the register"), _written),
    ]
    found = [Section(title, tuple(lines(of))) for title, lines in sections]
    chains = sorted({entry.chain for entry in of.entries})
    checked = {chain: not verify(chain) for chain in chains}
    found.append(Section(_("Checked now"), tuple(_checked(checked))))
    look = asset.master.preview.look
    title = _("%(look)s of %(shoot)s") % {"look": look.title or str(look), "shoot": look.shoot.name}
    return Proof(asset, title, tuple(each for each in found if each.lines), all(checked.values()))


def _read(asset: Asset, reader: Person | None) -> _Of:
    every = list(
        AssetTwin.objects.filter(asset=asset)
        .select_related("twin__owner", "version__grant__house", "version__signed_by", "version__house_signed_by")
        .select_related("version__mandate__agency", "version__memo")
        .order_by("id")
    )
    rows = [row for row in every if reader is None or row.twin.owner_id == reader.pk]
    out = Delivery.objects.filter(rendition__asset=asset)
    deliveries = list(out.select_related("house", "by", "rendition").order_by("at"))
    entries = _entries(asset, rows, deliveries)
    return _Of(asset, rows, len(every) - len(rows), deliveries, entries, names_of(entries), reader)


def _entries(asset: Asset, rows: Sequence[AssetTwin], deliveries: Sequence[Delivery]) -> list[Entry]:
    """On the chains of these twins and of the house: what names the picture, its licence, or its money."""
    chains = [row.twin.gate_name for row in rows]
    house = asset.master.preview.look.shoot.house_id
    about = Q(subject=f"asset:{asset.id}") | Q(subject=f"master:{asset.master_id}")
    about |= Q(body__asset=str(asset.id)) | Q(body__about=str(asset.master_id))
    postings = Posting.objects.filter(
        about__in=[str(each.id) for each in deliveries], twin__in=[row.twin_id for row in rows]
    ).values_list("id", flat=True)
    about |= Q(subject__in=[f"posting:{id}" for id in postings])
    grants = [str(row.version.grant_id) for row in rows]
    versions = [str(row.version_id) for row in rows]
    about |= Q(body__grant__in=grants) | Q(kind="piece-answered", body__version__in=versions)
    found = Entry.objects.filter(about, chain__in=[*chains, f"org:{house}"]).order_by("at", "chain", "seq")
    return [entry for entry in found if not entry.subject.startswith("twin:") or entry.subject in chains]


def _picture(of: _Of) -> Iterator[Line]:
    look = of.master.preview.look
    yield _("Picture"), f"{look.title or look}, {look.shoot.name}"
    yield _("Made for"), look.shoot.house.name
    yield _("Public code"), of.asset.public_code
    engine = f"{of.master.preview.engine} {of.master.preview.engine_version}"
    yield _("How it came about"), f"{engine}, {of.asset.source_type}"
    yield _("Hash of its recipe"), of.asset.recipe_hash


def _twins(of: _Of) -> Iterator[Line]:
    for row in of.rows:
        twin = row.twin
        yield _("Digital twin of"), _name(twin)
        yield _("Owned by"), str(twin.owner)
        signature = Signature.objects.filter(twin=twin, kind="data").order_by("signed_at").last()
        how = _how(signature.evidence) if signature else ""
        agreed = _("%(at)s, by the owner%(how)s") % {"at": zoned(twin.data_consent_at), "how": how}
        yield _("Agreed that it is made and kept"), agreed
        if signature:
            yield _("Hash of that text"), signature.sha256
        seen = {"who": twin.adult_checked_by, "document": _document(twin), "at": day(twin.adult_checked_at)}
        yield _("Seen to be of age"), _("%(at)s, by %(who)s, from a document (%(document)s)") % seen
    if of.others:
        yield _("Also in the picture"), _("%(n)s other, whose papers are their owner's") % {"n": of.others}


def _name(twin: Twin) -> str:
    if twin.fictional:
        return _("%(name)s (a fictional person of the demonstration)") % {"name": twin.name}
    return twin.name


def _document(twin: Twin) -> str:
    return str(dict(AdultCheck.Document.choices).get(twin.adult_document, twin.adult_document))


def _how(evidence: dict[str, Any]) -> str:
    method = METHODS.get(evidence.get("method", ""))
    return _(", signed in with %(method)s") % {"method": method} if method else ""


def _agreed(of: _Of) -> Iterator[Line]:
    for row in of.rows:
        yield from _version(row.version)
        asked = PieceApproval.objects.filter(version=row.version, pixel_hash=of.master.pixel_hash)
        for each in asked.select_related("asked_by"):
            at = zoned(each.answered_at or each.asked_at)
            said = {"answer": each.get_answer_display(), "at": at, "pixels": each.pixel_hash}
            yield _("The owner's word on these pixels"), _("%(answer)s, %(at)s, pixels %(pixels)s") % said


def _version(version: GrantVersion) -> Iterator[Line]:
    grant = version.grant
    numbers = {"licence": grant.number, "version": version.number, "house": grant.house.name}
    yield _("Licence"), _("Licence %(licence)s, version %(version)s, to %(house)s") % numbers
    yield _("Now"), f"{grant.get_state_display()}, {zoned(grant.state_at)}"
    yield _("Signed by the owner"), f"{version.signed_by}, {zoned(version.signed_at)}{_how(version.evidence)}"
    house = f"{version.house_signed_by}, {zoned(version.house_signed_at)}{_how(version.house_evidence)}"
    yield _("Signed for the house"), house
    if version.mandate:
        yield _("Represented by"), str(version.mandate.agency)
    yield _("Hash of text and terms"), version.sha256
    if memo := getattr(version, "memo", None):
        yield _("Deal memo"), f"{zoned(memo.at)}, SHA-256 {memo.sha256}"
    for number, sentence in enumerate(version.text.splitlines(), start=1):
        yield _("Term %(n)s") % {"n": number}, Kept.of(sentence, version.language)


def _offered(of: _Of) -> Iterator[Line]:
    offers = Offer.objects.filter(request__version__in=[row.version_id for row in of.rows]).select_related("by")
    for offer in offers.order_by("request", "number"):
        said = {"side": offer.get_side_display(), "who": offer.by, "at": zoned(offer.at), "hash": offer.sha256}
        yield _("Offer %(n)s") % {"n": offer.number}, _("%(side)s, %(who)s, %(at)s, SHA-256 %(hash)s") % said


def _made(of: _Of) -> Iterator[Line]:
    preview = of.master.preview
    yield _("Asked for"), f"{preview.by}, {zoned(preview.at)}"
    for line in of.asset.credits:
        craft = dict(Craft.choices).get(line["craft"], line["craft"])
        name = line["name"] or _("not named")
        yield str(craft), name if line["confirmed"] else _("%(name)s, not yet confirmed") % {"name": name}


def _signed_off(of: _Of) -> Iterator[Line]:
    for each in Verdict.objects.filter(master=of.master).select_related("by").order_by("at"):
        ended = _(", no longer in force since %(at)s") % {"at": zoned(each.ended_at)} if each.ended_at else ""
        yield str(each.by), f"{each.get_answer_display()}, {zoned(each.at)}{ended}"
        yield _("Bound to"), each.binding_hash
    yield _("Hash of the pixels"), of.master.pixel_hash


def _sealed(of: _Of) -> Iterator[Line]:
    yield _("Sealed"), zoned(of.asset.sealed_at)
    yield _("Under the sign-off"), of.asset.binding_hash
    for each in of.asset.renditions.order_by("aspect"):
        size = f"{each.width_px} × {each.height_px}"
        yield _("File %(aspect)s") % {"aspect": each.aspect}, f"{size}, SHA-256 {each.sha256}"


def _delivered(of: _Of) -> Iterator[Line]:
    for each in of.deliveries:
        said = {
            "house": each.house,
            "channel": label("channel", each.channel),
            "places": listed([territory(code) for code in each.territories]),
            "first": day(each.starts_on),
            "last": day(each.ends_on),
            "who": each.by,
        }
        words = _("%(house)s, %(channel)s, %(places)s, %(first)s to %(last)s, by %(who)s")
        yield zoned(each.at), words % said
        taken = zoned(each.taken_at) if each.taken_at else _("not yet")
        yield _("File first taken"), taken


def _money(of: _Of) -> Iterator[Line]:
    """Of the twins the reader may see: what was owed, and how it was reckoned."""
    twins = [row.twin_id for row in of.rows]
    debts = Posting.objects.filter(about__in=[str(each.id) for each in of.deliveries], twin__in=twins)
    payments = Posting.objects.filter(kind=Posting.Kind.PAYMENT, about__in=[str(each.pk) for each in debts])
    rows = LedgerEntry.objects.filter(posting__in=[*debts, *payments]).select_related("posting", "account")
    for row in rows.order_by("posting__at", "id"):
        if row.account.kind == Account.Kind.OWED_TO:
            what = f"{row.posting.get_kind_display()}, {zoned(row.posting.at)}"
            yield what, money(Money(row.amount_minor, row.account.currency))
            for step in row.arithmetic:
                reckoned = writing.arithmetic(str(step.get("arithmetic", "")))
                yield f"  {code_label('line', step.get('code', ''))}", reckoned


def _comes_down(of: _Of) -> Iterator[Line]:
    twins = [row.twin_id for row in of.rows]
    for piece in PieceTaken.objects.filter(asset=str(of.asset.id), twin__in=twins).order_by("at"):
        last = piece.takedown_on or piece.ends_on
        words = _("by %(on)s, after a withdrawal") if piece.takedown_on else _("by %(on)s, the delivery's last day")
        yield _("Delivered %(at)s") % {"at": day(piece.at)}, words % {"on": day(last)}
    for each in Takedown.objects.filter(delivery__in=of.deliveries, twin__in=twins).for_page():
        known = zoned(each.acknowledged_at) if each.acknowledged_at else _("not yet")
        down = zoned(each.down_at) if each.down_at else _("not yet")
        yield str(each.house), _("told %(at)s, acknowledged %(known)s, taken down %(down)s") % {
            "at": zoned(each.made_at), "known": known, "down": down
        }


def _written(of: _Of) -> Iterator[Line]:
    for entry in of.entries:
        whose = _("house") if entry.chain.startswith("org:") else _("twin")
        place = _("%(whose)s, entry %(n)s") % {"whose": whose, "n": entry.seq}
        yield place, headed(zoned(entry.at), sentence_of(entry, of.names, of.reader))


def _checked(checked: dict[str, bool]) -> Iterator[Line]:
    for chain, holds in checked.items():
        whose = _("The house's register") if chain.startswith("org:") else _("The twin's register")
        yield whose, _("every entry is as it was written") if holds else _("does not hold: run verify_register")
