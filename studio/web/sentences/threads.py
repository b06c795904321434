"""What is said of talks on a board, and of the end of a day; as refusals, and as notices."""

from django.utils.translation import gettext_lazy as say

from studio.web.sentences.told import Sentence

THREADS: dict[str, Sentence] = {
    "comment-empty": Sentence(say("The comment says nothing yet."), say("Write what you see.")),
    "comment-too-long": Sentence(
        say("A comment has room for %(most)s letters."), say("Say it in two."), bare=say("The comment is too long.")
    ),
    "comment-not-yours": Sentence(
        say("Only who said it takes it back."), say("Answer it, or resolve the thread.")
    ),
    "not-on-this-board": Sentence(
        say("That person does not work on this board."), say("Choose somebody from the call sheet.")
    ),
    "mentioned": Sentence(
        say("%(who)s mentions you on the board %(board)s."), bare=say("Somebody mentions you on a board.")
    ),
    "thread-answered": Sentence(
        say("%(who)s answers in a thread you are in, on the board %(board)s."),
        bare=say("Somebody answers in a thread you are in."),
    ),
    "waited-for": Sentence(
        say("%(who)s asks for you in a thread on the board %(board)s."),
        bare=say("Somebody asks for you in a thread."),
    ),
    "nudged": Sentence(
        say("%(who)s reminds you, for %(shoot)s: %(what)s"), bare=say("Somebody reminds you that you are waited for.")
    ),
    "nudged-already": Sentence(
        say("%(who)s was reminded of this today."),
        say("Once a day is enough; ask in person."),
        bare=say("There is nobody to remind of this, or it was done today."),
    ),
}
