"""Why a file is not taken, as one sentence for the person at the desk."""

from flask_babel import gettext as _

from ....services.filing.examining import FileRefused
from ....web.access import settings


def sentence(refused: FileRefused) -> str:
    """The sentence for a refusal."""
    return {
        "empty": _("This file is empty."),
        "large": _("This file is larger than %(most)s megabytes.", most=settings().FILE_MEBIBYTES),
        "pixels": _("This picture has more than %(most)s million pixels. Make it smaller, then hand it in again.", most=settings().PICTURE_MEGAPIXELS),
        "damaged": _("This file is damaged, or is not what it seems to be. Save it again with the program that made it."),
        "bomb": _("This file unfolds to much more than it should. Save it again with the program that made it."),
        "mixed": _("There is more in this file than what it seems to be. Save it again with the program that made it."),
        "locked": _("This file is protected by a password. Take the password off, then hand it in again."),
        "macros": _("This file holds macros or programs. Save it as a document without macros."),
        "acts": _("This file does something when it is opened (scripts, forms or automatic actions). Print it to a new PDF, or save it without them."),
        "carries": _("Other files are hidden inside this one. Hand each of them in by itself."),
        "loads": _("This file loads something from elsewhere when it is opened. Put the pictures or templates into it, and save it again."),
        "page": _("This is a web page, a drawing (SVG) or a program, which is not taken. Save it as a PDF or as a picture."),
        "formulas": _("This table holds formulas. Save it with values alone."),
        "remarks": _("This file holds comments, notes or tracked changes, which everybody could read. Accept or delete them, then hand it in again."),
        "slow": _("This file takes too long to read. Make it smaller, then hand it in again."),
    }.get(refused.reason, _("This is none of the types that are taken: JPEG, PNG, WebP, AVIF or GIF; PDF, DOCX, XLSX, ODT, CSV or plain text."))
