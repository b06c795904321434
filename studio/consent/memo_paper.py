"""The deal memo as one page of A4. The words are the kept ones: nothing is reckoned or translated here."""

from functools import cache
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from studio.consent.models import DealMemo
from studio.consent.spelling import day_words

FONT = "Instrument Sans"
FONT_FILE = Path(settings.BASE_DIR) / "studio" / "imaging" / "fonts" / "InstrumentSans-Medium.ttf"
INK, SECOND, HAIR = HexColor("#141413"), HexColor("#5f5f5b"), HexColor("#c9c9c5")
WIDTH, HEIGHT = A4
MARGIN, LABEL_WIDTH = 56, 132
WORDS_WIDTH = WIDTH - 2 * MARGIN - LABEL_WIDTH
TOP, FOOT = HEIGHT - 150, 74
SIZES = (10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5)  # the largest that leaves one page
TITLE = 26


def paper(memo: DealMemo) -> bytes:
    """The same memo gives the same bytes."""
    _font()
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=True)
    with translation.override(memo.language):
        _head(canvas, memo)
        _rows(canvas, memo)
        _foot(canvas, memo)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


@cache
def _font() -> None:
    pdfmetrics.registerFont(TTFont(FONT, str(FONT_FILE)))


def _head(canvas: Canvas, memo: DealMemo) -> None:
    grant = memo.version.grant
    title = _("Deal memo")
    canvas.setTitle(f"{title}: {grant.twin.name}, {grant.house.name}")
    canvas.setAuthor(settings.STUDIO_NAME)
    canvas.setFillColor(INK)
    canvas.setFont(FONT, 11)
    canvas.drawString(MARGIN, HEIGHT - 56, settings.STUDIO_NAME)
    canvas.setFillColor(SECOND)
    canvas.setFont(FONT, 9)
    canvas.drawRightString(WIDTH - MARGIN, HEIGHT - 56, day_words(memo.at.date()))
    named = _("%(model)s for %(house)s") % {"model": grant.twin.name, "house": grant.house.name}
    canvas.setFillColor(INK)
    canvas.setFont(FONT, _fitting(named, TITLE))
    canvas.drawString(MARGIN, HEIGHT - 102, named)
    canvas.setFillColor(SECOND)
    canvas.setFont(FONT, 10)
    canvas.drawString(MARGIN, HEIGHT - 122, _("Deal memo, made on the model's yes and before anything was made"))
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(1)
    canvas.line(MARGIN, HEIGHT - 138, WIDTH - MARGIN, HEIGHT - 138)


def _fitting(words: str, size: float) -> float:
    share: float = (WIDTH - 2 * MARGIN) / pdfmetrics.stringWidth(words, FONT, size)
    return size * min(1.0, share)


def _rows(canvas: Canvas, memo: DealMemo) -> None:
    size, rows = _laid_out(memo)
    gap = size * 0.5
    y = TOP
    canvas.setLineWidth(0.5)
    for label, words, height in rows:
        label.drawOn(canvas, MARGIN, y - label.height)
        words.drawOn(canvas, MARGIN + LABEL_WIDTH, y - words.height)
        y -= height + gap
        canvas.setStrokeColor(HAIR)
        canvas.line(MARGIN, y + gap * 0.5, WIDTH - MARGIN, y + gap * 0.5)
        y -= gap * 0.35


def _laid_out(memo: DealMemo) -> tuple[float, list[tuple[Paragraph, Paragraph, float]]]:
    """As large as one page allows."""
    for size in SIZES:
        rows = [_row(label, words, size) for label, words in memo.lines]
        if sum(height + size * 0.85 for *_both, height in rows) <= TOP - FOOT:
            break
    return size, rows


def _row(label: str, words: str, size: float) -> tuple[Paragraph, Paragraph, float]:
    common = {"fontName": FONT, "fontSize": size, "leading": size * 1.34}
    left = Paragraph(escape(label), ParagraphStyle("label", textColor=SECOND, **common))
    right = Paragraph(escape(kept_together(words)), ParagraphStyle("words", textColor=INK, **common))
    left.wrap(LABEL_WIDTH - 12, HEIGHT)
    right.wrap(WORDS_WIDTH, HEIGHT)
    return left, right, max(left.height, right.height)


def kept_together(words: str) -> str:
    """The narrow space between thousands is one that a line may break at to the typesetter; the wide one is not."""
    return words.replace("\u202f", "\u00a0")


def _foot(canvas: Canvas, memo: DealMemo) -> None:
    canvas.setFillColor(SECOND)
    canvas.setFont(FONT, 7.5)
    canvas.drawString(MARGIN, 54, _("Nothing is in force beyond what the model signed. This page sums it up."))
    canvas.setFont(FONT, 6.5)
    canvas.drawString(MARGIN, 42, f"SHA-256 {memo.sha256}")
