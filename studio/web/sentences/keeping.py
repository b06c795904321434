"""Keeping a twin fresh, retiring and erasing it, and who is asked when its owner cannot act."""

from django.utils.translation import gettext_lazy as say

from studio.web.sentences.told import Sentence

KEEPING: dict[str, Sentence] = {
    "as-of-not-right": Sentence(
        say("The day must lie between %(since)s and today."),
        say("Choose a day between them."),
        bare=say("The day must not lie before the one that is there, nor after today."),
    ),
    "already-retired": Sentence(
        say("These photographs are retired already."),
        say("There is nothing left to do."),
    ),
    "not-retired": Sentence(
        say("This twin is not retired."),
        say("There is nothing to bring back."),
    ),
    "plate-retired": Sentence(
        say("The owner has retired the photographs this look stands on."),
        say("Cast the twin anew, in a pose that is in use."),
    ),
    "contact-not-right": Sentence(
        say("Whom you name needs a name and an e-mail address that is not your own."),
        say("Write both, then keep it."),
    ),
    "said-too-often": Sentence(
        say("This was said before, and the owner has switched on again since. It can be said again on %(until)s."),
        say("Write to the studio if something has happened."),
        bare=say("This was said before, and the owner has switched on again since."),
    ),
    "no-such-model": Sentence(
        say("No model here has this e-mail address."),
        say("Look it up on what the model sent you, then write it again."),
    ),
    "try-ended": Sentence(
        say("Nobody picked this try within 90 days, so only its owner still has a small picture of it."),
        say("Make it again, if it is wanted."),
    ),
    "twin-grows-old": Sentence(
        say("%(twin)s is as of %(since)s. Look whether it still is you."),
        say("Say so, plan a new capture, or ask not to be reminded."),
        bare=say("Your twin is getting old. Look whether it still is you."),
    ),
    "twin-erased-yours": Sentence(
        say("%(twin)s is erased, and its key is destroyed. Here is your receipt."),
        say("Keep it: it can be checked without this studio."),
        bare=say("Your twin is erased, and its key is destroyed. Here is your receipt."),
    ),
    "standstill-yours": Sentence(
        say("%(who)s has told us that you cannot act. Everything of yours is paused."),
        say("If that is wrong, sign in and switch on again. Nobody else can."),
        bare=say("Somebody has told us that you cannot act. Everything of yours is paused."),
    ),
    "standstill-stay": Sentence(
        say("%(who)s, whom you named, says that everything stays paused."),
        say("If that is wrong, sign in and switch on again. Nobody else can."),
        bare=say("Whom you named says that everything stays paused."),
    ),
    "standstill-retire": Sentence(
        say("%(who)s, whom you named, says that your twin is retired."),
        say("If that is wrong, bring it back on its page, then switch on again."),
        bare=say("Whom you named says that your twin is retired."),
    ),
    "standstill-mistaken": Sentence(
        say("%(who)s, whom you named, says that it was a mistake. Everything is still paused."),
        say("Only you can switch on again."),
        bare=say("Whom you named says that it was a mistake. Everything is still paused."),
    ),
}
