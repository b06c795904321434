"""Links for guests of a board, their codes, and what they decide."""

from django.utils.translation import gettext_lazy as say

from studio.web.sentences.told import Sentence

GUESTS: dict[str, Sentence] = {
    "guest-veiled": Sentence(
        say("This picture is not shown to guests."),
        say("Ask the person who sent you the link."),
    ),
    "guest-not-yours-to-let-in": Sentence(
        say("A guest is let in by the house, by production or by art direction."),
        say("Ask one of them to make the link."),
    ),
    "guest-day-past": Sentence(
        say("The last day has passed."),
        say("Choose today or a later day."),
    ),
    "guest-day-too-far": Sentence(
        say("A guest's link runs %(most)s days at most."),
        say("Choose an earlier last day; a new link can follow."),
    ),
    "guests-too-many": Sentence(
        say("%(most)s links to this board are in force, and there are never more at once."),
        say("End one that is not needed any more."),
    ),
    "guest-section-gone": Sentence(
        say("This section is no longer on the board."),
        say("Choose another part of the board."),
    ),
    "guest-answer-unknown": Sentence(
        say("Nothing was decided."),
        say("Choose yes, change or no."),
    ),
    "guest-change-without-words": Sentence(
        say("A change needs words."),
        say("Say what should change."),
    ),
    "guest-may-not-decide": Sentence(
        say("Your link lets you look, and not decide."),
        say("Ask the person who sent you the link."),
    ),
    "guest-says-too-much": Sentence(
        say("You have said very much within the hour."),
        say("Wait a while, then go on."),
    ),
    "guest-picture-changed": Sentence(
        say("The picture was changed while you looked. Nothing was decided."),
        say("Look at the new one, then decide."),
    ),
    "guest-codes-too-often": Sentence(
        say("Too many codes were asked for."),
        say("Wait a quarter of an hour, then ask again."),
    ),
    "guest-code-not-posted": Sentence(
        say("The letter with the code could not be posted."),
        say("Try again in a minute."),
    ),
    "guest-code-wrong": Sentence(
        say("That is not the code. Tries left: %(left)s."),
        say("Look at the newest letter, and type its six digits."),
    ),
    "guest-code-ended": Sentence(
        say("This code has ended."),
        say("Ask for a new one."),
    ),
    "guest-code-asked": Sentence(
        say("%(name)s asks for a code to decide on %(board)s."),
        say("This studio has no mail server: read the code out, to nobody else."),
    ),
    "guest-said-yes": Sentence(
        say("%(name)s, guest, says yes to %(look)s."),
        say("It stands beside the picture. Signing off stays with you."),
    ),
    "guest-said-change": Sentence(
        say("%(name)s, guest, asks for a change of %(look)s."),
        say("The words stand beside the picture."),
    ),
    "guest-said-no": Sentence(
        say("%(name)s, guest, says no to %(look)s."),
        say("It stands beside the picture. Signing off stays with you."),
    ),
}
