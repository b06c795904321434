"""Why a picture or a table that arrived is not taken, and what to bring instead."""

from django.utils.translation import gettext_lazy as say

from studio.web.sentences.told import Sentence

ARRIVALS = {
    "not-flat": Sentence(
        say("This Photoshop file holds no flattened picture."),
        say("Save it again with maximum compatibility, or bring it as a PNG."),
    ),
    "too-small": Sentence(
        say("The picture is too small: its longer side is under %(least)s pixels."),
        say("Bring it as large as it was photographed."),
        bare=say("The picture is too small."),
    ),
    "person-in-garment": Sentence(
        say("This picture shows a person. The rack takes the piece alone."),
        say("Bring it laid flat, on a hanger or on an invisible form, or cut out with a clear ground."),
    ),
    "face-in-backdrop": Sentence(
        say("This picture shows a face. A backdrop may not."),
        say("Crop it or choose another."),
    ),
    "several-people": Sentence(
        say("More than one person stands in this photograph. A base photograph shows one."),
        say("Crop it to one person, or bring another frame."),
    ),
    "no-chart-seen": Sentence(
        say("No face chart of this studio is seen on this photograph."),
        say("Lay the sheet flat, and photograph it from above with all five ring marks in view."),
    ),
    "chart-light-unclear": Sentence(
        say("The light on this photograph is too dark or too coloured to read the chart by."),
        say("Photograph the sheet again in daylight or under one lamp, with no shadow across the strip of colours."),
    ),
    "chart-of-another-look": Sentence(
        say("This sheet was printed for another look."),
        say("Scan the code on the sheet to open its look, or print this look's own chart."),
    ),
    "chart-is-blank": Sentence(
        say("The sheet is blank: no pan and no part of the face is coloured in."),
        say("Rub each product into its pan on the sheet, and photograph it again."),
    ),
    "not-this-view": Sentence(
        say("A piece has a front, back, side, detail and swatch view."),
        say("Choose one of them."),
    ),
    "lut-not-text": Sentence(
        say("This file is not a .cube table."),
        say("Export the grade as .cube from your colour program."),
    ),
    "lut-no-size": Sentence(
        say("The table does not say how large it is, so it cannot be read."),
        say("Export it again as .cube."),
    ),
    "lut-two-tables": Sentence(
        say("The file holds a curve and a cube together. One table is read, not two."),
        say("Export it as a cube alone."),
    ),
    "lut-too-large": Sentence(
        say("The table has too many entries or too few. A side has 2 to %(most)s."),
        say("Export it with 33 or 65 a side."),
        bare=say("The table has too many entries or too few."),
    ),
    "lut-not-a-number": Sentence(
        say("Line %(line)s of the table is not what a .cube file has there."),
        say("Export it again; a table changed by hand may have lost a number."),
        bare=say("The table holds something that is no number."),
    ),
    "lut-wrong-count": Sentence(
        say("The table says %(wanted)s entries and has %(found)s."),
        say("It was cut short or joined with another. Export it again."),
        bare=say("The table does not have as many entries as it says."),
    ),
    "lut-domain": Sentence(
        say("The table's range ends before it begins."),
        say("Export it again with the usual range, 0 to 1."),
    ),
}
