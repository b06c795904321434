"""ZIPs made here: the same files give the same bytes, and nothing of this machine stands in them."""

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.http import HttpResponse

NO_TIME = (1980, 1, 1, 0, 0, 0)
PACKED_ALREADY = (".jpg", ".png", ".webp", ".zip", ".sealed")


def put(archive: ZipFile, name: str, content: bytes) -> None:
    entry = ZipInfo(name, NO_TIME)
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, content, ZIP_STORED if name.endswith(PACKED_ALREADY) else ZIP_DEFLATED)


def zipped(files: Mapping[str, bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name in sorted(files):
            put(archive, name, files[name])
    return out.getvalue()


def as_download(content: bytes, name: str, content_type: str = "application/zip") -> HttpResponse:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=content_type, headers=headers)
