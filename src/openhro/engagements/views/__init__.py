"""Pages of engagements: the list, one contract, its moves, and the forms that draft it."""
