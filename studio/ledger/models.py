"""Double entry in whole minor units. Nothing here is ever updated or deleted; an error is answered by a reversal."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from studio.ids import uuid7


class Account(models.Model):
    """Whose money: a person's, an organisation's. What the house owes is negative, what she is owed positive."""

    class Kind(models.TextChoices):
        OWED_BY = "owed-by", _("owed by a house")
        OWED_TO = "owed-to", _("owed to a person")
        COMMISSION = "commission", _("commission of an agency")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="accounts")
    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, null=True, blank=True, related_name="accounts"
    )
    currency = models.CharField(max_length=3)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(organisation__isnull=True), name="account_has_one_holder"
            ),
            models.UniqueConstraint(fields=["kind", "person", "currency"], name="one_account_a_person"),
            models.UniqueConstraint(fields=["kind", "organisation", "currency"], name="one_account_an_organisation"),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.organisation}: {self.kind}, {self.currency}"


class PostingQuerySet(models.QuerySet["Posting"]):
    def deliveries(self) -> PostingQuerySet:
        return self.filter(kind=Posting.Kind.DELIVERY)

    def standing(self) -> PostingQuerySet:
        return self.filter(reversed_by=None)


class Posting(models.Model):
    """What happened, once. Its entries add up to nothing in each currency."""

    class Kind(models.TextChoices):
        DELIVERY = "delivery", _("delivery")
        PAYMENT = "payment", _("payment")
        REVERSAL = "reversal", _("reversal")
        KILL_FEE = "kill-fee", _("kill fee")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    about = models.CharField(max_length=40)  # the delivery's id; of a payment, the posting it pays
    twin = models.ForeignKey("twins.Twin", models.PROTECT, null=True, blank=True, related_name="postings")
    version = models.ForeignKey("consent.GrantVersion", models.PROTECT, null=True, blank=True, related_name="postings")
    reverses = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reversed_by")
    pay_on = models.DateField(null=True, blank=True)  # of a payment: the day on which it was paid
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = PostingQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["about"], name="posting_about")]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"

    @property
    def is_debt(self) -> bool:
        """Something that is paid. A payment, or a reversal of one, is not."""
        return self.kind in {self.Kind.DELIVERY, self.Kind.KILL_FEE}


class Entry(models.Model):
    """One line. `arithmetic` is how the amount was reckoned, `rule` names the term it came from."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    posting = models.ForeignKey(Posting, models.PROTECT, related_name="entries")
    account = models.ForeignKey(Account, models.PROTECT, related_name="entries")
    amount_minor = models.BigIntegerField()
    line = models.CharField(max_length=24)  # "fee", "net", "commission", "crew", "payment", "reversal"
    arithmetic = models.JSONField(default=list)  # `pricing.Line`s, as they were reckoned
    rule = models.CharField(max_length=80)

    class Meta:
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"{self.account}: {self.amount_minor}"
