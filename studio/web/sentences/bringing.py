"""What is said of pictures that are brought: what they may become, whose they are, and what no address gives."""

from django.utils.translation import gettext_lazy as say

from studio.web.sentences.told import Sentence

SAVE_AND_DROP = say("Save the picture and drop the file here.")

BRINGING = {
    "picture-not-said": Sentence(
        say("Nobody has said yet whose this is and whether we may use it: %(pictures)s."),
        say("Say it on the piece's or the picture's own page; then it can be delivered."),
    ),
    "picture-asked-for": Sentence(
        say("The yes to using this has not come yet: %(pictures)s."),
        say("Say so on its own page when it has come; then it can be delivered."),
    ),
    "picture-not-ours": Sentence(
        say("We may not use this: %(pictures)s."),
        say("Take it out of the look and make the picture again."),
    ),
    "picture-not-ours-to-use": Sentence(
        say("We may not use this picture, so nothing is made from it. It can still be looked at."),
        say("Ask whoever it belongs to."),
    ),
    "owner-not-named": Sentence(say("A picture that is somebody else's needs their name."), say("Say whose it is.")),
    "leave-without-words": Sentence(
        say("Where somebody else said yes, how it was given has to be written down."),
        say("Say in which letter, licence or talk it was given."),
    ),
    "garment-in-use": Sentence(
        say("A look wears this piece, or has worn it, so it stays a garment."),
        say("Bring the picture in once more if it is to be looked at as well."),
    ),
    "place-in-use": Sentence(
        say("A look stands in this place, or has stood there, so it stays a backdrop."),
        say("Bring the picture in once more if it is to be looked at as well."),
    ),
    "picture-not-read": Sentence(
        say("The picture is still being read."), say("Say what it is when it shows; that takes a second or two.")
    ),
    "already-here": Sentence(
        say("This very picture is here already, so it was not taken in twice."), say("The one that is here is shown.")
    ),
    "address-unfit": Sentence(say("This is not the address of a picture on the web."), SAVE_AND_DROP),
    "address-not-found": Sentence(say("Nothing is found at this address."), SAVE_AND_DROP),
    "address-inside": Sentence(
        say("This address lies inside a private network, and the studio does not fetch from there."), SAVE_AND_DROP
    ),
    "address-no-answer": Sentence(say("The page did not give the picture out."), SAVE_AND_DROP),
    "address-no-picture": Sentence(say("There is a page at this address, but no picture."), SAVE_AND_DROP),
    "address-too-large": Sentence(say("The picture at this address is too large."), SAVE_AND_DROP),
    "address-not-fetched": Sentence(say("This studio does not fetch pictures from other pages."), SAVE_AND_DROP),
    "no-colours": Sentence(say("No colour can be read from this card."), say("Choose one with a picture.")),
}
