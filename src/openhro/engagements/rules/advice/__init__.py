"""The advisor, pure: answers of a prospect, a model per country and function with reasons, fees, and the comparison."""

from openhro.engagements.rules.advice.answers import (
    DOCUMENTED,
    LEVELS,
    LIABILITY_WISHES,
    MOST_PLACES,
    Answers,
    Place,
    plain,
    read_answers,
)
from openhro.engagements.rules.advice.comparison import EMPLOYS, LIABLE, Compared, Row, comparison
from openhro.engagements.rules.advice.fees import Estimate, Fee, Rate, RateCard, Year, asked, estimate, heads, price_of
from openhro.engagements.rules.advice.recommend import Advice, Cell, Missing, advise
from openhro.engagements.rules.advice.words import Reason, function_name

__all__ = [
    "DOCUMENTED", "EMPLOYS", "LEVELS", "LIABILITY_WISHES", "LIABLE", "MOST_PLACES", "Advice", "Answers", "Cell",
    "Compared", "Estimate", "Fee", "Missing", "Place", "Rate", "RateCard", "Reason", "Row", "Year", "advise", "asked",
    "comparison", "estimate", "function_name", "heads", "plain", "price_of", "read_answers",
]  # fmt: skip
