"""How long work is told of: its pace, and how much longer at that pace. In whole numbers; no false precision."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openhro.ui import formats


def speed(began: datetime | None, done: int, total: int, now: datetime) -> tuple[str, str]:
    """How many a second, and how much longer, in words; both empty before anything was done."""
    if began is None or not done:
        return "", ""
    seconds = max(int((now - began).total_seconds()), 1)
    rest = max(total - done, 0) * seconds // done
    rate = _("%(n)s a second") % {"n": formats.count(max(done // seconds, 1), formats.current_locale())}
    left = ngettext("about %(n)d second left", "about %(n)d seconds left", rest) % {"n": rest}
    if rest >= 120:
        left = _("about %(n)d minutes left") % {"n": rest // 60}
    return rate, left
