"""What comes before a twin, and what her owner signs: each signature is its own, and none is ever edited."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from studio.ids import uuid7
from studio.people.models import Organisation, Person
from studio.twins.models.twin import Twin


class AdultCheckQuerySet(models.QuerySet["AdultCheck"]):
    def of(self, person: Person) -> AdultCheckQuerySet:
        return self.filter(person=person)


class AdultCheck(models.Model):
    """Somebody else saw a document of hers. Its kind is kept; its number and a date of birth are not. Append-only."""

    class Document(models.TextChoices):
        PASSPORT = "passport", _("Passport")
        IDENTITY_CARD = "identity-card", _("Identity card")
        DRIVING_LICENCE = "driving-licence", _("Driving licence")
        RESIDENCE_PERMIT = "residence-permit", _("Residence permit")

    class Part(models.TextChoices):
        BOOKER = "booker", _("booker of the model's agency")
        PHOTOGRAPHER = "photographer", _("photographer on capture day")
        STAFF = "staff", _("who runs the studio")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="adult_checks")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    part = models.CharField(max_length=12, choices=Part.choices)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    document = models.CharField(_("document"), max_length=20, choices=Document.choices)
    checked_at = models.DateTimeField()

    objects = AdultCheckQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.person}, {self.document}"

    @property
    def by_words(self) -> str:
        """ "Ilse Maas, Perron"."""
        return f"{self.by}, {self.organisation}" if self.organisation else str(self.by)


class SignatureQuerySet(models.QuerySet["Signature"]):
    def in_force(self) -> SignatureQuerySet:
        return self.filter(end=None)


class Signature(models.Model):
    """The text she read and signed: to make and keep her twin, or one kind of alteration. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    twin = models.ForeignKey(Twin, models.PROTECT, related_name="signatures")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)  # "data", or "alteration:hair-colour"
    text = models.TextField()
    language = models.CharField(max_length=8)
    wording = models.CharField(max_length=12)
    sha256 = models.CharField(max_length=64)
    evidence = models.JSONField()
    signed_at = models.DateTimeField()
    key = models.CharField(max_length=120, null=True, blank=True, unique=True)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        ordering = ["signed_at"]

    def __str__(self) -> str:
        return f"{self.twin}: {self.kind}"


class SignatureEnd(models.Model):
    """She ended it. The signature itself stays as it was. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    signature = models.OneToOneField(Signature, models.PROTECT, related_name="end")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.signature}, ended"
