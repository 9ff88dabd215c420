"""A client's colour made safe to read: from one hex value to a stylesheet for light and dark.

The colour stands in the address of the stylesheet (/ui/brand/1f6f5c.css), so the page needs no inline style, the
answer depends on nothing but its address and can be kept for ever, and no client's identity shows.
"""

from collections.abc import Callable

Rgb = tuple[int, int, int]

SURFACE_LIGHT: Rgb = (0xFF, 0xFF, 0xFF)
PAPER_LIGHT: Rgb = (0xF6, 0xF6, 0xF2)
SURFACE_DARK: Rgb = (0x20, 0x26, 0x2A)
WHITE: Rgb = (255, 255, 255)
BLACK: Rgb = (0x10, 0x14, 0x17)
READABLE = 4.8  # WCAG 2.2 AA asks 4.5 for text; the rest is room for hover


def parse(colour: str) -> Rgb:
    """Six hex digits, with or without the hash, to red, green and blue."""
    digits = colour.removeprefix("#")
    if len(digits) != 6:
        raise ValueError(f"A brand colour has six hex digits, not {colour!r}.")
    value = int(digits, 16)
    return value >> 16, value >> 8 & 255, value & 255


def text(colour: Rgb) -> str:
    """Back to hex."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def luminance(colour: Rgb) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [channel / 255 for channel in colour]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Rgb, other: Rgb) -> float:
    """Contrast ratio, 1 to 21."""
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def mix(one: Rgb, other: Rgb, share: int) -> Rgb:
    """`share` percent of the way from one colour to the other."""
    red, green, blue = ((a * (100 - share) + b * share) // 100 for a, b in zip(one, other, strict=True))
    return red, green, blue


def towards(colour: Rgb, end: Rgb, enough: Callable[[Rgb], bool]) -> Rgb:
    """The nearest colour on the way to `end` that is `enough`."""
    for share in range(0, 101, 2):
        candidate = mix(colour, end, share)
        if enough(candidate):
            return candidate
    return end


def ink_on(colour: Rgb) -> Rgb:
    """White or black, whichever reads better: one of the two always reaches 4.58, near-black would not."""
    return max((WHITE, (0, 0, 0)), key=lambda ink: contrast(ink, colour))


def soft_light(colour: Rgb) -> Rgb:
    """The colour as a tint behind its own text, by day."""
    return mix(colour, WHITE, 90)


def soft_dark(colour: Rgb) -> Rgb:
    """The colour as a shade behind its own text, by night."""
    return mix(colour, BLACK, 84)


def stylesheet(colour: str) -> str:
    """Custom properties that put the client's colour where the accent was, readable in both themes."""
    raw = parse(colour)
    light = towards(raw, BLACK, lambda c: min(contrast(c, PAPER_LIGHT), contrast(c, soft_light(c))) >= READABLE)
    dark = towards(raw, WHITE, lambda c: min(contrast(c, SURFACE_DARK), contrast(c, soft_dark(c))) >= READABLE)
    pairs = {
        "--brand": (raw, raw),
        "--brand-on": (ink_on(raw), ink_on(raw)),
        "--accent": (light, dark),
        "--accent-fill": (light, dark),
        "--accent-fill-hover": (mix(light, BLACK, 20), mix(dark, WHITE, 25)),
        "--accent-on": (ink_on(light), ink_on(dark)),
        "--accent-soft": (soft_light(light), soft_dark(dark)),
        "--accent-line": (mix(light, WHITE, 68), mix(dark, BLACK, 60)),
        "--focus": (light, mix(dark, WHITE, 40)),
        "--chart-1": (light, dark),
    }
    lines = [f"  {name}: light-dark({text(day)}, {text(night)});" for name, (day, night) in pairs.items()]
    return "\n".join([":root {", *lines, "}", ""])
