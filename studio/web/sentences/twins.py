"""Making, meeting, keeping and erasing a twin."""

from django.utils.translation import gettext_lazy as say

from studio.web.sentences.told import Sentence

TWINS: dict[str, Sentence] = {
    # the beginning
    "not-by-herself": Sentence(
        say("Nobody vouches for their own age."),
        say("Your agency, the photographer on capture day, or whoever runs the studio looks at a document."),
    ),
    "document-unknown": Sentence(say("Say which kind of document it was."), say("Choose one, then record it.")),
    "not-a-checker": Sentence(
        say("You are not one of those who may look at this person's document."),
        say("A booker of the model's agency, the photographer on capture day, or whoever runs the studio can."),
    ),
    "adult-checked": Sentence(
        say("%(who)s has seen your document: you are of age, and no more than that is kept."),
        say("Go on to the beginning of your twin."),
    ),
    "adult-check-asked": Sentence(
        say("%(who)s is about to make a twin and asks you to look at a document."),
        say("Look at it where you can see the person, too."),
    ),
    "model-signed-up": Sentence(
        say("%(name)s asks to come in as a model."),
        say("The link waits in the outbox. Hand it over when you know who it is for."),
    ),
    "no-full-length": Sentence(
        say("You know yourself in no full-length picture yet, and a cover is chosen on one."),
        say('Say "This is me" to one at your first meeting, or try another light there.'),
    ),
    # capture day
    "code-ended": Sentence(
        say("This code is too old."), say("Ask the photographer to show a new one, and point your phone at it.")
    ),
    "code-used": Sentence(
        say("This code has been used."), say("Ask the photographer to show a new one, and point your phone at it.")
    ),
    "not-with-yourself": Sentence(
        say("This code is for the person who is photographed."), say("Let the model point a phone at it.")
    ),
    "session-closed": Sentence(
        say("The capture session is closed, so nothing was taken in."),
        say("The model opens another by pointing a phone at a new code."),
    ),
    "shot-unknown": Sentence(say("The guide has no such frame."), say("Choose one of the twelve.")),
    "frame-not-there": Sentence(
        say("This frame is still being read, or has been refused."), say("Load the page again to see which.")
    ),
    "frame-is-a-plate": Sentence(
        say("This frame is kept already."), say("Retire its capture on the page of your twin instead.")
    ),
    "points-not-right": Sentence(
        say("One of the points does not lie on the picture, so nothing was changed."),
        say("Put the points back and move them again."),
    ),
    "outline-gone": Sentence(
        say("Hardly anything of you would be left inside this outline, so nothing was changed."),
        say("Take the last strokes back, or draw what is missing."),
    ),
    "mark-not-right": Sentence(
        say("Say what it is and where."), say("Choose a place of the body, or draw the box inside the picture.")
    ),
    "not-the-photographer": Sentence(
        say("Only who photographed these captures can license them."), say("Ask the photographer of that day.")
    ),
    "photographer-names-photographer": Sentence(
        say("A photographer of a day can license its captures, so only one of them names another."),
        say("Ask the photographer of that day."),
    ),
    "capture-signed": Sentence(
        say("This credit stands: the day is signed over, or it is the photographer's own."),
        say("Whoever is named can dispute it where the credit shows."),
    ),
    "craft-unknown": Sentence(say("There is no such craft."), say("Choose one of the list.")),
    "capture-credited": Sentence(
        say("%(who)s credits you with %(craft)s on a capture day."),
        say("You are named wherever a picture is made of one of its captures."),
    ),
    "captures-licensed": Sentence(
        say("%(who)s has licensed the captures of that day to you."),
        say("Now you can show pictures made of them to others, when you choose to."),
    ),
    # the first meeting
    "captures-not-licensed": Sentence(
        say("The photographer has not licensed these captures to you yet, so they are for your eyes alone."),
        say("Ask the photographer to sign on the capture page; then choose again."),
    ),
    "captures-not-vouched": Sentence(
        say("Nobody here answers yet for the studio that these captures came from, so they are for your eyes alone."),
        say("Whoever runs this studio was told; ask them to compare its fingerprint."),
    ),
    "never-again": Sentence(
        say("You said that nothing is to be made of this capture again."),
        say("Open it again on the page of your twin, if you have thought better of it."),
    ),
    "pose-not-offered": Sentence(
        say("This pose is not offered any more."), say("Choose another of the model's poses.")
    ),
    "every-light-tried": Sentence(
        say("This capture was shown to you in every simple light there is."),
        say("Choose among the others, or be captured again."),
    ),
    "not-an-answer": Sentence(say("That is none of the three answers."), say("Choose one of them.")),
    "words-for-each-needed": Sentence(
        say("Each picture of a comp card needs words for those who cannot see it."),
        say("Say in a line what it shows, then choose again."),
    ),
    # signatures
    "alteration-unknown": Sentence(say("There is no such kind of alteration."), say("Choose one of the list.")),
    "ends-by-erasing": Sentence(
        say("To end this is to erase your twin."), say("The page that keeps your twin shows what that does, first.")
    ),
}
