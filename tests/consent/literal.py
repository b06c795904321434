"""The agreement's table of terms said a second time, slowly and word by word, to hold the rule against.

Nothing here is clever: days are counted out one by one, the world is every country there is and the rest besides, and
each sentence of the table is one `if`. It says yes or no and never why.
"""

from collections.abc import Iterable
from datetime import date, timedelta

import pycountry

from studio.consent.rules import Facts, Licence, Use

EVERY_COUNTRY = {country.alpha_2 for country in pycountry.countries}
THE_WORLD = EVERY_COUNTRY | {"anywhere else"}


def literally(facts: Facts, use: Use) -> bool:
    if is_gone(facts, use):
        return False
    if use.viewer == "owner" and use.act in ("offer", "preview", "render", "store", "show"):
        return True  # her own eyes are not a use: she sees and may make her own pictures privately, even when paused
    if not is_known(use) or is_switched_off(facts, use) or leaves_the_inside(use):
        return False
    if use.viewer == "agency":
        return use.agency != "" and use.agency in facts.agencies and is_out(use)
    if use.viewer == "public":
        return is_shown_as_delivered(facts, use) and is_out(use)
    if use.act == "download":
        return is_delivered_and_still_licensed(facts, use) and not hits_a_standing_never(facts, use)
    if use.act == "show":
        return is_shown_to_the_crew(facts, use)
    return is_licensed(facts, use)


def is_gone(facts: Facts, use: Use) -> bool:
    """Nothing is made of a retired twin: its owner may look, and what was delivered runs on its notice."""
    if facts.state != "retired":
        return facts.state == "erased"
    if use.act == "show" and use.viewer == "owner":
        return False
    was_delivered = use.picture != "" and use.picture in [piece.asset for piece in facts.pieces]
    return use.act not in ("show", "download") or not was_delivered


def is_known(use: Use) -> bool:
    acts = ["offer", "preview", "render", "store", "show", "sign-off", "seal", "deliver", "download"]
    may = {"owner": acts, "crew": acts, "engine": acts, "agency": ["offer", "show"]}
    may |= {"guest": ["show"], "public": ["show"]}
    return use.act in may.get(use.viewer, [])


def is_switched_off(facts: Facts, use: Use) -> bool:
    if facts.switch != "open":
        return True
    for reach, about in facts.pauses:
        if reach == "house" and about and about == use.house:
            return True
        if reach == "shoot" and about and about == use.shoot:
            return True
        if reach == "picture" and about and about in [use.picture, *use.made_from]:
            return True
        if reach not in ("house", "shoot", "picture"):
            return True
    return False


def leaves_the_inside(use: Use) -> bool:
    if use.purpose != "internal":
        return False
    goes_out = use.act == "deliver" and any(each != "internal" for each in use.channels)
    return goes_out or use.viewer in ("guest", "public")


def is_out(use: Use) -> bool:
    """Until a shoot's embargo ends nothing of it shows outside the call sheet."""
    return use.embargo_until is None or use.instant >= use.embargo_until


def is_shown_as_delivered(facts: Facts, use: Use) -> bool:
    """A delivered piece shows while its delivery runs; under notice, until its takedown day and on it."""
    for piece in facts.pieces:
        if not use.picture or piece.asset != use.picture or use.owners_day > piece.ends_on:
            continue
        if piece.takedown_on is not None and use.owners_day <= piece.takedown_on:
            return True
        if piece.takedown_on is None and piece.in_force:
            return True
    return False


def is_delivered_and_still_licensed(facts: Facts, use: Use) -> bool:
    """Notice periods only concern what was already delivered: nothing is handed out anew."""
    for piece in facts.pieces:
        is_it = use.picture != "" and piece.asset == use.picture
        if is_it and piece.in_force and piece.takedown_on is None and use.owners_day <= piece.ends_on:
            return True
    return False


def is_shown_to_the_crew(facts: Facts, use: Use) -> bool:
    if is_shown_as_delivered(facts, use):
        return True
    return not has_come_down(facts, use) and is_licensed(facts, use)


def has_come_down(facts: Facts, use: Use) -> bool:
    mine = [piece for piece in facts.pieces if use.picture and piece.asset == use.picture]
    return any(piece.takedown_on is not None and use.owners_day > piece.takedown_on for piece in mine)


def is_licensed(facts: Facts, use: Use) -> bool:
    """Only then may she be cast: met by her owner, with a comp card and a cover. Licences do not add up."""
    if facts.state != "ready" or not (facts.data_consent and facts.comp_card and facts.cover):
        return False
    if not says_everything(use) or opens_what_no_licence_opens(use) or hits_a_standing_never(facts, use):
        return False
    if is_taken_by_another(facts, use):
        return False
    return any(each.in_force and each.house == use.house and holds(facts, use, each) for each in facts.licences)


def says_everything(use: Use) -> bool:
    if "" in (use.house, use.purpose) or () in (use.channels, use.territories, use.categories):
        return False
    return use.starts_on is not None and use.ends_on is not None and len(days_between(use.starts_on, use.ends_on)) > 0


def opens_what_no_licence_opens(use: Use) -> bool:
    shown = {*use.categories, *use.worn}
    return "nudity" in shown or "politics" in shown or "medical" in shown


def hits_a_standing_never(facts: Facts, use: Use) -> bool:
    nevers = facts.standing
    if use.house and use.house in nevers.never_houses:
        return True
    if use.purpose and use.purpose in nevers.never_purposes:
        return True
    if any(each in nevers.never_categories for each in [*use.categories, *use.worn]):
        return True
    if any(each in nevers.never_channels for each in use.channels):
        return True
    if places(use.territories) & places(nevers.never_territories):
        return True
    if names(use.brands) & names(nevers.never_brands):
        return True
    return any(each in nevers.never_alterations for each in use.alterations)


def is_taken_by_another(facts: Facts, use: Use) -> bool:
    """Category x territory x window: one country, category and day in common is enough."""
    for taken in facts.taken:
        if taken.house == use.house or taken.category not in {*use.categories, *use.worn}:
            continue
        if not places(use.territories) & places([taken.territory]):
            continue
        if set(days_asked(use)) & set(days_between(taken.starts_on, taken.ends_on)):
            return True
    return False


def holds(facts: Facts, use: Use, licence: Licence) -> bool:
    """Every row of the table at once."""
    whole = is_within_tests(use, licence) if "tests" in licence.terms.purposes else is_within_places(use, licence)
    return (
        whole
        and is_within_days(use, licence)
        and shows_only_what_is_allowed(use, licence)
        and has_pieces_left(use, licence)
        and is_approved(facts, use, licence)
    )


def is_within_tests(use: Use, licence: Licence) -> bool:
    """Preview tests only (n, days): they never leave the board, so channels and places do not matter."""
    if use.act in ("sign-off", "seal", "deliver", "download") or use.viewer in ("guest", "public"):
        return False
    return use.act != "preview" or licence.previews + 1 <= licence.terms.test_previews


def is_within_places(use: Use, licence: Licence) -> bool:
    if use.purpose not in licence.terms.purposes:
        return False
    if any(each not in licence.terms.channels for each in use.channels):
        return False
    return places(use.territories) <= places(licence.terms.territories)


def is_within_days(use: Use, licence: Licence) -> bool:
    """First and last day, both included, in her own time zone."""
    days = days_between(licence.terms.starts_on, licence.terms.ends_on)
    if "tests" in licence.terms.purposes:
        return use.owners_day in days[:7]
    return use.owners_day in days and use.starts_on in days and use.ends_on in days


def shows_only_what_is_allowed(use: Use, licence: Licence) -> bool:
    terms = licence.terms
    if any(each not in terms.categories for each in use.categories):
        return False
    if any(each in terms.never_categories for each in [*use.categories, *use.worn]):
        return False
    if terms.product_lines and not use.product_lines:
        return False
    if terms.product_lines and not names(use.product_lines) <= names(terms.product_lines):
        return False
    if terms.competing == "never" and not names(use.brands) <= names(terms.brands):
        return False
    return all(each in terms.alterations for each in use.alterations)


def has_pieces_left(use: Use, licence: Licence) -> bool:
    if use.act != "deliver" or use.picture in licence.pieces:
        return True
    this_month = f"{use.owners_day.year:04}-{use.owners_day.month:02}"
    monthly = [asset for asset, month in licence.pieces.items() if month == this_month]
    if licence.terms.pieces_a_month is not None and len(monthly) + 1 > licence.terms.pieces_a_month:
        return False
    return len(licence.pieces) + 1 <= licence.terms.pieces


def is_approved(facts: Facts, use: Use, licence: Licence) -> bool:
    terms = licence.terms
    someone_asks = terms.approval in ("each-piece", "named") or facts.standing.asks_each_piece
    if terms.competing == "ask" and not names(use.brands) <= names(terms.brands):
        someone_asks = True
    if use.act not in ("seal", "deliver") or not someone_asks:
        return True
    if not use.pixel_hash:
        return False
    return any(
        answer.answer == "yes"
        and answer.pixel_hash == use.pixel_hash
        and answer.version == licence.version
        and (answer.is_hers or (terms.approval == "named" and not facts.standing.asks_each_piece))
        for answer in facts.answers
    )


def days_between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def days_asked(use: Use) -> list[date]:
    return days_between(use.starts_on or use.owners_day, use.ends_on or use.owners_day)


def places(codes: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for code in codes:
        found |= THE_WORLD if code == "WORLD" else {code}
    return found


def names(words: Iterable[str]) -> set[str]:
    return {word.strip().casefold() for word in words}
