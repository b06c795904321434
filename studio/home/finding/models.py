"""One table of words for everything that can be found, the same on both databases: bytes sort alike everywhere."""

from __future__ import annotations

from django.db import models

from studio.home.finding.words import BYTES_MOST, LAST


class WordQuerySet(models.QuerySet["Word"]):
    def beginning(self, asked: bytes) -> WordQuerySet:
        return self.filter(word__gte=asked, word__lt=asked + LAST)


class Word(models.Model):
    """A word of a thing, with whose it is to find. Nobody is asked beside: who may find it stands in the row.

    house: whose seats find it; none where it is for `scope` alone. scope: a shoot, for whoever is on its call sheet; a
    house, for whoever works for it; a twin, for her owner. of: the twin, person or shoot whose name it is, or nothing.
    """

    id = models.BigAutoField(primary_key=True)
    word = models.BinaryField(max_length=BYTES_MOST)
    kind = models.CharField(max_length=8)  # of `entries.READERS`
    thing = models.UUIDField()
    at = models.DateTimeField()
    house = models.UUIDField(null=True)
    scope = models.UUIDField()
    of = models.CharField(max_length=44, blank=True)

    objects = WordQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["house", "kind", "word", "-at", "thing"], name="words_of_a_house"),
            models.Index(fields=["scope", "kind", "word", "-at", "thing"], name="words_of_a_scope"),
            models.Index(fields=["thing", "word"], name="words_of_a_thing"),
            models.Index(fields=["of"], name="words_of_a_name", condition=~models.Q(of="")),
        ]

    def __str__(self) -> str:
        return f"{bytes(self.word).decode(errors='replace')}: {self.kind}"


class Hue(models.Model):
    """A colour of a thing as CIE L*a*b* in tenths, so that both databases reckon with whole numbers."""

    id = models.BigAutoField(primary_key=True)
    colour = models.CharField(max_length=7)
    light = models.SmallIntegerField()
    red = models.SmallIntegerField()  # a*: red against green
    yellow = models.SmallIntegerField()  # b*: yellow against blue
    kind = models.CharField(max_length=8)
    thing = models.UUIDField()
    at = models.DateTimeField()
    house = models.UUIDField(null=True)
    scope = models.UUIDField()

    class Meta:
        indexes = [
            models.Index(fields=["house", "kind", "light"], name="hues_of_a_house"),
            models.Index(fields=["scope", "kind", "light"], name="hues_of_a_scope"),
            models.Index(fields=["thing"], name="hues_of_a_thing"),
        ]

    def __str__(self) -> str:
        return f"{self.colour}: {self.kind}"
