"""The switch, the stop card, takedowns, and who is asked when she cannot act."""

from django.utils.translation import gettext_lazy as say

from studio.web.sentences.told import Sentence

STOPPING: dict[str, Sentence] = {
    "stop-card-used": Sentence(
        say("Your stop card was used. Everything of %(twin)s is paused, until you switch it on again."),
        say("If it was not you, end the card and print another."),
        bare=say("Your stop card was used. Everything is paused, until you switch it on again."),
    ),
    "too-many-presses": Sentence(
        say("Too many presses in a short time."),
        say("Wait a minute, then press again."),
    ),
    "takedown-asked": Sentence(
        say("Delivered pictures come down. How many: %(count)s. The first by %(first)s."),
        say("Read the list, and say that you have read it."),
        bare=say("Delivered pictures come down."),
    ),
    "takedown-due": Sentence(
        say("Copies to come down by %(on)s: %(count)s."),
        say("Take them down where they are shown, then mark each as down."),
        bare=say("Copies have to come down soon."),
    ),
    "takedown-overdue": Sentence(
        say("Overdue: %(count)s copies had to be down by %(on)s."),
        say("Take them down today, then mark each as down."),
        bare=say("Copies that had to be down are not marked as down."),
    ),
    "copy-still-out": Sentence(
        say("%(house)s has not said that a picture of you is down. Its last day was %(on)s."),
        say("The house is reminded every third day."),
        bare=say("A house has not said that a picture of you is down."),
    ),
    "all-down": Sentence(
        say("%(house)s says that every copy on its list is down."),
        bare=say("A house says that every copy on its list is down."),
    ),
}
