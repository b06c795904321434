"""What stands in the way of asking for several pictures at once."""

from django.utils.translation import gettext_lazy as say

from studio.web.sentences.told import Sentence

TRYING: dict[str, Sentence] = {
    "nothing-ticked": Sentence(say("Nothing is ticked, so nothing was asked for."), say("Tick at least one.")),
    "too-many-at-once": Sentence(
        say("%(asked)s pictures were asked for at once; %(most)s are the most."),
        say("Ask for fewer, and for the others when these are made."),
        bare=say("That is more than may be asked for at once. Ask for fewer."),
    ),
    "nothing-was-tried": Sentence(
        say("Nothing in this frame is otherwise than the look says."),
        say("There is nothing to put on the look."),
    ),
    "tests-too-few": Sentence(
        say("%(asked)s previews were asked for, and the licence for tests covers %(left)s more. Nothing was made."),
        say("Tick fewer, or ask the owner for more."),
        bare=say("The licence for tests does not cover so many more. Nothing was made."),
    ),
}
