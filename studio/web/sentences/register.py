"""Proofs, exports and the passport."""

from django.utils.translation import gettext_lazy as say

from studio.web.sentences.told import Sentence

REGISTER: dict[str, Sentence] = {
    "register-signed": Sentence(
        say("The register of %(day)s is signed. Where yours stood is in the file; keep it outside the studio."),
        bare=say("A day of the register is signed. Keep its file outside the studio."),
    ),
    "nothing-to-take": Sentence(
        say("Nothing is kept of you that could be packed: you have no twin here."),
        say("Your account's own data stands in your settings."),
    ),
    "passphrase-short": Sentence(
        say("The passphrase needs at least %(least)s letters, for it is all that locks your base photographs."),
        say("Take a few words that nobody would guess."),
        bare=say("The passphrase is too short for what it locks."),
    ),
    "passport-too-heavy": Sentence(
        say("With your base photographs the passport would be larger than %(most)s, and no studio takes it in."),
        say("Retire photographs that you do not need, or take it without them."),
        bare=say("The passport would be too large for a studio to take in."),
    ),
    "passport-missing": Sentence(say("No file came."), say("Choose the passport that the other studio gave you.")),
    "passport-too-large": Sentence(
        say("This file is larger than %(most)s, and no passport is. Nothing of it was kept."),
        say("Choose the file that the other studio gave you."),
        bare=say("This file is too large to be a passport. Nothing of it was kept."),
    ),
    "passport-not-a-zip": Sentence(
        say("This is no whole ZIP file. Nothing of it was kept."),
        say("If it came by mail or from a stick, fetch it once more: it may have been cut off."),
    ),
    "passport-strange-file": Sentence(
        say("A file lies in it that belongs in no passport: %(name)s. Nothing of it was kept."),
        say("Ask the other studio for a new passport."),
        bare=say("A file lies in it that belongs in no passport. Nothing of it was kept."),
    ),
    "passport-incomplete": Sentence(
        say("It lacks %(name)s, and so it is no whole passport. Nothing of it was kept."),
        say("Ask the other studio for a new passport."),
        bare=say("It is no whole passport. Nothing of it was kept."),
    ),
    "passport-another-kind": Sentence(
        say("This is no twin passport, or one of a kind that this studio cannot read. Nothing of it was kept."),
        say("Ask whoever runs this studio whether it is up to date."),
    ),
    "passport-damaged": Sentence(
        say("%(name)s in it cannot be read. Nothing of it was kept."),
        say("Ask the other studio for a new passport."),
        bare=say("It cannot be read whole. Nothing of it was kept."),
    ),
    "passport-not-signed": Sentence(
        say("The signature under it is not right: it was changed, or signed by nobody. Nothing of it was kept."),
        say("Ask the other studio for a new passport."),
    ),
    "passport-changed": Sentence(
        say("%(name)s was changed after the studio signed. Nothing of it was kept."),
        say("Ask the other studio for a new passport."),
        bare=say("It was changed after the studio signed. Nothing of it was kept."),
    ),
    "passport-register": Sentence(
        say(
            "The register in it does not hold: an entry was changed, taken out or put between. Nothing of it was kept."
        ),
        say("Ask the other studio for a new passport, and tell them."),
    ),
    "passport-passphrase": Sentence(
        say("This passphrase does not open your base photographs. Nothing was made."),
        say("Try again, or leave it empty: then they stay behind."),
    ),
    "passport-key-unknown": Sentence(
        say("This studio does not know the key it is signed with. Nothing was made."),
        say("Compare the fingerprint with the other studio, and say that you did."),
    ),
    "passport-here-already": Sentence(
        say("This very passport was brought here before, and its twin is yours already."),
        say("You find it on your home page."),
    ),
    "passport-anothers": Sentence(
        say("The twin in this passport is somebody else's here. Nothing was made."),
        say("If it is yours, tell whoever runs this studio."),
    ),
    "passport-key-asks": Sentence(
        say("%(who)s brought a twin with a passport of %(studio)s, and nobody here answers for that studio's key."),
        say("Compare its fingerprint with that studio; until then the photographs are for their owner's eyes alone."),
        bare=say("A twin came with a passport of a studio that nobody here answers for."),
    ),
    "passport-vouched": Sentence(
        say("%(who)s answers for %(studio)s, the studio that your twin came from."),
        say("Your photographs can be used once you have said “This is me” to a picture made of them here."),
        bare=say("The studio that your twin came from is answered for here."),
    ),
    "fingerprint-unreadable": Sentence(
        say("This is no fingerprint of a key."), say("It is eight groups of four, of the digits 0 to 9 and a to f.")
    ),
    "studio-not-named": Sentence(say("It does not say whose key this is."), say("Write the studio's name beside it.")),
    "fingerprint-our-own": Sentence(
        say("This is this studio's own key, and it is always known."), say("Paste the other studio's.")
    ),
    "key-not-by-herself": Sentence(
        say("Your own twin came with this key, so somebody else has to answer for it."),
        say("Ask another of those who run this studio."),
    ),
    "passport-gone": Sentence(
        say("The passport is not here any more: it is kept for a day."), say("Bring it again.")
    ),
}
