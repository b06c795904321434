"""What the dressing table says where it can't follow a hand, take a step back, or apply what was kept."""

from django.utils.translation import gettext_lazy as say

from studio.web.sentences.told import Sentence

TABLE = {
    "glimpse-busy": Sentence(
        say("The studio is drawing for others just now, so the figure is one step behind."),
        say("Go on; it follows with the next move."),
    ),
    "glimpse-overtaken": Sentence(say("A later move was asked for, so this one was not drawn."), ""),
    "glimpse-lost": Sentence(
        say("A picture that this look uses is not there any more, so the figure does not follow."),
        say("Take off what you changed last, or put it on again."),
    ),
    "glimpse-counted": Sentence(
        say("The licence counts every preview, so the figure does not follow your hand."),
        say("Make a preview when you want to see it. That one is counted."),
    ),
    "nothing-to-undo": Sentence(say("There is no change of yours to take back."), ""),
    "nothing-to-redo": Sentence(say("There is nothing of yours to bring back."), ""),
    "changed-since": Sentence(
        say("%(who)s has changed %(slot)s since, so your step was not taken back."),
        say("What stands there now is theirs. Change it yourself if it is to go."),
    ),
    "preset-gone": Sentence(
        say("This preset is not kept any more."),
        say("Choose another, or set the slot by hand."),
    ),
    "not-your-setting": Sentence(
        say("%(who)s set this, so it is theirs to keep under a name."),
        say("Ask %(who)s, or set it your own way and keep that."),
    ),
    "nothing-to-keep": Sentence(
        say("Nothing is set there yet, so there is nothing to keep."),
        say("Set it first, then keep it under a name."),
    ),
}
