"""The sheet as a file: PNG with its density and its mark in XMP, or PDF with the credits on pages of their own."""

import struct
import zlib
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from io import BytesIO
from uuid import UUID
from xml.sax.saxutils import escape

from django.conf import settings
from django.utils.translation import gettext as _
from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from studio.boards.prints.rules import DPI, Paper
from studio.imaging import encoding
from studio.imaging.marks import FONT
from studio.imaging.metadata import SOURCE_TYPES, Provenance, xmp_packet
from studio.imaging.scene import Rgb

NAME = "Instrument Sans"
INK, SECOND = HexColor("#141413"), HexColor("#5f5f5b")
QUALITY = 92
MARGIN, TITLE, WORDS = 36, 14, 9
PNG_HEAD = 8 + 25  # the signature and IHDR, which always is as long


def provenance(title: str, source_type: str, id: UUID, now: datetime, people: Sequence[str]) -> Provenance:
    """No name of a twin's owner: it stays in the house."""
    return Provenance(
        title=title,
        source_type=source_type,
        studio_id=f"urn:uuid:{id}",
        created_at=now,
        creators=tuple(people),
        ai_system=f"{settings.STUDIO_NAME} board",
        usage_terms=_("For looking at within the production. Not a delivery."),
    )


def as_png(pixels: Rgb, said: Provenance) -> bytes:
    content = encoding.encode(pixels, format="PNG", quality=95, xmp=xmp_packet(said))
    return content[:PNG_HEAD] + density() + content[PNG_HEAD:]


def density() -> bytes:
    """The chunk that says how many pixels lie on a metre."""
    a_metre = round(DPI / 0.0254)
    body = b"pHYs" + struct.pack(">IIB", a_metre, a_metre, 1)
    return struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))


def as_pdf(pixels: Rgb, said: Provenance, paper: Paper, names: Sequence[str], mark: str) -> bytes:
    """The sheet on the first page; the credits behind it, as words that can be read and searched."""
    _font()
    out = BytesIO()
    canvas = Canvas(out, pagesize=paper.points, invariant=True)
    canvas.setTitle(said.title)
    canvas.setAuthor(", ".join(said.creators) or settings.STUDIO_NAME)
    canvas.setCreator(said.ai_system)
    canvas.setSubject(f"{mark}. {said.usage_terms}")
    canvas.setKeywords([SOURCE_TYPES + said.source_type, said.studio_id])
    picture = encoding.encode(pixels, format="JPEG", quality=QUALITY, xmp=xmp_packet(said))
    width, height = paper.points
    canvas.drawImage(ImageReader(BytesIO(picture)), 0, 0, width, height)
    canvas.showPage()
    if names:
        _credits(canvas, paper, names, said.title, mark)
    canvas.save()
    return out.getvalue()


def _credits(canvas: Canvas, paper: Paper, names: Sequence[str], title: str, mark: str) -> None:
    width, height = paper.points
    style = ParagraphStyle("credit", fontName=NAME, fontSize=WORDS, leading=WORDS * 1.4, textColor=INK, spaceAfter=3)
    y = _begin(canvas, paper, title, mark)
    for name in names:
        line = Paragraph(escape(name), style)
        _wide, tall = line.wrap(width - 2 * MARGIN, height)
        if y - tall < 2 * MARGIN:
            canvas.showPage()
            y = _begin(canvas, paper, title, mark)
        line.drawOn(canvas, MARGIN, y - tall)
        y -= tall + 4
    canvas.showPage()


def _begin(canvas: Canvas, paper: Paper, title: str, mark: str) -> float:
    """The head and the foot of a page of names; where the first line stands."""
    _width, height = paper.points
    canvas.setFillColor(INK)
    canvas.setFont(NAME, TITLE)
    canvas.drawString(MARGIN, height - MARGIN - TITLE, _("Credits, %(board)s") % {"board": title})
    canvas.setFillColor(SECOND)
    canvas.setFont(NAME, 8)
    canvas.drawString(MARGIN, MARGIN, mark)
    return float(height - MARGIN - 2.4 * TITLE)


@cache
def _font() -> None:
    pdfmetrics.registerFont(TTFont(NAME, str(FONT)))
