"""What a board says where a hand is not followed: a lock, a right, a neighbour who was there before."""

from django.utils.translation import gettext_lazy as say

from studio.web.sentences.told import Sentence

BOARDS = {
    "card-locked": Sentence(
        say("This card is locked, so nothing of it changes."), say("Unlock it first if it is to move.")
    ),
    "removed-by-other": Sentence(
        say("%(who)s took this card off, so taking your step back does not bring it back."),
        say("Ask %(who)s, or bring back an earlier moment from the history."),
        bare=say("Somebody else took this card off, so taking your step back does not bring it back."),
    ),
    "section-gone": Sentence(say("That section is not on this board."), say("Choose one that lies here.")),
    "section-in-itself": Sentence(
        say("A section cannot lie in one that it carries."), say("Take the other one out first.")
    ),
    "ops-too-many": Sentence(say("At most %(most)s changes go in one step."), say("Do it in two.")),
    "copy-of-another-shoot": Sentence(
        say("This belongs to another shoot, so it is not copied."), say("Copy notes, sections, swatches and arrows.")
    ),
    "copy-without-rights": Sentence(
        say("Nobody said that this picture may be used outside its shoot, so it is not copied."),
        say("Say on the picture whose it is, or bring it in again here."),
    ),
    "board-in-itself": Sentence(say("A board does not lie on itself."), say("Lay it on another board.")),
    "board-only-looks": Sentence(
        say("You look on at this board; others change it."), say("Ask whoever made the board, or the producer.")
    ),
    "board-only-comments": Sentence(
        say("You comment on this board; others change it."), say("Ask whoever made the board, or the producer.")
    ),
    "not-board-maker": Sentence(
        say("Who may do what on a board is said by whoever made it, and by the producer."), say("Ask one of them.")
    ),
    "not-of-this-shoot": Sentence(
        say("%(who)s is not on this shoot, so there is no board to look at."), say("Book them on the call sheet first.")
    ),
    "maker-keeps-right": Sentence(
        say("Whoever made the board can always change it."), say("Set the right of somebody else.")
    ),
    "print-nothing": Sentence(say("Nothing lies there to be put on paper."), say("Choose cards, or the whole board.")),
    "print-waits": Sentence(
        say("%(most)s sheets of yours are being made already."), say("Wait for one of them, or stop it.")
    ),
    "print-too-many-names": Sentence(
        say("So many people made this that their names leave the sheet no room."),
        say("Take a larger sheet, or a PDF: it tells them on pages of their own."),
    ),
    "print-gone": Sentence(
        say("It is kept for some hours only, and they are over."), say("Put the board on paper again.")
    ),
    "print-closed": Sentence(
        say("Since it was made, somebody it shows has changed what she allows. It opens no more."),
        say("Put the board on paper again: it shows what may be shown now."),
    ),
    "no-such-moment": Sentence(say("The board has no such moment."), say("Choose one from its history.")),
}
