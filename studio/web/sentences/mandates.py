"""Agencies, their mandates, options on her days, and her rules and rates."""

from django.utils.translation import gettext_lazy as say

from studio.web.sentences.told import Sentence

OPTIONS: dict[str, Sentence] = {
    "held-already": Sentence(
        say("Your house holds these days already."),
        say("It stands in the list of your options."),
    ),
    "line-full": Sentence(
        say("Three holds stand on these days already."),
        say("Choose other days, another category or another place."),
    ),
    "option-not-right": Sentence(
        say("An option needs one category, one place, and days that are not over."),
        say("Correct it, then hold."),
    ),
    "booking-not-right": Sentence(
        say("A confirmation says how many pieces, in which channels, and for how much."),
        say("Fill it in, then confirm."),
    ),
    "option-over": Sentence(
        say("This option is over."),
        say("A new one can be placed."),
    ),
    "option-first-already": Sentence(
        say("Yours is the first option, so there is nobody to challenge."),
        say("Confirm it, or give it up."),
    ),
    "option-challenged-already": Sentence(
        say("Whoever stands before you has been asked already."),
        say("You need do nothing: within 24 hours you hear of the answer."),
    ),
    "option-not-first": Sentence(
        say("Yours is the %(rank)s option, and only the first is confirmed."),
        say("Challenge the first, or wait until it is given up."),
    ),
    "option-not-firm": Sentence(
        say("The house has not confirmed this option."),
        say("Wait for its word; then it can be booked."),
    ),
    "waits-for-owner": Sentence(
        say("This waits for %(owner)s, and for nobody else."),
        say("You need do nothing; it stands on the owner's own page."),
        bare=say("This waits for the owner of the twin, and for nobody else."),
    ),
    "option-placed": Sentence(
        say("%(house)s holds %(twin)s, %(rank)s option: %(category)s, %(territory)s, from %(starts)s to %(ends)s."),
        say("An option is no consent. You may give it up at any time."),
        bare=say("A house has placed an option."),
    ),
    "no-house-so-called": Sentence(
        say("No house is shown here by this name."),
        say("Write it exactly as the house does, or ask it to come here first."),
    ),
    "option-placed-for-you": Sentence(
        say("An agency holds %(twin)s for you, %(rank)s option: %(category)s, %(territory)s, %(starts)s to %(ends)s."),
        say("An option is no consent. You confirm it, or give it up at any time."),
        bare=say("An agency has placed an option for your house."),
    ),
    "option-challenges-for-you": Sentence(
        say("An agency has challenged for you whoever stands before your option on %(twin)s."),
        say("Within 24 hours the first confirms, or loses the place. You need do nothing until then."),
        bare=say("An agency has challenged the first option for your house."),
    ),
    "option-challenged": Sentence(
        say("Your first option on %(twin)s is challenged: %(category)s, %(territory)s."),
        say("Confirm it or give it up within 24 hours. If you do nothing it lapses."),
        bare=say("Your first option is challenged."),
    ),
    "option-challenges": Sentence(
        say("%(house)s would book %(twin)s now, and has challenged whoever stands first."),
        say("You need do nothing: within 24 hours the first confirms, or loses the place."),
        bare=say("A house has challenged the first option."),
    ),
    "option-challenge-off": Sentence(
        say("The challenge of your option on %(twin)s is off."),
        say("Yours is the first option, as before."),
        bare=say("The challenge of your option is off."),
    ),
    "option-challenge-lost": Sentence(
        say("Your first option on %(twin)s was challenged and not confirmed within 24 hours, so it lapsed."),
        say("A new one can be placed."),
        bare=say("Your option was challenged and not confirmed, so it lapsed."),
    ),
    "option-firm": Sentence(
        say("%(house)s confirms its option on %(twin)s: %(category)s, %(territory)s, from %(starts)s to %(ends)s."),
        say("Book it or decline it within three days. Silence is no."),
        bare=say("A house confirms its option."),
    ),
    "option-booked": Sentence(
        say("%(twin)s is booked: %(category)s, %(territory)s, from %(starts)s to %(ends)s."),
        say("A booking is no consent: what may be made, the licence says."),
        bare=say("Your option is booked."),
    ),
    "option-booked-for-you": Sentence(
        say("Your agency booked you: %(category)s, %(territory)s, from %(starts)s to %(ends)s."),
        say("It lies inside terms you have signed. You may give it up at any time."),
        bare=say("Your agency booked you."),
    ),
    "option-taken": Sentence(
        say("%(twin)s is booked for %(category)s, %(territory)s, on days that you held. Your option has ended."),
        say("Choose other days, or another twin."),
        bare=say("Days that you held are booked by somebody else."),
    ),
    "option-sold": Sentence(
        say("%(twin)s is taken for %(category)s, %(territory)s, until %(until)s. Your option has ended."),
        say("Choose days after that, or another twin."),
        bare=say("Days that you held are taken. Your option has ended."),
    ),
    "booking-sold": Sentence(
        say("%(twin)s is taken for %(category)s, %(territory)s, until %(until)s. Your booking has ended."),
        say("Choose days after that, or another twin."),
        bare=say("Days that you had booked are taken. Your booking has ended."),
    ),
    "option-sold-by-you": Sentence(
        say("The option of %(house)s on %(twin)s has ended: %(category)s, %(territory)s, sold to one house alone."),
        say("You need do nothing: the house has been told until when, and not by whom."),
        bare=say("An option has ended: its days were sold to one house alone."),
    ),
    "booking-sold-by-you": Sentence(
        say("The booking of %(house)s on %(twin)s has ended: %(category)s, %(territory)s, sold to one house alone."),
        say("You need do nothing: the house has been told until when, and not by whom."),
        bare=say("A booking has ended: its days were sold to one house alone."),
    ),
    "option-moved-up": Sentence(
        say("Your option on %(twin)s has moved up: it is the %(rank)s now."),
        bare=say("Your option has moved up."),
    ),
    "option-lapsed": Sentence(
        say("The option on %(twin)s has lapsed: %(category)s, %(territory)s."),
        say("A new one can be placed."),
        bare=say("An option has lapsed."),
    ),
    "option-given-up": Sentence(
        say("%(house)s gave up its option on %(twin)s: %(category)s, %(territory)s."),
        bare=say("A house gave up its option."),
    ),
    "option-not-given": Sentence(
        say("Your option on %(twin)s was declined: %(category)s, %(territory)s."),
        say("Choose other days, or another twin."),
        bare=say("Your option was declined."),
    ),
    "option-released-for-you": Sentence(
        say("Your agency declined an option of %(house)s: %(category)s, %(territory)s."),
        bare=say("Your agency declined an option."),
    ),
}

BOOKINGS: dict[str, Sentence] = {
    "not-in-mandate": Sentence(
        say("Your mandate for %(owner)s does not let you %(power)s."),
        say("It waits for the owner's own word."),
        bare=say("Your mandate does not reach so far."),
    ),
    "outside-mandate": Sentence(
        say("Your mandate for %(owner)s covers %(covers)s; this is for %(territory)s."),
        say("It waits for the owner's own word."),
        bare=say("Your mandate does not cover this place."),
    ),
    "booking-not-licensed": Sentence(
        say("No signed licence covers this house, so only the owner of the twin may book it."),
        say("You need do nothing; it stands on the owner's own page."),
    ),
    "booking-beyond-terms": Sentence(
        say("The booking lies outside terms already signed: %(beyond)s. Only the owner of the twin may book it."),
        say("You need do nothing; it stands on the owner's own page."),
        bare=say("The booking lies outside terms already signed. Only the owner of the twin may book it."),
    ),
}

AGENCIES: dict[str, Sentence] = {
    "nobody-so-called": Sentence(
        say("Nobody is shown here by this name."),
        say("The model signs up and makes a twin first; then you offer."),
    ),
    "mandate-not-right": Sentence(
        say("A mandate names places, what the agency may do, a share, and a last day that is still to come."),
        say("Correct it, then offer it."),
    ),
    "mandate-not-open": Sentence(
        say("This mandate is no longer offered."),
        say("The agency can offer another one."),
    ),
    "mandate-share-over-law": Sentence(
        say("The law of New York allows an agency at most %(most)s %% of a fee."),
        say("Lower the share."),
        bare=say("The law of New York allows an agency a smaller share."),
    ),
    "mandate-years-over-law": Sentence(
        say("The law of New York allows a mandate at most %(most)s years."),
        say("Choose an earlier last day."),
        bare=say("The law of New York allows a shorter mandate."),
    ),
    "mandate-share-high": Sentence(
        say("The share is higher than %(most)s %%, which is the most that the law of New York would allow."),
        bare=say("The share is unusually high."),
    ),
    "mandate-years-long": Sentence(
        say("The mandate lasts longer than %(most)s years, which is the most that the law of New York would allow."),
        bare=say("The mandate is unusually long."),
    ),
    "mandate-clash": Sentence(
        say("%(agency)s represents you here, and one of the two mandates is exclusive: %(territory)s."),
        say("End the other one first, or have this one offered without these places."),
        bare=say("Another mandate of yours is exclusive here."),
    ),
    "mandate-offered": Sentence(
        say("%(agency)s offers to represent you. Nothing is in force before you sign."),
        say("Read it, then sign it or decline it."),
        bare=say("An agency offers to represent you."),
    ),
    "mandate-signed": Sentence(
        say("%(twin)s has signed your mandate."),
        bare=say("Your mandate was signed."),
    ),
    "mandate-declined": Sentence(
        say("%(twin)s has declined your mandate."),
        bare=say("Your mandate was declined."),
    ),
    "mandate-taken-back": Sentence(
        say("%(agency)s has taken its offer of a mandate back."),
        bare=say("An agency has taken its offer of a mandate back."),
    ),
    "mandate-ended": Sentence(
        say("Your mandate for %(twin)s has ended. You no longer act there."),
        say("The licences stand. What was pending waits for the owner."),
        bare=say("A mandate of yours has ended."),
    ),
    "mandate-ended-waits": Sentence(
        say("%(agency)s no longer acts for you. What was pending waits for you: %(count)s."),
        say("Answer it yourself; your licences stand."),
        bare=say("An agency no longer acts for you. What was pending waits for you."),
    ),
    "mandate-ended-yours": Sentence(
        say("%(agency)s no longer acts for you."),
        say("Your licences stand."),
        bare=say("An agency no longer acts for you."),
    ),
    "mandate-ends-soon": Sentence(
        say("The mandate of %(agency)s for %(twin)s ends on %(on)s. It does not renew itself."),
        bare=say("A mandate ends soon."),
    ),
}

RULES: dict[str, Sentence] = {
    "rate-card-not-right": Sentence(
        say("This cannot be reckoned with: %(missing)s."),
        say("Correct it, then keep it."),
        bare=say("This cannot be reckoned with."),
    ),
    "rules-not-right": Sentence(
        say("A word in these rules is not known here."),
        say("Choose from what the page offers."),
    ),
}

MANDATES: dict[str, Sentence] = {**OPTIONS, **BOOKINGS, **AGENCIES, **RULES}
