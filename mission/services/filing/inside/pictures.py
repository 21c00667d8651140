"""Pictures: their first frame, upright, in sRGB, without anything but what is seen, in few sizes."""

import io
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageOps

from .refused import Refused

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
# The picture itself, as readers keep it: the longer side in pixels.
_WHOLE = 2400
# Named sizes, by their width; a picture is never made larger than it is.
SIZES = {"small": 480, "medium": 960, "large": 1600}
_LONGEST_SIDE = 20_000
_WHITE = (255, 255, 255)


@dataclass(frozen=True)
class Drawn:
    """A picture that was made: its name (empty for the picture itself), and its bytes."""

    name: str
    media_type: str
    width: int
    height: int
    content: bytes


def draw(content: bytes, most_pixels: int) -> list[Drawn]:
    """The picture in `content`, made anew as a JPEG, and its renditions; raises `Refused`."""
    picture = _upright(_opened(content, most_pixels))
    whole = _within(picture, _WHOLE, _WHOLE)
    made = [Drawn("", "image/jpeg", *whole.size, _jpeg(whole, 88))]
    widest = 0
    for name, width in SIZES.items():
        here = _within(picture, width, width * 3)
        if here.width <= widest:
            break
        widest = here.width
        made.append(Drawn(f"{name}.avif", "image/avif", *here.size, _saved(here, "AVIF", quality=60, speed=8, max_threads=1)))
        made.append(Drawn(f"{name}.webp", "image/webp", *here.size, _saved(here, "WEBP", quality=80, method=4)))
        made.append(Drawn(f"{name}.jpg", "image/jpeg", *here.size, _jpeg(here, 82)))
    return made


def _opened(content: bytes, most_pixels: int) -> Image.Image:
    # Ours is the bound, looked at before anything is decoded.
    Image.MAX_IMAGE_PIXELS = None
    try:
        picture = Image.open(io.BytesIO(content), formats=FORMATS)
        width, height = picture.size
        if width < 1 or height < 1 or width > _LONGEST_SIDE or height > _LONGEST_SIDE or width * height > most_pixels:
            raise Refused("pixels")
        picture.seek(0)
        picture.load()
    except Refused:
        raise
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError, KeyError, ZeroDivisionError, OverflowError):
        raise Refused("damaged") from None
    return picture


def _upright(picture: Image.Image) -> Image.Image:
    """As it is to be seen: turned as the camera held it, in sRGB, on white; without a word about place, time or person."""
    profile = picture.info.get("icc_profile")
    turned = ImageOps.exif_transpose(picture) or picture
    seen = _in_srgb(turned, profile)
    bare = Image.new("RGB", seen.size, _WHITE)
    if seen.mode == "RGBA":
        bare.paste(seen, mask=seen.getchannel("A"))
    else:
        bare.paste(seen)
    return bare


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    clear = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    if profile and picture.mode in ("RGB", "CMYK", "L"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            if converted is not None:
                return converted
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a profile that cannot be read says nothing
    if picture.mode.startswith("I") or picture.mode == "F":
        # Sixteen bits a grey: scaled, where Pillow would cut.
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")
    return picture.convert("RGBA" if clear else "RGB")


def _within(picture: Image.Image, width: int, height: int) -> Image.Image:
    if picture.width <= width and picture.height <= height:
        return picture
    ratio = min(width / picture.width, height / picture.height)
    size = (max(1, round(picture.width * ratio)), max(1, round(picture.height * ratio)))
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    return _saved(picture, "JPEG", quality=quality, optimize=True, progressive=True)


def _saved(picture: Image.Image, form: str, **how: int | bool) -> bytes:
    written = io.BytesIO()
    # Nothing is handed on but the pixels: EXIF, XMP, comments and profiles stay behind.
    picture.save(written, form, exif=b"", icc_profile=None, **how)
    return written.getvalue()
