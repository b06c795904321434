"""Garments, looks with typed slots, and the recipes they freeze into."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from studio.decisions import YES, Decision, no
from studio.ids import uuid7
from studio.people.models import Craft, Organisation, Person
from studio.shoots.models import Shoot


class Reuse(models.TextChoices):
    SHOOT = "shoot", _("this shoot")
    HOUSE = "house", _("this house")
    ASK = "ask", _("ask me")
    FEE = "fee", _("for a fee")


class Whose(models.TextChoices):
    MINE = "mine", _("Mine")
    HOUSE = "house", _("The house's")
    SOMEBODY = "somebody", _("Somebody else's")


class May(models.TextChoices):
    YES = "yes", _("Yes")
    ASKED = "asked", _("Asked, no answer yet")
    NO = "no", _("No")


SAID = ("whose", "whose_name", "may", "may_words")


class Brought(models.Model):
    """Whose a picture is that somebody brought, and whether we may use it. Empty until a person has said it.

    Nobody is stopped while she works; a delivery asks (`rules.may_leave`).
    """

    whose = models.CharField(_("Whose it is"), max_length=8, choices=Whose.choices, blank=True)
    whose_name = models.CharField(_("their name"), max_length=120, blank=True)
    may = models.CharField(_("May we use it"), max_length=5, choices=May.choices, blank=True)
    may_words = models.CharField(_("in which words"), max_length=300, blank=True)

    class Meta:
        abstract = True

    @property
    def is_said(self) -> bool:
        return bool(self.whose and self.may)

    @property
    def whose_words(self) -> str:
        """ "The house's", "Anna Lind's": a person's own name where one was said."""
        return self.whose_name if self.whose == Whose.SOMEBODY and self.whose_name else self.get_whose_display()


class GarmentQuerySet(models.QuerySet["Garment"]):
    def on_rack_of(self, shoot: Shoot) -> GarmentQuerySet:
        """What hangs on a shoot's rack: brought to it, or kept by the house for all its shoots."""
        house = Q(shoot__isnull=True) | Q(reuse=Reuse.HOUSE)
        return self.filter(Q(shoot=shoot) | Q(house, house=shoot.house_id))

    def visible_to(self, person: Person) -> GarmentQuerySet:
        """To whoever finds it on the rack of a shoot, and to the house's own seats."""
        shoots = Shoot.objects.visible_to(person)
        shared = Q(shoot__isnull=True) | Q(reuse=Reuse.HOUSE)
        on_rack = Q(shoot__in=shoots) | Q(shared, house__in=shoots.values("house"))
        return self.filter(on_rack | Q(house__in=Organisation.objects.of(person).values("id")))


class Garment(Brought):
    """A piece of the rack. What the engine uses is its front view's cut-out with anchors."""

    class State(models.TextChoices):
        ARRIVING = "arriving", _("being cut out")
        READY = "ready", _("ready")
        REFUSED = "refused", _("not usable")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    house = models.ForeignKey(Organisation, models.PROTECT, related_name="garments")
    shoot = models.ForeignKey(Shoot, models.PROTECT, null=True, blank=True, related_name="garments")
    title = models.CharField(_("name"), max_length=120)
    category = models.CharField(_("kind"), max_length=12, blank=True)  # imaging's categories; guessed, then corrected
    # what a licence calls it; proposed when it arrives, declared by whoever keeps it
    declared = models.JSONField(_("categories"), default=list, blank=True)
    brand = models.CharField(_("brand"), max_length=80, blank=True)  # empty: the house's own
    colour = models.CharField(_("colour"), max_length=7, blank=True)  # "#1c2442"; proposed, then corrected
    sku = models.CharField(_("article number"), max_length=60, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ARRIVING)
    code = models.CharField(max_length=40, blank=True)  # why it is not usable
    values = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reuse = models.CharField(max_length=8, choices=Reuse.choices, default=Reuse.SHOOT)
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True, blank=True, related_name="+")

    objects = GarmentQuerySet.as_manager()

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return self.title

    @property
    def topic(self) -> str:
        return f"garment:{self.id}"

    def seen_from(self, view: str) -> GarmentView | None:
        """The cut-out view of this name, or its front where there is none; of what was prefetched, where it was."""
        cut = {each.view: each for each in self.views.all() if each.cutout_id}
        return cut.get(view) or cut.get("front")

    @property
    def refusal(self) -> Decision:
        return no(self.code, "", **self.values) if self.code else YES

    @property
    def front(self) -> GarmentView | None:
        """The view the engine uses; of what was prefetched, where it was."""
        return next((view for view in self.views.all() if view.view == "front"), None)


class GarmentView(models.Model):
    """One picture of a garment. `cutout` is RGBA (PNG) and `anchors` lie in its pixels.

    A detail and a swatch are not cut out. Of each other view the newest that was cut out is used.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    garment = models.ForeignKey(Garment, models.CASCADE, related_name="views")
    view = models.CharField(max_length=8, default="front")  # front, back, side, detail, swatch
    upload = models.OneToOneField("media.Upload", models.PROTECT, null=True, blank=True, related_name="+")
    picture = models.ForeignKey("media.Blob", models.PROTECT, null=True, blank=True, related_name="+")
    cutout = models.ForeignKey("media.Blob", models.PROTECT, null=True, blank=True, related_name="+")
    anchors = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["garment", "view"], condition=Q(view="front"), name="one_front_a_garment")
        ]

    def __str__(self) -> str:
        return f"{self.garment}, {self.view}"


class BackdropQuerySet(models.QuerySet["Backdrop"]):
    def open_to(self, house: Organisation) -> BackdropQuerySet:
        return self.filter(Q(house__isnull=True) | Q(house=house))


class Backdrop(Brought):
    """A place without people. `house` is empty for those that come with the studio; a house's own says whose it is."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    house = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="backdrops")
    name = models.CharField(max_length=60)
    picture = models.ForeignKey("media.Blob", models.PROTECT, related_name="+")
    light_from = models.FloatField(default=0.0)
    warmth = models.FloatField(default=0.0)
    notes = models.CharField(max_length=200, blank=True)
    upload = models.OneToOneField("media.Upload", models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = BackdropQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PictureQuerySet(models.QuerySet["Picture"]):
    def visible_to(self, person: Person) -> PictureQuerySet:
        return self.filter(shoot__in=Shoot.objects.visible_to(person))


class Picture(Brought):
    """Something brought to a shoot, and what it was taken for. A picture and a reference are looked at, no more.

    No slot names one and no recipe reads one: only once it hangs on the rack as a garment, or stands among the places
    as a backdrop, is it rendered from, and then as that. `seen` is what the studio read of it: whether somebody is in
    it ("person", "face"), and where its light comes from, should it become a place.
    """

    class Kind(models.TextChoices):
        PICTURE = "picture", _("picture")
        REFERENCE = "reference", _("reference")
        GARMENT = "garment", _("garment")
        BACKDROP = "backdrop", _("backdrop")

    class State(models.TextChoices):
        ARRIVING = "arriving", _("arriving")
        READY = "ready", _("ready")
        REFUSED = "refused", _("not usable")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    shoot = models.ForeignKey(Shoot, models.PROTECT, related_name="pictures")
    kind = models.CharField(max_length=9, choices=Kind.choices, default=Kind.PICTURE)
    proposed = models.CharField(max_length=9, choices=Kind.choices, blank=True)  # by the studio, once it was read
    title = models.CharField(_("name"), max_length=120)
    source = models.CharField(_("where it is from"), max_length=2000, blank=True)
    upload = models.OneToOneField("media.Upload", models.PROTECT, null=True, blank=True, related_name="+")
    picture = models.ForeignKey("media.Blob", models.PROTECT, null=True, blank=True, related_name="+")
    seen = models.JSONField(default=dict, blank=True)
    garment = models.OneToOneField(Garment, models.SET_NULL, null=True, blank=True, related_name="brought_as")
    backdrop = models.OneToOneField(Backdrop, models.SET_NULL, null=True, blank=True, related_name="brought_as")
    state = models.CharField(max_length=8, choices=State.choices, default=State.ARRIVING)
    code = models.CharField(max_length=40, blank=True)  # why it is not usable
    values = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True, blank=True, related_name="+")

    objects = PictureQuerySet.as_manager()

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return self.title

    @property
    def topic(self) -> str:
        return f"picture:{self.id}"

    @property
    def source_words(self) -> str:
        """Of an address where it is, not the whole of it."""
        return urlsplit(self.source).hostname or self.source if "://" in self.source else self.source

    @property
    def refusal(self) -> Decision:
        return no(self.code, "", **self.values) if self.code else YES


class Lut(models.Model):
    """A house's own look-up table for the grade, as its .cube file came, with whose it is."""

    class Rights(models.TextChoices):
        HOUSE = "house", _("The house's own")
        MINE = "mine", _("My own, and the house may use it")
        LENT = "lent", _("Licensed from its maker for this use")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    house = models.ForeignKey(Organisation, models.PROTECT, related_name="luts")
    name = models.CharField(max_length=60)
    cube = models.ForeignKey("media.Blob", models.PROTECT, related_name="+")
    rights = models.CharField(max_length=24, choices=Rights.choices, default=Rights.HOUSE)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["name", "at"]

    def __str__(self) -> str:
        return self.name


def twin_topics(changes: models.QuerySet[SlotChange], trials: models.QuerySet[Trial]) -> list[str]:
    """What a page that shows pictures of these looks listens to, so that it hears at once when a gate turns."""
    values = [*changes.filter(kind="twin").values_list("new", flat=True)]
    values += trials.filter(kind="twin").values_list("value", flat=True)
    return sorted({f"twin:{placed['twin']}" for value in values for placed in (value or {}).get("twins", [])})


class LookQuerySet(models.QuerySet["Look"]):
    def visible_to(self, person: Person) -> LookQuerySet:
        return self.filter(shoot__in=Shoot.objects.visible_to(person))


class Look(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    shoot = models.ForeignKey(Shoot, models.PROTECT, related_name="looks")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120, blank=True)
    version = models.PositiveIntegerField(default=0)  # raised by every change of a slot
    reuse = models.CharField(max_length=8, choices=Reuse.choices, default=Reuse.SHOOT)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    key = models.CharField(max_length=80, unique=True, null=True, blank=True)
    # the line of the shot list that it is made for; others find theirs by what is worn
    shot = models.ForeignKey("shoots.Shot", models.SET_NULL, null=True, blank=True, related_name="looks")

    objects = LookQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["shoot", "number"], name="look_number_once")]

    def __str__(self) -> str:
        return gettext("Look %(number)02d") % {"number": self.number}

    @property
    def topic(self) -> str:
        return f"look:{self.id}"

    @property
    def twin_topics(self) -> list[str]:
        """Every twin that was ever cast in it, or that it was tried on: its older pictures show them too."""
        return twin_topics(self.changes.all(), self.trials.all())


class SlotKind(models.TextChoices):
    TWIN = "twin", _("Twin")
    GARMENTS = "garments", _("Garments")
    MAKEUP = "makeup", _("Make-up")
    HAIR = "hair", _("Hair")
    LIGHT = "light", _("Light")
    LENS = "lens", _("Lens")
    PLACE = "place", _("Place")
    GRADE = "grade", _("Grade")
    WORDS = "words", _("Words")


class Slot(models.Model):
    """What a slot holds now, and whose it is. Shapes: `looks.slots`, one dataclass a kind.

    The twin slot is {"twins": [{"twin", "plate"}]} in order, or {"stand_in": id}.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    look = models.ForeignKey(Look, models.CASCADE, related_name="slots")
    kind = models.CharField(max_length=8, choices=SlotKind.choices)
    value = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    craft = models.CharField(max_length=24, choices=Craft.choices)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["look", "kind"], name="one_slot_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.look}: {self.kind}"


class PresetQuerySet(models.QuerySet["Preset"]):
    def open_to(self, person: Person, house: Organisation) -> PresetQuerySet:
        """One's own, wherever one works, and those that their authors share with this house."""
        shared = Q(house=house, reuse=Preset.Terms.HOUSE)
        return self.filter(Q(by=person) | shared, gone_at=None)


class Preset(models.Model):
    """A slot as its author set it, under a name, for other looks. Whoever applies it, its author is credited."""

    class Terms(models.TextChoices):
        MINE = "mine", _("for my own use only")
        HOUSE = "house", _("for this house, and I am credited")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    house = models.ForeignKey(Organisation, models.PROTECT, related_name="presets")
    kind = models.CharField(max_length=8, choices=SlotKind.choices)
    name = models.CharField(_("name"), max_length=60)
    value = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="presets")
    craft = models.CharField(max_length=24, choices=Craft.choices)
    reuse = models.CharField(max_length=8, choices=Terms.choices, default=Terms.MINE)
    at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True, blank=True)  # its author keeps it no longer; what it set stays credited

    objects = PresetQuerySet.as_manager()

    class Meta:
        ordering = ["name", "at"]

    def __str__(self) -> str:
        return self.name


class SlotChange(models.Model):
    """Every change of a slot: who, when, by which craft, from what to what. Credits are drawn from here.

    undoes: the change of her own that it takes back, or the taking back that it takes back. preset: whence it came.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    look = models.ForeignKey(Look, models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=8, choices=SlotKind.choices)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)
    version = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    craft = models.CharField(max_length=24, choices=Craft.choices)
    at = models.DateTimeField()
    key = models.CharField(max_length=80, unique=True, null=True, blank=True)
    undoes = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    preset = models.ForeignKey(Preset, models.PROTECT, null=True, blank=True, related_name="changes")

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.look}: {self.kind} {self.version}"


class LookTwin(models.Model):
    """The twin slot's order as rows, so that a twin's looks are found by index. Written with the slot."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    look = models.ForeignKey(Look, models.CASCADE, related_name="cast")
    twin = models.ForeignKey("twins.Twin", models.PROTECT, related_name="looks")
    plate = models.ForeignKey("twins.Plate", models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["look", "position"], name="one_twin_a_place")]

    def __str__(self) -> str:
        return f"{self.look}: {self.twin}"


class Recipe(models.Model):
    """All slots, content hashes, engine, version and seed as canonical JSON; named by its SHA-256. Never changed."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    look = models.ForeignKey(Look, models.PROTECT, related_name="recipes")
    canonical = models.TextField()  # RFC 8785
    engine = models.CharField(max_length=24)
    engine_version = models.CharField(max_length=80)
    frozen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256[:12]


class Trial(models.Model):
    """One slot otherwise than the look says, in one picture; the look stays as it is. Credits come from here, too."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    look = models.ForeignKey(Look, models.CASCADE, related_name="trials")
    recipe = models.ForeignKey(Recipe, models.PROTECT, related_name="trials")
    kind = models.CharField(max_length=8, choices=SlotKind.choices)
    value = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    craft = models.CharField(max_length=24, choices=Craft.choices)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["look", "recipe", "kind", "by"], name="trial_once_a_person")]

    def __str__(self) -> str:
        return f"{self.look}: {self.kind}, tried"
