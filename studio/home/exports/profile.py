"""The words of our ODRL profile, and what each means: what the page of the profile says, word for word."""

from typing import TYPE_CHECKING, TypeAlias

from django.utils.translation import gettext_lazy as say

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Words: TypeAlias = "str | _StrPromise"

OF_THE_WHOLE: dict[str, Words] = {
    "licence": say("The licence that this is a version of."),
    "version": say("Which version of it this is, counted from 1."),
    "inForce": say("Whether it was in force when this file was made. Only the studio can say whether it still is."),
    "signedAt": say("When the model signed this version."),
    "houseSignedAt": say("When the house signed it."),
    "textSha256": say("The SHA-256 of the terms and the text the model signed, in hex."),
    "textLanguage": say("The language of that text."),
    "prevailingText": say("Which of the two texts prevails where they differ."),
    "intendedUse": say("What the pictures are for, in the words that were signed."),
    "representedBy": say("Who stood by the model when it was negotiated."),
    "renewsItself": say("Whether it goes on by itself after its last day. It never does."),
}
OF_WHAT_IS_ALLOWED: dict[str, Words] = {
    "clockOf": say("By whose clock a day begins and ends."),
    "competingBrands": say("Whether a competing brand may use the twin meanwhile."),
    "brand": say("The brands of the house that may use it."),
    "productLine": say("The product lines it may be used for."),
    "codes": say("From which list the codes of places are."),
    "countAMonth": say("How many finished pieces in a calendar month."),
    "alteration": say("A kind of change to the model's looks."),
    "category": say("A category of product that is shut out."),
    "scene": say("A scene that is shut out."),
    "pose": say("A pose that is shut out."),
    "beside": say("Something or somebody that may not stand beside."),
    "train": say("To train a model of any kind on the pictures."),
    "useAsReference": say("To use the pictures as a reference for making others."),
}
OF_WHAT_IS_OWED: dict[str, Words] = {
    "of": say("Of what consent is asked."),
    "silenceIs": say("What silence counts as."),
    "nameForm": say("How the model is named."),
    "shownName": say("The very name that is shown."),
    "channelFactors": say("By how much the day rate is multiplied for each channel."),
    "territoryFactors": say("By how much for each place."),
    "dayFactors": say("By how much for a use of so many days."),
    "noticeFactors": say("By how much for a notice of so many days."),
    "forCode": say("For which channel, place or number of days a factor stands."),
    "factor": say("The factor, as decimal text."),
    "minimumMinor": say("The least that is paid, in the smallest unit of the currency."),
    "killFeeBps": say("What is still paid when a piece is dropped, in hundredths of a per cent of the fee."),
    "commissionBps": say("The agency's share of the fee, in hundredths of a per cent."),
    "crewShareBps": say("The crew's share, in hundredths of a per cent."),
    "since": say("From which event a time is counted."),
}
VALUES: dict[str, Words] = {
    "owner": say("The model, who owns the twin."),
    "world": say("Everywhere."),
    "nothing": say("Nothing at all: a list of what is allowed that is empty."),
    "no": say("No."),
    "each-finished-file": say("Each finished picture, pixel by pixel, before it leaves."),
    "delivery": say("The day a piece was delivered."),
    "withdrawal": say("The day the model withdrew."),
}
CODES: dict[str, Words] = {
    "purpose-": say("A purpose: e-commerce, editorial, campaign, social and so on."),
    "category-": say("A category of product."),
    "channel-": say("A channel."),
    "competing-": say("An answer on competing brands: allowed, to be asked, or not."),
    "alteration-": say("A kind of alteration."),
    "text-of-": say("The model's text, or the house's."),
    "represented-by-": say("Counsel, a union, or nobody."),
    "name-": say("A form of the name: legal, stage, pseudonym or none."),
    "minor-": say("The smallest unit of a currency, by its ISO 4217 code."),
}
TERMS = {**OF_THE_WHOLE, **OF_WHAT_IS_ALLOWED, **OF_WHAT_IS_OWED, **VALUES}


def is_explained(word: str) -> bool:
    return word in TERMS or any(word.startswith(prefix) and word != prefix for prefix in CODES)
