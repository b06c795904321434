"""What a shot list answers to a file, line by line, and what an overnight run answers before and when it begins."""

from django.utils.translation import gettext_lazy as say

from studio.web.sentences.told import Sentence

SHOTS: dict[str, Sentence] = {
    "list-too-large": Sentence(
        say("The file is larger than %(most)s kB, which no shot list is."),
        say("Save the sheet alone as CSV, and bring that."),
    ),
    "list-no-text": Sentence(
        say("The file is no text, so it is not a CSV file."),
        say("In the spreadsheet choose Save as, CSV UTF-8, and bring that."),
    ),
    "list-empty": Sentence(
        say("No line stands under the headings."), say("Fill in at least one line, or bring another file.")
    ),
    "list-no-heading": Sentence(
        say("The first line names neither SKU nor what the picture shows, so no line can be read."),
        say("Put the headings on the first line: SKU, View, Twin, Due, State, What it shows."),
    ),
    "list-too-long": Sentence(
        say("The file has more than %(most)s lines."), say("Bring it in parts.")
    ),
    "list-says-nothing": Sentence(
        say("Line %(line)s has neither an article number nor words for what it shows."),
        say("Fill in one of the two, or take the line away."),
    ),
    "list-sku-too-long": Sentence(
        say("The article number on line %(line)s is longer than %(most)s characters."), say("Shorten it.")
    ),
    "list-words-too-long": Sentence(
        say("What line %(line)s shows is longer than %(most)s characters."), say("Shorten it.")
    ),
    "list-no-such-view": Sentence(
        say("Line %(line)s asks for the view “%(said)s”."), say("Write front, back, side or detail, or leave it empty.")
    ),
    "list-no-day": Sentence(
        say("“%(said)s” on line %(line)s is no day."), say("Write it as 2026-05-31.")
    ),
    "list-two-days": Sentence(
        say("“%(said)s” on line %(line)s can be read as two different days."), say("Write it as 2026-05-31.")
    ),
    "list-twice": Sentence(
        say("Line %(line)s says the same as line %(other)s."), say("Take one of the two away.")
    ),
    "list-no-such-twin": Sentence(
        say("Line %(line)s names “%(said)s”, and no twin of that name can be cast."),
        say("Write the name as the casting shows it, or leave it empty for anybody."),
    ),
    "list-twins-alike": Sentence(
        say("Line %(line)s names “%(said)s”, and more than one twin has that name."),
        say("Leave it empty, and choose her on the page."),
    ),
    "list-changed": Sentence(
        say("The list was changed while you looked at the file. Nothing was taken."),
        say("What the file would change now stands below. Take it, if it is still right."),
    ),
    "list-has-faults": Sentence(
        say("Nothing is taken while a line of the file is wrong."),
        say("Mend the lines below, and bring the file again."),
    ),
    "shot-gone": Sentence(say("This line is not on the list any more."), say("Look at the list as it is now.")),
    "shot-there": Sentence(
        say("The list has a line for this piece, view and twin already."),
        say("Change that one, or another field here."),
    ),
    "board-not-empty": Sentence(
        say("Something lies on this board, so nothing was laid over it."),
        say("Make a new board, and begin that one so."),
    ),
    "no-set-up": Sentence(
        say("No set-up was chosen, so there is nothing to put on the rack."),
        say("Choose the look or the preset it comes from."),
    ),
    "nothing-to-picture": Sentence(
        say("No picture comes of this choice."), say("Tick at least one look, piece or line, and one twin.")
    ),
    "too-many-overnight": Sentence(
        say("This comes to %(asked)s pictures; %(most)s are the most for one night."),
        say("Choose fewer pieces, twins or views."),
    ),
    "starts-in-the-past": Sentence(
        say("The time to start has passed."), say("Choose a later one, or start now.")
    ),
    "starts-too-far": Sentence(
        say("The time to start is more than %(most)s days away."), say("Choose an earlier one.")
    ),
    "no-pose-for-view": Sentence(
        say("This twin offers no pose from there."), say("Choose another view, or another twin.")
    ),
    "line-without-piece": Sentence(
        say("No look and no piece of the rack is of this line."),
        say("Bring the piece with its article number, or tie a look to the line."),
    ),
    "reuse-not-answered": Sentence(
        say("%(who)s had not said yes to this use of the setting when it was time. Silence is no."),
        say("Ask again, or choose another set-up."),
    ),
    "reuse-refused": Sentence(
        say("%(who)s said no to this use of the setting."), say("Choose another set-up, or ask in person.")
    ),
    "not-yours-to-answer": Sentence(
        say("This was asked of %(who)s."), say("Only whose setting it is can answer.")
    ),
    "overnight-over": Sentence(say("This run is over."), say("Plan another.")),
    "overnight-cancelled": Sentence(
        say("The run was cancelled before this picture was asked for."), say("Plan another.")
    ),
    "overnight-not-begun": Sentence(say("The run did not begin, so this picture was not asked for."), ""),
    "reuse-asked": Sentence(
        say("%(who)s asks whether your setting may be used overnight, in %(shoot)s."),
        say("Silence is no."),
    ),
    "reuse-answered-yes": Sentence(say("%(who)s said yes to your use of the setting."), ""),
    "reuse-answered-no": Sentence(
        say("%(who)s said no to your use of the setting."), say("Choose another set-up, or ask in person.")
    ),
    "overnight-done": Sentence(
        say("%(name)s is done: %(made)s of %(all)s pictures were made."),
        say("See what was made, and what was not and why."),
    ),
    "overnight-refused": Sentence(
        say("%(name)s did not begin."), say("The page says why.")
    ),
}
