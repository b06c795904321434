"""The one place where a refusal's code becomes a sentence: what, why, and the way on.

Rules give codes and values (`studio.decisions`); nothing here decides anything. A sentence never says what its values
do not say, so what must stay private is kept out of the values, and never filtered here.
A sentence may have a `bare` form, said when one of its values is missing or empty.
"""

import re
from collections.abc import Mapping
from datetime import date

from django.utils import translation
from django.utils.translation import gettext_lazy as say
from django.utils.translation import pgettext_lazy

from studio.decisions import Decision
from studio.web import writing
from studio.web.sentences.arrivals import ARRIVALS
from studio.web.sentences.boards import BOARDS
from studio.web.sentences.bringing import BRINGING
from studio.web.sentences.guests import GUESTS
from studio.web.sentences.keeping import KEEPING
from studio.web.sentences.mandates import MANDATES
from studio.web.sentences.negotiating import NEGOTIATING
from studio.web.sentences.register import REGISTER
from studio.web.sentences.shots import SHOTS
from studio.web.sentences.stopping import STOPPING
from studio.web.sentences.table import TABLE
from studio.web.sentences.threads import THREADS
from studio.web.sentences.told import Sentence as Sentence
from studio.web.sentences.told import Words
from studio.web.sentences.trade import TRADE
from studio.web.sentences.trying import TRYING
from studio.web.sentences.twins import TWINS

CONSENT = {
    "not-available": Sentence(
        say("Not available for this brief. %(shared)s"),
        say("Choose another twin, or change the brief."),
        bare=say("Not available for this brief. The owner shares no reason."),
    ),
    "owner-paused": Sentence(
        say("%(owner)s has paused this twin. Nothing can be made or shown meanwhile."),
        say("You need do nothing; it comes back when its owner switches it on."),
        bare=say("Paused by its owner. Nothing can be made or shown meanwhile."),
    ),
    "gate-closed": Sentence(
        say("This twin is not open for use now."),
        say("You need do nothing; it comes back when its owner opens it."),
    ),
    "no-grant": Sentence(
        say("No licence is in force for this twin. Nothing is in force before its owner's own yes."),
        say("Ask for one: say what the pictures are for, where and how long."),
    ),
    "out-of-days": Sentence(
        say("The licence runs from %(starts)s to %(ends)s, and this falls outside."),
        say("Choose a day within it, or ask for more days."),
        bare=say("The licence does not cover this day."),
    ),
    "purpose-not-granted": Sentence(
        say("The licence does not cover %(purpose)s."),
        say("Ask for it, or keep to what was agreed."),
        bare=say("The licence does not cover what this is for."),
    ),
    "category-not-granted": Sentence(
        say("The licence does not cover %(category)s."),
        say("Take the piece off, or ask for the category."),
        bare=say("The licence does not cover a category in this look."),
    ),
    "category-never": Sentence(
        say("The owner of this twin never wears %(category)s."),
        say("Take the piece off, or choose another twin. A request would not change this."),
        bare=say("The owner of this twin never wears something in this look."),
    ),
    "product-line-not-granted": Sentence(
        say("The licence covers other product lines than %(line)s."),
        say("Name one of the lines of the licence in the brief, or ask for this one."),
        bare=say("The licence covers certain product lines alone, and the brief names none."),
    ),
    "internal-only": Sentence(
        say("This is for internal use alone, so nobody outside the house sees it."),
        say("Deliver it to the internal channel, or change what the brief is for and ask again."),
    ),
    "channel-not-granted": Sentence(
        say("The licence does not cover %(channel)s."),
        say("Choose another channel, or ask for this one."),
        bare=say("The licence does not cover this channel."),
    ),
    "territory-not-granted": Sentence(
        say("The licence does not cover %(territory)s."),
        say("Leave the place out, or ask for it."),
        bare=say("The licence does not cover one of the places."),
    ),
    "brand-not-allowed": Sentence(
        say("The licence does not cover the brand %(brand)s."),
        say("Take its pieces off, or ask for the brand."),
        bare=say("The licence does not cover a brand that can be seen."),
    ),
    "taken-exclusively": Sentence(
        say("Taken for %(category)s, %(territory)s, until %(until)s."),
        say("Choose another twin, or ask from the day after."),
        bare=say("Taken by somebody else for this category, place and time."),
    ),
    "pieces-used-up": Sentence(
        say("All %(most)s pieces of the licence have been taken."),
        say("Ask for more pieces. Previews stay open."),
        bare=say("All pieces of the licence have been taken."),
    ),
    "month-used-up": Sentence(
        say("All %(most)s pieces of this month have been taken."),
        say("Wait for the first of the month, or ask for more."),
        bare=say("All pieces of this month have been taken."),
    ),
    "approval-missing": Sentence(
        say("%(owner)s approves each picture, and has not approved this one yet."),
        say("The request is on the owner's page. Silence is no, so it waits for the owner's word."),
        bare=say("The owner approves each picture, and has not approved this one yet."),
    ),
    "no-scene": Sentence(
        say("The licence has a word on scenes, and this picture names none."),
        say("Say where the picture is set and what happens in it."),
    ),
    "alterations-not-granted": Sentence(
        say("The licence does not allow this change: %(alteration)s."),
        say("Undo it, or ask for the change by name."),
        bare=say("The licence does not allow a change made here."),
    ),
    "tests-only": Sentence(
        say("The licence covers tests only: previews may be made, nothing may be signed off or delivered."),
        say("Ask for a full licence before the sign-off."),
    ),
    "embargo": Sentence(
        say("Out on %(until)s. Until then only the people on the call sheet see it."),
        say("Wait for the day, or have the producer move it."),
        bare=say("Not out yet. Until then only the people on the call sheet see it."),
    ),
    "takedown-day-passed": Sentence(
        say("The day on which this picture had to come down has passed."),
        say("It stays in the record, without its pixels. A new licence would need a new picture."),
    ),
    "not-adult": Sentence(
        say("The owner of this twin is not known to be of age, so nothing can be made."),
        say("Somebody who runs the studio, or the agency, has to see a document first. No date of birth is kept."),
    ),
    "not-ready": Sentence(
        say("This twin is not ready: it still lacks %(missing)s."),
        say("The owner finishes it on the twin's page."),
        bare=say("This twin is not ready: it lacks a comp card or a cover."),
    ),
    "not-owner": Sentence(
        say("Only the owner of the twin can do this."),
        say("Ask the model; it stands on the model's own page."),
    ),
    "fresh-sign-in": Sentence(
        say("A signature needs a sign-in not older than five minutes."),
        say("Sign in again; what you were about to sign is kept."),
    ),
    "terms-changed": Sentence(
        say("The terms changed after this page was opened."),
        say("Read the new ones, then answer."),
    ),
    "request-ended": Sentence(
        say("This request has ended: %(ended)s."),
        say("A new one can be sent."),
        bare=say("This request has ended."),
    ),
    "lapsed": Sentence(
        say("It lapsed on %(on)s: silence is no."),
        say("Ask again if it still matters."),
        bare=say("It has lapsed: silence is no."),
    ),
    "house-never": Sentence(
        say("The owner of this twin does not work with this house."),
        say("Choose another twin. A request would not change this."),
    ),
    "purpose-never": Sentence(
        say("The owner of this twin never works for %(purpose)s."),
        say("Choose another twin. A request would not change this."),
        bare=say("The owner of this twin never works for this."),
    ),
    "channel-never": Sentence(
        say("The owner of this twin never appears on %(channel)s."),
        say("Leave the channel out, or choose another twin."),
        bare=say("The owner of this twin never appears on this channel."),
    ),
    "territory-never": Sentence(
        say("The owner of this twin is never shown here: %(territory)s."),
        say("Leave the place out, or choose another twin."),
        bare=say("The owner of this twin is never shown in one of the places."),
    ),
    "brand-never": Sentence(
        say("The owner of this twin is never seen with %(brand)s."),
        say("Take its pieces off, or choose another twin."),
        bare=say("The owner of this twin is never seen with one of the brands."),
    ),
    "alteration-never": Sentence(
        say("The owner of this twin never allows this change: %(alteration)s."),
        say("Undo it, or choose another twin."),
        bare=say("The owner of this twin never allows a change made here."),
    ),
    "category-closed": Sentence(
        say("No licence covers %(category)s."),
        say("Leave it out. A request would not change this."),
        bare=say("No licence covers a category in this look."),
    ),
    "twin-retired": Sentence(
        say("The owner has retired this twin."),
        say("Choose another twin. The record of what was made stays."),
    ),
    "twin-erased": Sentence(
        say("The owner has erased this twin."),
        say("Nothing of it can be shown again. The record of what was made stays."),
    ),
    "unknown-use": Sentence(
        say("Nobody has said that a twin may be used in this way."),
        say("Go back and choose another way."),
    ),
    "only-looking": Sentence(
        say("You may look at this, and no more."),
        say("Ask somebody of the crew to do it."),
    ),
    "no-mandate": Sentence(
        say("No mandate of yours is in force for this twin."),
        say("Ask its owner for one."),
    ),
    "not-delivered": Sentence(
        say("This picture was never delivered, so nobody outside the shoot sees it."),
        say("The producer can deliver it once it is final."),
    ),
    "delivery-ended": Sentence(
        say("The delivery of this picture ended on %(on)s."),
        say("Deliver it anew if the licence still runs."),
        bare=say("The delivery of this picture has ended."),
    ),
    "tests-used-up": Sentence(
        say("All %(most)s test previews of the licence have been made."),
        say("Ask for more, or for a full licence."),
        bare=say("All test previews of the licence have been made."),
    ),
    "piece-refused": Sentence(
        say("%(owner)s has looked at this picture and said no to it."),
        say("Make another one. The no stands for these pixels."),
        bare=say("The owner has looked at this picture and said no to it."),
    ),
    "too-late-to-undo": Sentence(
        say("Undo lasts ten seconds, and they are over."),
        say("Switch the twin on again; it asks you to sign in first."),
    ),
    "pause-of-what": Sentence(
        say("A pause reaches everything, one house, one shoot or one picture."),
        say("Choose which."),
    ),
    "grant-ended": Sentence(
        say("This licence has ended."),
        say("A new one can be signed."),
    ),
    "terms-incomplete": Sentence(
        say("The terms are not complete: %(missing)s."),
        say("Fill them in; nothing is signed until then."),
        bare=say("The terms are not complete."),
    ),
    "data-consent-missing": Sentence(
        say("A twin is made and kept only with the person's own consent."),
        say("It is given on that person's own page, apart from every licence."),
    ),
    "nobody-found": Sentence(
        say("Nobody was found in this photograph."),
        say("Bring one of a whole person on a plain ground."),
    ),
    "comp-card-needs-renders": Sentence(
        say("A comp card shows rendered and marked pictures, never a capture."),
        say("Choose from the pictures made of you."),
    ),
    "piece-asks-you": Sentence(
        say("A finished picture for %(house)s asks you. Silence is no, from %(until)s on."),
        say("Look at it, then say yes or no."),
        bare=say("A finished picture asks you."),
    ),
    "piece-approved": Sentence(
        say("%(owner)s said yes to the picture."), bare=say("The owner said yes to the picture.")
    ),
    "piece-declined": Sentence(
        say("%(owner)s said no to the picture."),
        say("Make another one. The no stands for these pixels."),
        bare=say("The owner said no to the picture."),
    ),
    "grant-withdrawn": Sentence(
        say("Licence %(number)s of %(twin)s was withdrawn by its owner. Nothing more is made or delivered under it."),
        say("What was delivered comes down by the day agreed."),
        bare=say("A licence was withdrawn by the twin's owner."),
    ),
}

LEDGER = {
    "nothing-to-pay": Sentence(
        say("Nothing is open on this delivery."),
        say("Look at the statement for what is."),
    ),
    "more-than-owed": Sentence(
        say("Only %(owed)s %(currency)s is still owed."),
        say("Enter that amount or less."),
        bare=say("Less than that is still owed."),
    ),
    "other-currency": Sentence(
        say("This is owed in %(owed)s."),
        say("Enter the amount in that currency."),
        bare=say("This is owed in another currency."),
    ),
    "paid-in-time-to-come": Sentence(
        say("This day has not come yet."),
        say("Write a payment down once it is made."),
    ),
    "paid-before-owed": Sentence(
        say("Nothing was owed before %(since)s."),
        say("Enter that day or a later one."),
        bare=say("Nothing was owed yet on that day."),
    ),
    "paid-you": Sentence(
        say("%(house)s says it paid you %(net)s %(currency)s on %(on)s."),
        say("Your statement shows it. If it did not reach you, write to the house."),
        bare=say("A house says that it paid you."),
    ),
    "reversal-stands": Sentence(
        say("A reversal is not reversed."),
        say("Post the delivery again."),
    ),
    "paid-already": Sentence(
        say("Something was paid of this already."),
        say("Reverse the payment first."),
    ),
}

CRAFTS = {
    "not-booked-for": Sentence(
        say("%(slot)s is set by %(craft)s; you are booked for %(booked)s."),
        say("Ask %(who)s, or have the producer book you."),
        bare=say("This belongs to %(craft)s, and you are not booked for it on this shoot."),
    ),
    "not-on-call-sheet": Sentence(
        say("Only the people on the call sheet work here, and you are not on it."),
        say("Ask the producer to book you."),
    ),
    "brief-incomplete": Sentence(
        say("The brief does not say everything yet. Missing: %(missing)s."),
        say("Fill it in on the brief's page; the question is asked again by itself."),
        bare=say("The brief does not say everything yet."),
    ),
    "no-such-slot": Sentence(
        say("A look has no such slot."),
        say("Go back to the look and try there."),
    ),
    "bad-value": Sentence(
        say("%(field)s cannot be that."),
        say("It may be: %(may_be)s."),
        bare=say("This value does not belong here."),
    ),
    "worn-twice": Sentence(
        say("A piece hangs on the figure once."),
        say("Take it off first, or choose another piece."),
    ),
    "no-crop": Sentence(
        say("A picture needs at least one crop to be delivered."),
        say("Choose one, say 4:5."),
    ),
    "cast-instead": Sentence(
        say("A twin comes into a look by casting, where its owner's consent is asked."),
        say("Open casting and choose there."),
    ),
    "twins-too-many": Sentence(
        say("One look shows one twin for now."),
        say("Choose one; make a second look for the other."),
    ),
    "not-on-this-shoot": Sentence(
        say("This is not on the shoot, or not this house's to use."),
        say("Choose from the rack and from the places shown here."),
    ),
    "garment-not-ready": Sentence(
        say("A piece is still being cut out, or could not be."),
        say("Wait a moment, or bring another picture of it."),
    ),
    "not-planning": Sentence(
        say("The shot list is kept by production, direction, photography and styling."),
        say("Ask one of them. You may tick what is done."),
    ),
    "name-needed": Sentence(
        say("It needs a name."),
        say("Type one; it can be changed later."),
    ),
    "name-too-long": Sentence(
        say("The name is too long. The most is %(most)s letters."),
        say("Shorten it."),
        bare=say("The name is too long."),
    ),
    "words-needed": Sentence(
        say("It needs words."),
        say("Say in a line what the picture shows."),
    ),
    "words-too-long": Sentence(
        say("That is too long. The most is %(most)s letters."),
        say("Shorten it."),
        bare=say("That is too long."),
    ),
    "not-a-choice": Sentence(
        say("That is not one of the choices."),
        say("Choose from the list."),
    ),
    "days-reversed": Sentence(
        say("The last day, %(ends)s, lies before the first, %(starts)s."),
        say("Exchange them, or choose a later last day."),
        bare=say("The last day lies before the first."),
    ),
    "days-too-many": Sentence(
        say("Nobody can be asked for more than %(most)s years."),
        say("Choose an earlier last day."),
        bare=say("Nobody can be asked for that many years."),
    ),
    "brands-too-many": Sentence(
        say("At most %(most)s other brands can be named."),
        say("Keep those that can be read in the picture."),
        bare=say("Too many other brands."),
    ),
    "embargo-passed": Sentence(
        say("That moment has passed."),
        say("Choose a later one, or take the embargo away."),
    ),
    "booked": Sentence(
        say("%(who)s booked you for %(craft)s on %(shoot)s."),
        say("Open the shoot to see its call sheet."),
        bare=say("You are booked on a shoot."),
    ),
    "asked-in": Sentence(
        say("%(who)s asks you in to a shoot."),
        say("Open it to come; nothing is booked before you do."),
        bare=say("You are asked in to a shoot."),
    ),
    "not-producer": Sentence(
        say("Only a producer of the house can do this."),
        say("Ask the producer on the call sheet."),
    ),
    "shoot-closed": Sentence(
        say("This shoot is closed."),
        say("Its producer can open it again."),
    ),
}

PREVIEWS = {
    "no-checkpoint": Sentence(
        say("No checkpoint is registered, so the diffusion engine has nothing to paint with."),
        say("Use the draft engine, or have whoever runs the studio register a checkpoint."),
    ),
    "engine-missing": Sentence(
        say("The engine %(engine)s is not installed here."),
        say("Choose another engine."),
        bare=say("This engine is not installed here."),
    ),
    "job-stopped": Sentence(
        say("Stopped: the consent behind it is not in force any more. Nothing of it was kept."),
        say("You need do nothing. Ask again when the twin is open."),
    ),
    "job-cancelled": Sentence(
        say("Stopped by hand. Nothing of it was kept."),
        say("Ask again whenever you like."),
    ),
    "job-failed": Sentence(
        say("Not made. The engine failed at “%(step)s”, and nothing was kept."),
        say("Try again. If it fails twice, tell whoever runs the studio."),
        bare=say("Not made. The engine failed, and nothing was kept."),
    ),
    "job-given-up": Sentence(
        say("Not made after %(attempts)s attempts. Nothing was kept."),
        say("Tell whoever runs the studio; the reason stands in the log."),
        bare=say("Not made after several attempts. Nothing was kept."),
    ),
    "nothing-to-photograph": Sentence(
        say("There is no figure to dress: this studio keeps no stand-in, and nobody is cast."),
        say("Cast a twin, or ask whoever runs the studio for a stand-in."),
    ),
    "nothing-to-show": Sentence(
        say("There is nothing to show yet: the look has no garment."),
        say("Put a piece on the figure first."),
    ),
}

APPROVALS = {
    "stand-in-only": Sentence(
        say("This look is on the stand-in, and a stand-in is nobody's picture."),
        say("Cast a twin first, then pick."),
    ),
    "not-signed-off": Sentence(
        say("Not signed off yet."),
        say("Art direction looks at the proof and signs it off."),
    ),
    "signed-before-a-change": Sentence(
        say("Signed off before something changed: a licence, a person or the picture itself."),
        say("Art direction looks once more and signs off what is there now."),
    ),
    "checkpoint-not-commercial": Sentence(
        say("The checkpoint %(checkpoint)s may not be used commercially (%(licence)s)."),
        say("Make the picture with the draft engine, or register a checkpoint with a commercial licence."),
        bare=say("The checkpoint may not be used commercially."),
    ),
    "note-empty": Sentence(say("The note says nothing yet."), say("Write what should change.")),
    "note-too-long": Sentence(
        say("The note is longer than %(most)s letters."), say("Say it shorter, or in two notes.")
    ),
    "note-off-picture": Sentence(say("The drawing does not lie on the picture."), say("Draw it once more.")),
    "no-model-index": Sentence(
        say("There is no model_index.json in %(folder)s."),
        say("Name the folder into which the pipeline was saved."),
    ),
    "no-weights": Sentence(
        say("There are no weights in %(folder)s that can be loaded safely."),
        say("Save the pipeline anew with safetensors."),
    ),
    "unknown-pipeline": Sentence(
        say("A pipeline of the class %(pipeline)s cannot be used here yet."),
        say("These can: %(known)s."),
    ),
    "change-asked": Sentence(say("%(who)s asks for a change on %(look)s: %(words)s")),
    "confirm-credit": Sentence(
        say("You are credited in %(shoot)s."),
        say("Confirm it once, or say what is wrong. After three working days it stands."),
    ),
    "credit-disputed": Sentence(
        say("%(who)s says that a credit in %(shoot)s is wrong."), say("Settle it; the picture waits for it.")
    ),
    "crew-share": Sentence(
        say("%(house)s delivered a picture from captures you made. You are owed %(owed)s %(currency)s of it.")
    ),
    "delivered": Sentence(say("%(house)s delivered a picture of you. You are owed %(net)s %(currency)s net.")),
    "days-turned-round": Sentence(say("The last day lies before the first."), say("Turn them round.")),
    "op-unknown": Sentence(say("The board did not understand that."), say("Load the page again.")),
    "card-off-board": Sentence(say("The card would lie outside the board."), say("Put it nearer.")),
    "card-gone": Sentence(
        say("Somebody took the card off the board."), say("The history shows who; undo brings it back.")
    ),
    "not-art-director": Sentence(
        say("The sign-off belongs to art direction; you are booked for %(booked)s."),
        say("Ask %(who)s to sign."),
        bare=say("The sign-off belongs to art direction, and you are not booked for it."),
    ),
    "pixels-changed": Sentence(
        say("The picture changed after you opened it. A sign-off binds the pixels you saw."),
        say("Look at the new one, then sign."),
    ),
    "nothing-picked": Sentence(
        say("No picture is picked yet."),
        say("Pick one on the contact sheet first."),
    ),
    "master-missing": Sentence(
        say("The full-size picture is not made yet."),
        say("It is made once, before the sign-off; the page says when it is there."),
    ),
    "already-signed": Sentence(
        say("Already signed off by %(who)s."),
        say("Nobody will be asked again unless the picture changes."),
        bare=say("Already signed off."),
    ),
}

CREDITS = {
    "credits-changed": Sentence(
        say("Somebody changed a name in the credits while the picture was being sealed."),
        say("It is sealed anew with the names as they are now."),
    ),
    "dispute-open": Sentence(
        say("%(craft)s is disputed."),
        say("%(who)s can settle it."),
        bare=say("A credit is disputed, and has to be settled first."),
    ),
    "settled-by-another": Sentence(
        say("Nobody adds a credit to their own name."),
        say("Somebody else who produces this shoot, or an admin of the house, can settle it."),
    ),
    "craft-missing": Sentence(
        say("%(craft)s has no name and nobody said “none used”."),
        say("%(who)s can settle it."),
        bare=say("A craft has no name and nobody said “none used”."),
    ),
    "not-confirmed": Sentence(
        say("%(who)s has not confirmed the credit yet."),
        say("You need do nothing: after three working days it counts as right, and is marked “not yet confirmed”."),
        bare=say("A credit is not confirmed yet."),
    ),
}

ASSETS = {
    "not-sealed": Sentence(
        say("The picture is not final yet."),
        say("It finishes by itself when the list of what is missing is empty."),
    ),
    "licence-not-covers": Sentence(
        say("Not delivered. The licence does not cover %(asked)s."),
        say("Leave it out, or ask for it."),
        bare=say("Not delivered. The licence does not cover this."),
    ),
    "delivery-needs-embargo": Sentence(
        say("Not delivered. The shoot has no day on which it may come out."),
        say("Set the embargo on the shoot's page; it may be today."),
    ),
    "delivery-channel": Sentence(
        say("Not delivered. The licence does not cover %(channel)s."),
        say("Choose another channel, or ask for this one."),
        bare=say("Not delivered. The licence does not cover this channel."),
    ),
    "delivery-until": Sentence(
        say("Not delivered. The licence runs until %(allowed)s; this delivery runs to %(asked)s."),
        say("Shorten it, or ask for more time."),
        bare=say("Not delivered. This delivery runs longer than the licence."),
    ),
    "house-cannot-spend": Sentence(
        say("Not delivered. It costs %(price)s, and your seat may spend up to %(most)s."),
        say("Ask somebody whose seat may spend more."),
        bare=say("Not delivered. Your seat may not spend this much."),
    ),
    "signing-failed": Sentence(
        say("The picture could not be signed, so it was not finished. Nothing was sent."),
        say("Try again. If it fails twice, tell whoever runs the studio."),
    ),
}

UPLOADS = {
    "no-garment": Sentence(
        say("Nothing stands out from the background, so the garment could not be cut out."),
        say("Photograph it on one plain ground in another tone, or bring a picture with a clear ground."),
    ),
    "garment-not-read": Sentence(
        say("The picture was not read to its end."),
        say("Bring it again."),
    ),
    "too-many-bytes": Sentence(
        say("The file is too large. The most is %(most)s."),
        say("Save it smaller and bring it again."),
        bare=say("The file is too large."),
    ),
    "too-many-pixels": Sentence(
        say("The picture has too many pixels. The most is %(most)s."),
        say("Scale it down and bring it again."),
        bare=say("The picture has too many pixels."),
    ),
    "not-a-picture": Sentence(
        say("This file is not a picture."),
        say("Bring a JPEG, PNG, WebP, TIFF or AVIF."),
    ),
    "damaged": Sentence(
        say("The picture is damaged and could not be read to its end."),
        say("Save it anew and bring it again."),
    ),
    "animated": Sentence(
        say("The picture moves. A card holds one still."),
        say("Save the frame you mean and bring that."),
    ),
    "unsupported-format": Sentence(
        say("Pictures of this kind cannot be read here."),
        say("Bring a JPEG, PNG, WebP, TIFF or AVIF."),
    ),
    "upload-empty": Sentence(
        say("The file is empty."),
        say("Look whether it opens on your own device, and bring it again."),
    ),
    "upload-lost": Sentence(
        say("The file arrived but could not be read in time, and was not kept."),
        say("Bring it again."),
    ),
    "upload-stopped": Sentence(
        say("Stopped. Nothing of the file was kept."),
    ),
    "took-too-long": Sentence(
        say("Reading the picture took too long, so it was set aside."),
        say("Save it as a plain JPEG or PNG and bring it again."),
    ),
}

PEOPLE = {
    "link-ended": Sentence(
        say("This link ended on %(on)s."),
        say("Ask the person who sent it for a new one."),
        bare=say("This link has ended."),
    ),
    "seat-may-not-sign": Sentence(
        say("Your seat may not sign for %(organisation)s."),
        say("Ask somebody whose seat may."),
        bare=say("Your seat may not sign for the house."),
    ),
    "not-in-house": Sentence(
        say("You have no seat in this organisation."),
        say("Ask its admin for one."),
    ),
    "only-an-admin": Sentence(
        say("Only an admin of the organisation gives and ends seats."),
        say("Ask one of its admins; they stand first in the list."),
    ),
    "last-admin": Sentence(
        say("This is the organisation's last admin, and without one nobody could give a seat."),
        say("Make somebody else admin first."),
    ),
    "over-spending-limit": Sentence(
        say("This is more than your seat may spend for %(organisation)s."),
        say("Ask somebody whose seat may."),
        bare=say("This is more than your seat may spend."),
    ),
    "seat-other-currency": Sentence(
        say("Your seat may spend %(has)s, and this is in %(wanted)s."),
        say("Ask somebody whose seat may spend it."),
    ),
    "invitation-used": Sentence(
        say("This invitation has been taken up."),
        say("If it was you, sign in. If not, ask the person who sent it."),
    ),
    "name-taken-up": Sentence(
        say("Somebody has taken this name up already."),
        say("If it is yours, tell whoever runs the studio."),
    ),
    "address-unreadable": Sentence(
        say("This is no e-mail address."), say("Write it whole, as one writes to it: name@example.com.")
    ),
    "sign-in-to-accept": Sentence(
        say("There is an account with this address already."),
        say("Sign in with it, then open the link once more."),
    ),
    "invitation-waits": Sentence(
        say("An invitation from %(who)s waits for you."),
        say("Open it to read what for; nothing changes before you take it up."),
        bare=say("An invitation waits for you."),
    ),
    "invitation-accepted": Sentence(say("%(name)s has taken up your invitation.")),
}

GENERAL = {
    "not-yours": Sentence(
        say("Not found. It was taken away, or it is not yours."),
        say("Go back to where you came from, or to your own page."),
    ),
    "stale": Sentence(
        say("%(who)s changed this after you opened it, so your change was not kept."),
        say("Look at the new state, then change it again."),
        bare=say("Somebody changed this after you opened it, so your change was not kept."),
    ),
    "already-done": Sentence(
        say("Already done."),
        say("Nothing more is needed."),
    ),
    "offline": Sentence(
        say("The studio cannot be reached."),
        say("What you typed is still here. Try again when the line is back."),
    ),
    "too-fast": Sentence(
        say("Too many at once."),
        say("Wait a minute, then go on."),
    ),
    "gone": Sentence(
        say("This may not be shown any more."),
        say("You need do nothing; the record of it stays."),
    ),
}

JOBS = {
    "gave-up": Sentence(
        say("It could not be made: the work failed every time it was tried."),
        say("Change something and ask again, or tell whoever runs this studio."),
    ),
    "no-result": Sentence(
        say("The work ended without a result."),
        say("Ask again, or tell whoever runs this studio."),
    ),
    "unknown-kind": Sentence(
        say("This studio does not know how to do this."),
        say("Tell whoever runs it that its workers and its pages are of different versions."),
    ),
    "cancelled": Sentence(say("Taken back before it was done.")),
    "stopped": Sentence(
        say("Stopped: this may not be made any more."),
        say("You need do nothing; ask again when it may."),
    ),
}

TABLES = (
    CONSENT, LEDGER, JOBS, CRAFTS, PREVIEWS, APPROVALS, CREDITS, ASSETS, UPLOADS, ARRIVALS, PEOPLE, TABLE, MANDATES,
    GUESTS, NEGOTIATING, REGISTER, KEEPING, SHOTS, STOPPING, THREADS, TRYING, TWINS, BOARDS, BRINGING, GENERAL,
)  # fmt: skip
SENTENCES: dict[str, Sentence] = {code: said for table in TABLES for code, said in table.items()}
UNKNOWN = Sentence(say("This cannot be done now."), say("Go back and try another way."))

# The act that would mend it, for sentences that have no way on of their own.
FIXES: dict[str, Words] = {
    "ask-her": say("Ask the owner."),
    "extend-days": say("Ask for more days."),
    "sign-in": say("Sign in again."),
}

CONSENT_WORDS: dict[str, Words] = {
    "yes": pgettext_lazy("consent", "Yes"),
    "asks": say("Asks each time"),
    "option": say("On option"),
    "none": say("Stand-in, not cast"),
    "no": say("Not available for this brief"),
    "lapsed": say("Lapsed"),
    "paused": say("Paused by its owner"),
}

# Said where a sentence without a bare form lacks a value.
STAND_INS: dict[str, Words] = {
    "slot": say("this"),
    "who": say("somebody booked for it"),
    "craft": say("another craft"),
    "booked": say("something else"),
    "owner": say("the owner"),
    "until": say("a later day"),
}

# Values that are codes, and how they read inside a sentence.
TERMS: dict[str, Words] = {
    **TRADE,
    "first": pgettext_lazy("option", "first"),
    "second": pgettext_lazy("option", "second"),
    "third": pgettext_lazy("option", "third"),
    "negotiate": say("negotiate"),
    "hold": say("hold options"),
    "confirm": say("confirm bookings"),
    "pause": say("pause"),
    "territory": say("the place"),
    "pieces": say("the number of pieces"),
    "price": say("the price"),
    "day-rate": say("the day rate"),
    "notice": say("the notice"),
    "kill-fee": say("the kill fee"),
    "crew-share": say("the crew's share"),
    "pay-day": say("the pay day"),
}
CODED = {
    "slot", "category", "channel", "purpose", "craft", "booked", "alteration", "missing", "rank", "power", "beyond",
}  # fmt: skip
PLACED = {"territory", "covers"}
SUMS = {"net", "owed"}
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
SUM = re.compile(r"\d+(\.\d+)?")
CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def sentence(decision: Decision, language: str | None = None) -> str:
    """What is so and why, in the reader's language."""
    with translation.override(language or translation.get_language()):
        found = SENTENCES.get(decision.code, UNKNOWN)
        values = _told(decision)
        if found.bare and not _complete(found.what, values):
            return _filled(found.bare, values)
        return _filled(found.what, values)


def way_on(decision: Decision, language: str | None = None) -> str:
    """What to do next; "" where there is nothing to do."""
    with translation.override(language or translation.get_language()):
        found = SENTENCES.get(decision.code, UNKNOWN)
        return _filled(found.next or FIXES.get(decision.fix, ""), decision.values)


def consent_word(state: str) -> str:
    return str(CONSENT_WORDS[state])


def _told(decision: Decision) -> Mapping[str, str]:
    """Where a reason may be shared, it stands behind the refusal, and is said as its own sentence."""
    if decision.values.get("shared") and decision.others:
        return {**decision.values, "shared": sentence(decision.others[0])}
    return decision.values


def _complete(words: Words, values: Mapping[str, str]) -> bool:
    return all(values.get(name) for name in re.findall(r"%\((\w+)\)s", str(words)))


def _filled(words: Words, values: Mapping[str, str]) -> str:
    text = str(words) % _Readable(values)
    return text[:1].upper() + text[1:]


class _Readable(dict[str, str]):
    """A decision's values as a reader meets them: days written out, codes as words, nothing ever missing."""

    def __missing__(self, name: str) -> str:
        return str(STAND_INS.get(name, "…"))

    def __getitem__(self, name: str) -> str:
        value = self.get(name, "")
        return _read(name, value) if value else self.__missing__(name)


def _read(name: str, value: str) -> str:
    if DAY.fullmatch(value):
        return writing.day(date.fromisoformat(value))
    if name in SUMS and SUM.fullmatch(value):
        return writing.decimal(value)
    if name in PLACED:
        return writing.listed([_place(part) for part in _parts(value)])
    if name in CODED:
        return writing.listed([_term(part) for part in _parts(value)])
    return value


def _parts(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]


def _place(code: str) -> str:
    """ISO 3166-1: "DE" is Germany in the reader's language; anything else stands as it is."""
    return str(writing.locale().territories.get(code) or _term(code))


def _term(code: str) -> str:
    """Terms are named in Python, with a low line; everywhere else a code has a hyphen."""
    spelt = code.replace("_", "-")
    if spelt in TERMS:
        return str(TERMS[spelt])
    return spelt.replace("-", " ") if CODE.fullmatch(spelt) else code
