"""Charts as inline SVG, drawn on the server: exact coordinates, a title that says the finding, a table twin.

A view builds a drawing (`charts.waterfall(...)`) and a page shows it with `<c-chart-frame :chart="walk" />`.
"""

from openhro.ui.charts.bars import bars
from openhro.ui.charts.columns import columns
from openhro.ui.charts.drawing import Caption, Chart, Picture, Twin
from openhro.ui.charts.gantt import Span, gantt
from openhro.ui.charts.levels import levels
from openhro.ui.charts.lines import lines
from openhro.ui.charts.series import Bar, Series
from openhro.ui.charts.shares import shares
from openhro.ui.charts.spark import sparkline
from openhro.ui.charts.units import Count, Money, Percent, Unit
from openhro.ui.charts.waterfall import Step, waterfall

__all__ = [
    "Bar",
    "Caption",
    "Chart",
    "Count",
    "Money",
    "Percent",
    "Picture",
    "Series",
    "Span",
    "Step",
    "Twin",
    "Unit",
    "bars",
    "columns",
    "gantt",
    "levels",
    "lines",
    "shares",
    "sparkline",
    "waterfall",
]
