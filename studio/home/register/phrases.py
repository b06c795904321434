"""How each kind of entry reads, in one table. Whoever writes a new kind adds its sentence here.

A kind has one or more forms: the first one whose names are all known is said. `CHOSEN_BY` names the word of the body
by which a kind has several entries here ("posted:payment"). Passive, so that "by you" and "by Ana Ruiz" read alike.
"""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as say

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Words: TypeAlias = "str | _StrPromise"

CHOSEN_BY = {
    "piece-answered": "answer",
    "posted": "kind",
    "credit-settled": "outcome",
    "own-picture-answered": "answer",
    "request-ended": "state",
    "standstill-answered": "answer",
    "guest-decided": "answer",
}

TWIN: dict[str, tuple[Words, ...]] = {
    "twin-created": (say("The twin was made by %(who)s, as of %(as_of)s."), say("The twin was made by %(who)s.")),
    "adult-checked": (say("It was checked that the owner is of age, by %(who)s."),),
    "captured": (say("A day in front of the camera was written down, with its crew (%(crew)s)."),),
    "plate-added": (say("A base photograph was kept under the owner's key."),),
    "plate-corrected": (say("What was found on a base photograph was set right by %(who)s."),),
    "plate-barred": (say("A base photograph was barred by %(who)s: nothing is made of it any more."),),
    "plate-opened-again": (say("A barred base photograph was opened again by %(who)s."),),
    "own-picture-answered:me": (say("A first picture was answered “This is me” by %(who)s."),),
    "own-picture-answered:not-me": (say("A first picture was answered “Not me” by %(who)s."),),
    "own-picture-answered:never": (say("A first picture was answered “Never make this again” by %(who)s."),),
    "figures-changed": (say("Measurements were changed by %(who)s."),),
    "still-me": (say("That the twin still looks like its owner, as of %(as_of)s, was said by %(who)s."),),
    "mark-barred": (say("A tattoo, scar or mark was barred by %(who)s: no picture may show it."),),
    "mark-lifted": (say("A bar on a tattoo, scar or mark was lifted by %(who)s."),),
    "capture-opened": (say("A capture session was opened by %(who)s."),),
    "capture-closed": (say("A capture session was closed by %(who)s."),),
    "capture-over": (say("A capture session came to its end."),),
    "capture-credited": (
        say("%(person)s was written down for %(craft)s on a day of capture, by %(who)s."),
        say("Somebody was written down for %(craft)s on a day of capture, by %(who)s."),
    ),
    "capture-credit-ended": (
        say("%(person)s was taken off a day of capture for %(craft)s, by %(who)s."),
        say("Somebody was taken off a day of capture, by %(who)s."),
    ),
    "captures-licensed": (say("The photographs of a day of capture were licensed to the owner by %(who)s."),),
    "capture-retired": (say("The base photographs of a day were retired by %(who)s."),),
    "capture-brought-back": (say("The base photographs of a day were taken back into use by %(who)s."),),
    "frame-refused": (say("A photograph was refused by %(who)s, and is not kept."),),
    "retired": (say("The twin was retired by %(who)s: nothing more is made of it."),),
    "brought-back": (say("The twin was brought back by %(who)s."),),
    "comp-card": (say("The comp card was chosen by %(who)s (pictures: %(pictures)s)."),),
    "cover": (say("The cover was chosen by %(who)s."),),
    "erased": (say("The twin was erased by %(who)s: its key is destroyed."),),
    "erased-again": (say("A backup was brought back, and the erasure was applied to it again."),),
    "passport-taken": (say("A twin passport was taken by %(who)s."),),
    "capture-vouched": (say("The studio that a day of capture came from was answered for by %(who)s."),),
    "capture-vouch-ended": (
        say("The studio that a day of capture came from was answered for no more, by %(who)s: the day is out of use."),
    ),
    "brought-captures-licensed": (
        say("A day of capture that came with the passport is licensed: it is answered for, and the owner met it here."),
    ),
    "passport-brought": (say("The twin was brought here with a passport of another studio, by %(who)s."),),
    "everything-taken": (say("A copy of everything was taken by %(who)s."),),
    "mandate-offered": (say("A mandate was offered by %(agency)s."), say("A mandate was offered.")),
    "mandate-signed": (
        say("The mandate of %(agency)s was signed by %(who)s."),
        say("A mandate was signed by %(who)s."),
    ),
    "mandate-declined": (say("The mandate that %(agency)s offered was declined by %(who)s."),),
    "mandate-taken-back": (say("The mandate that %(agency)s offered was taken back."),),
    "mandate-ended": (say("The mandate of %(agency)s was ended by %(who)s."), say("A mandate was ended by %(who)s.")),
}
CONSENT: dict[str, tuple[Words, ...]] = {
    "granted": (
        say("%(house)s's licence %(licence)s, version %(version)s, was signed by %(who)s."),
        say("A licence was signed by %(who)s."),
    ),
    "withdrawn": (
        say("%(house)s's licence %(licence)s was withdrawn by %(who)s."),
        say("A licence was withdrawn by %(who)s."),
    ),
    "lapsed": (
        say("%(house)s's licence %(licence)s ended by itself: its last day was over."),
        say("A licence ended by itself: its last day was over."),
    ),
    "standing-rules": (
        say("Version %(version)s of the owner's nevers was set by %(who)s."),
        say("The owner's nevers were set by %(who)s."),
    ),
    "shares-reason": (say("Whether a house that is refused reads why was set by %(who)s."),),
    "signed": (
        say("That %(alteration)s may be altered was signed by %(who)s."),
        say("A text was signed by %(who)s."),
    ),
    "signature-ended": (
        say("That %(alteration)s may be altered was ended by %(who)s."),
        say("A signature was ended by %(who)s."),
    ),
    "contact-named": (say("Whom to ask if the owner cannot act was named by %(who)s."),),
    "contact-ended": (say("Whom to ask if the owner cannot act was taken off by %(who)s."),),
    "standstill": (say("Everything stands still: it was said that the owner cannot act."),),
    "standstill-answered:stay": (say("The contact was asked, and said that everything stays paused."),),
    "standstill-answered:retire": (say("The contact was asked, and said that the twin is retired."),),
    "standstill-answered:mistaken": (say("The contact was asked, and said that it was a mistake."),),
    "rate-card": (
        say("Version %(version)s of the rate card was set by %(who)s."),
        say("The rate card was set by %(who)s."),
    ),
    "paused": (say("%(reach)s was paused by %(who)s."),),
    "resumed": (say("%(reach)s was switched on again by %(who)s."),),
    "stop-card-made": (say("A stop card was made by %(who)s."),),
    "stop-card-ended": (say("A stop card was ended by %(who)s."),),
    "piece-asked": (
        say("The owner's word on %(picture)s was asked for by %(who)s."),
        say("The owner's word on a finished picture was asked for by %(who)s."),
    ),
    "piece-answered:yes": (say("A finished picture was approved by %(who)s."),),
    "piece-answered:no": (say("A finished picture was refused by %(who)s."),),
    "piece-answer-undone": (say("An answer on a finished picture was taken back by %(who)s."),),
    "piece-taken": (
        say("%(picture)s was counted against %(house)s's licence %(licence)s."),
        say("A delivered piece was counted against its licence."),
    ),
    "option-placed": (
        say("%(house)s's option on %(category)s, %(place)s, was placed by %(who)s."),
        say("An option on %(category)s, %(place)s, was placed by %(who)s."),
        say("An option was placed by %(who)s."),
    ),
    "option-challenged": (
        say("An option on %(category)s, %(place)s, was challenged by a later one."),
        say("An option was challenged by a later one."),
    ),
    "option-challenges": (
        say("An option on %(category)s, %(place)s, was put against the one before it by %(who)s."),
        say("An option was put against the one before it by %(who)s."),
    ),
    "option-confirmed-by-house": (
        say("The option on %(category)s, %(place)s, was confirmed for the house by %(who)s."),
        say("An option was confirmed for the house by %(who)s."),
    ),
    "option-booked": (
        say("The option on %(category)s, %(place)s, became a booking, by %(who)s."),
        say("An option became a booking, by %(who)s."),
    ),
    "option-released": (
        say("The option on %(category)s, %(place)s, was released by %(who)s."),
        say("An option was released by %(who)s."),
    ),
    "option-lapsed": (
        say("The option on %(category)s, %(place)s, lapsed by itself."),
        say("An option lapsed by itself."),
    ),
    "option-challenge-lost": (
        say("The option on %(category)s, %(place)s, gave way to a later one."),
        say("An option gave way to a later one."),
    ),
    "option-taken": (
        say("The option on %(category)s, %(place)s, ended: the days were booked."),
        say("An option ended: the days were booked."),
    ),
    "option-sold": (
        say("The option on %(category)s, %(place)s, ended: it was sold to one house alone."),
        say("An option ended: it was sold to one house alone."),
    ),
    "booking-sold": (
        say("The booking for %(category)s, %(place)s, ended: it was sold to one house alone."),
        say("A booking ended: it was sold to one house alone."),
    ),
    "asked": (
        say("A use was asked for by %(house)s."),
        say("A use was asked for by %(who)s."),
    ),
    "offered": (
        say("Offer %(number)s on the request of %(house)s was put by %(who)s."),
        say("Other terms were offered by %(who)s."),
    ),
    "agreed-to-think": (
        say("%(house)s's request was agreed to by %(who)s, with time to think until %(until)s."),
        say("A request was agreed to by %(who)s, with time to think until %(until)s."),
        say("A request was agreed to by %(who)s, with time to think."),
    ),
    "yes-taken-back": (
        say("The yes to %(house)s's request was taken back by %(who)s."),
        say("A yes was taken back by %(who)s."),
    ),
    "request-ended:agreed": (say("%(house)s's request was agreed to."), say("A request was agreed to.")),
    "request-ended:declined": (
        say("%(house)s's request was declined by %(who)s."),
        say("A request was declined by %(who)s."),
    ),
    "request-ended:taken-back": (
        say("%(house)s took its request back."),
        say("A request was taken back by %(who)s."),
    ),
    "request-ended:lapsed": (
        say("%(house)s's request lapsed by itself: silence is no."),
        say("A request lapsed by itself: silence is no."),
    ),
    "request-declined": (
        say("%(house)s's request was declined by %(who)s."),
        say("A request was declined by %(who)s."),
    ),
}
WORK: dict[str, tuple[Words, ...]] = {
    "signed-off": (say("%(picture)s was signed off by %(who)s."), say("A picture was signed off by %(who)s.")),
    "sealed": (
        say("%(picture)s was sealed: its files cannot be changed any more."),
        say("A picture was sealed: its files cannot be changed any more."),
    ),
    "delivered": (
        say("%(picture)s was delivered to %(house)s for %(channel)s, %(places)s, until %(last)s, by %(who)s."),
        say("A picture was delivered for %(channel)s, %(places)s, until %(last)s, by %(who)s."),
        say("A picture was delivered by %(who)s."),
    ),
    "takedown-acknowledged": (
        say("That copies come down was read by %(who)s (copies: %(copies)s)."),
        say("That copies come down was read by %(who)s."),
    ),
    "taken-down": (
        say("That a copy was taken down was said by %(who)s."),
    ),
    "posted:delivery": (
        say("%(amount)s was written down as owed, for a delivery."),
        say("Money was written down as owed, for a delivery."),
    ),
    "posted:payment": (
        say("%(amount)s was written down as paid, by %(who)s."),
        say("A payment was written down by %(who)s."),
    ),
    "posted:reversal": (
        say("%(amount)s was taken back by a counter-entry of %(who)s."),
        say("A line of money was taken back by a counter-entry of %(who)s."),
    ),
    "posted:kill-fee": (
        say("%(amount)s was written down as owed, for a piece that was dropped."),
        say("Money was written down as owed, for a piece that was dropped."),
    ),
    "shoot-opened": (say("The shoot %(shoot)s was opened by %(who)s."), say("A shoot was opened by %(who)s.")),
    "shoot-finished": (say("The shoot %(shoot)s was closed by %(who)s."), say("A shoot was closed by %(who)s.")),
    "shoot-reopened": (say("The shoot %(shoot)s was opened again by %(who)s."),),
    "embargo-set": (say("The embargo of %(shoot)s was set by %(who)s."), say("An embargo was set by %(who)s.")),
    "brief-set": (
        say("Version %(version)s of the brief of %(shoot)s was set by %(who)s."),
        say("A brief was set by %(who)s."),
    ),
    "booked": (
        say("%(person)s was booked for %(craft)s on %(shoot)s by %(who)s."),
        say("Somebody was booked for %(craft)s by %(who)s."),
    ),
    "unbooked": (
        say("%(person)s was taken off %(shoot)s for %(craft)s by %(who)s."),
        say("Somebody was taken off a call sheet for %(craft)s by %(who)s."),
    ),
    "credit-confirmed": (
        say("A credit on %(shoot)s was confirmed by %(who)s."),
        say("A credit was confirmed by %(who)s."),
    ),
    "credit-disputed": (
        say("The credit for %(craft)s on %(shoot)s was questioned by %(who)s."),
        say("A credit for %(craft)s was questioned by %(who)s."),
    ),
    "credit-settled:added": (say("A question about a credit for %(craft)s was settled by %(who)s: a name was added."),),
    "credit-settled:removed": (
        say("A question about a credit for %(craft)s was settled by %(who)s: a name was taken off."),
    ),
    "credit-settled:kept": (say("A question about a credit for %(craft)s was settled by %(who)s: it stays."),),
    "craft-none-used": (
        say("That %(craft)s was not used on %(shoot)s was declared by %(who)s."),
        say("That %(craft)s was not used was declared by %(who)s."),
    ),
}
PLACES: dict[str, tuple[Words, ...]] = {
    "seat-given": (say("%(person)s was given a seat by %(who)s."), say("A seat was given by %(who)s.")),
    "seat-ended": (say("The seat of %(person)s was ended by %(who)s."), say("A seat was ended by %(who)s.")),
    "invited": (say("Somebody was asked in by %(who)s."),),
    "signed-up": (say("Somebody asked for an account."),),
    "retention": (say("What was kept long enough was taken away, by the studio's own rules."),),
    "restored": (say("A backup was brought back."),),
    "key-trusted": (say("Another studio's key was answered for by %(who)s."),),
    "key-trust-ended": (say("Another studio's key was answered for no more, by %(who)s."),),
    "account-closed": (say("An account was closed by %(who)s."),),
    "guest-link-made": (say("A link for a guest was made by %(who)s."),),
    "guest-link-ended": (say("A link for a guest was ended by %(who)s."),),
    "guest-decided:yes": (say("A guest, let in by a link, said yes to a picture."),),
    "guest-decided:change": (say("A guest, let in by a link, asked for a change of a picture."),),
    "guest-decided:no": (say("A guest, let in by a link, said no to a picture."),),
}
PHRASES: dict[str, tuple[Words, ...]] = {**TWIN, **CONSENT, **WORK, **PLACES}
NAME = re.compile(r"%\((\w+)\)s")


def phrases_of(kind: str, body: Mapping[str, Any]) -> tuple[Words, ...]:
    """The forms of an entry; none when nobody wrote a sentence for its kind."""
    if word := CHOSEN_BY.get(kind):
        return PHRASES.get(f"{kind}:{body.get(word, '')}", ())
    return PHRASES.get(kind, ())


def told(kind: str, body: Mapping[str, Any], values: Mapping[str, str]) -> str:
    """One sentence in the language in force. An entry without one says so, and where its text stands."""
    for form in phrases_of(kind, body):
        words = str(form)
        if all(values.get(name) for name in NAME.findall(words)):
            text = words % dict(values)
            return text[:1].upper() + text[1:]
    return _("An entry of the kind “%(kind)s”: this page has no sentence for it, the export has its whole text.") % {
        "kind": kind
    }


def kinds() -> set[str]:
    """Every kind with a sentence."""
    return {name.partition(":")[0] for name in PHRASES}
