"""A client's brand on paper: name, colour, logo; and the shades of the colour that stay readable.

WCAG 2.2 asks for a contrast of 4.5 : 1 between text and ground. A brand colour that is too light for text is darkened
until it passes; the ground it tints stays near white.
"""

from __future__ import annotations

import base64
import re
import struct
from dataclasses import dataclass

from openhro.core.documents.errors import DocumentError

MAX_LOGO_BYTES = 512 * 1024
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_JPEG_SIZE_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_CONTRAST = 4.5


@dataclass(frozen=True, slots=True)
class Brand:
    """Whose paper it is. `colour` is #RRGGBB; `logo` PNG or JPEG bytes, at most 512 KiB."""

    name: str
    colour: str = "#334155"
    logo: bytes | None = None

    def shades(self) -> dict[str, str]:
        """`accent` the colour itself, `ink` the colour dark enough for text on white, `tint` its pale ground."""
        rgb = _rgb(self.colour)
        ink = rgb
        while _luminance(ink) > 1.05 / _CONTRAST - 0.05:
            ink = (ink[0] * 15 // 16, ink[1] * 15 // 16, ink[2] * 15 // 16)
        red, green, blue = (255 - (255 - part) * 7 // 100 for part in rgb)
        return {"accent": self.colour, "ink": _hex(ink), "tint": _hex((red, green, blue))}

    def logo_svg(self) -> str | None:
        """The logo as an SVG that carries it, because a document's data are text; None without a logo."""
        if self.logo is None:
            return None
        if len(self.logo) > MAX_LOGO_BYTES:
            message = f"The logo has {len(self.logo)} bytes, more than {MAX_LOGO_BYTES}; give a smaller one."
            raise DocumentError("logo_size", message)
        kind, width, height = _image_size(self.logo)
        data = base64.b64encode(self.logo).decode("ascii")
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
            f'<image width="{width}" height="{height}" href="data:image/{kind};base64,{data}"/></svg>'
        )


def _rgb(colour: str) -> tuple[int, int, int]:
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", colour):
        raise DocumentError("colour", f"A brand colour is #RRGGBB, not '{colour}'.")
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _hex(rgb: tuple[int, int, int]) -> str:
    return "#{:02x}{:02x}{:02x}".format(*rgb)


def _luminance(rgb: tuple[int, int, int]) -> float:
    """Relative luminance, WCAG 2.2."""
    red, green, blue = (
        part / 255 / 12.92 if part / 255 <= 0.04045 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in rgb
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _image_size(image: bytes) -> tuple[str, int, int]:
    """Kind, width and height of a PNG or JPEG."""
    size: tuple[int, int] | None = None
    kind = "png" if image.startswith(_PNG) else "jpeg"
    if image.startswith(_PNG) and len(image) >= 24:
        size = struct.unpack(">II", image[16:24])
    elif image.startswith(_JPEG):
        size = _jpeg_size(image)
    if size is None or not all(0 < side <= 10_000 for side in size):
        raise DocumentError("logo_kind", "The logo is not a sound PNG or JPEG image of at most 10,000 pixels a side.")
    return kind, size[0], size[1]


def _jpeg_size(image: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(image) and image[at] == 0xFF:
        if image[at + 1] in _JPEG_SIZE_MARKERS:
            height, width = struct.unpack(">HH", image[at + 5 : at + 9])
            return width, height
        at += 2 + int(struct.unpack(">H", image[at + 2 : at + 4])[0])
    return None
