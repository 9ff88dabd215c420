"""The contract on paper: `ContractPaper`, `content` and `render`. Pure: no database, no clock, no request."""

from openhro.engagements.documents.contract import ContractPaper, Party, Priced, Scoped, Signed, Words
from openhro.engagements.documents.renderer import content, render

__all__ = ["ContractPaper", "Party", "Priced", "Scoped", "Signed", "Words", "content", "render"]
