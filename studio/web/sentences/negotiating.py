"""Options, requests, offers and deal memos."""

from django.utils.translation import gettext_lazy as say

from studio.web.sentences.told import Sentence

NEGOTIATING: dict[str, Sentence] = {
    # requests and their offers
    "asked-already": Sentence(
        say("A request of this house for the same is open already."),
        say("Answer in it, or take it back first."),
    ),
    "answer-day-wrong": Sentence(
        say("The day to answer by lies from tomorrow to %(most)s days from today."),
        say("Choose one in between. Silence is no from then on."),
        bare=say("The day to answer by is too near, or too far off."),
    ),
    "answers-used": Sentence(
        say("You have read %(most)s answers about %(owner)s today, and that is all of them."),
        say("What you have been answered can still be sent. Go on tomorrow, or ask %(owner)s in a request."),
        bare=say("You have read all the answers of a day."),
    ),
    "questions-used": Sentence(
        say(
            "You have put %(most)s different questions to the casting today, in briefs and in what garments are"
            " declared as, and that is all of them."
        ),
        say("Each of them can be put again. A new one waits until tomorrow, or a colleague of the production puts it."),
        bare=say("You have put all the different questions of a day to the casting."),
    ),
    "request-over": Sentence(
        say("This request is no longer open."),
        say("What was agreed or refused stands. Ask anew if it still matters."),
    ),
    "offer-not-newest": Sentence(
        say("These are not the newest terms of the house."),
        say("Open the request again and read what is offered now."),
    ),
    "mandate-over": Sentence(
        say("Your mandate with %(agency)s ended after these terms were offered, and they still pay its commission."),
        say("Send them back as other terms: the commission falls away by itself."),
        bare=say("A mandate ended after these terms were offered, and they still pay its commission."),
    ),
    "picture-being-made": Sentence(
        say("The picture of the look is still being made. Nobody is asked without it."),
        say("It takes a second or two. Then send."),
    ),
    "memo-missing": Sentence(
        say("This licence has no deal memo, so nothing is made under it."),
        say("Ask the owner of the twin to sign it again; the memo is made with that yes."),
    ),
    # what is told of them
    "asks-you": Sentence(
        say("%(house)s asks %(owner)s for a use. If nobody answers it lapses after %(on)s: silence is no."),
        say("Open it: it says what, where, how long and what a yes would pay."),
        bare=say("A house asks for a use."),
    ),
    "offers-other-terms": Sentence(
        say("%(who)s offers other terms in the request of %(house)s to %(owner)s."),
        say("Open it: what changed is marked term by term."),
        bare=say("Other terms are offered in a request."),
    ),
    "writes-in-a-request": Sentence(
        say("%(who)s writes in the request of %(house)s to %(owner)s."),
        say("Open it to answer."),
        bare=say("Somebody writes in a request."),
    ),
    "yes-counts-on": Sentence(
        say("%(owner)s said yes to %(house)s. It counts after 48 hours, and may be taken back until then."),
        bare=say("A yes was said. It counts after 48 hours."),
    ),
    "yes-taken-back": Sentence(
        say("%(owner)s took a yes to %(house)s back within the 48 hours. The request is open again."),
        bare=say("A yes was taken back within the 48 hours."),
    ),
    "yes-came-to-nothing": Sentence(
        say("The yes of %(owner)s to %(house)s could not come into force: something changed within the 48 hours."),
        say("Ask anew to see what is open now."),
        bare=say("A yes could not come into force: something changed meanwhile."),
    ),
    "request-agreed": Sentence(
        say("%(owner)s and %(house)s agree. The licence is in force, and the deal memo is there to read."),
        bare=say("A request was agreed. The deal memo is there to read."),
    ),
    "request-declined": Sentence(
        say("%(owner)s said no to the request of %(house)s."),
        bare=say("A request was answered with no."),
    ),
    "request-taken-back": Sentence(
        say("%(house)s took its request to %(owner)s back."),
        bare=say("A house took its request back."),
    ),
    "request-lapsed": Sentence(
        say("The request of %(house)s to %(owner)s lapsed: silence is no."),
        say("It can be asked anew."),
        bare=say("A request lapsed: silence is no."),
    ),
    "licence-ends": Sentence(
        say("Licence %(number)s of %(owner)s to %(house)s ends on %(on)s. It does not renew itself."),
        say("A new one, or more days, needs a new request and the model's own yes."),
        bare=say("A licence ends soon. It does not renew itself."),
    ),
    "too-late-to-undo-an-answer": Sentence(
        say("An answer can be undone for a minute, and it is over."),
        say("A yes can still be taken back on the picture's own page. A no stands for these pixels."),
    ),
    "answer-undone": Sentence(
        say("%(owner)s took an answer to a picture back. It is asked again."),
        bare=say("An answer to a picture was taken back."),
    ),
}
