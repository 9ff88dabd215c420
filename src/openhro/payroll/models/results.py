"""Marks of stored chunks. The results themselves lie in the partitioned table `payroll_result` (see ../shelf.py)."""

from __future__ import annotations

from django.db import models

from openhro.core.base import TenantModel


class Chunk(TenantModel):
    """A chunk of a calculation that is stored: written by the loader in the same transaction as its rows."""

    calculation_id = models.UUIDField()
    number = models.PositiveIntegerField()
    rows = models.PositiveIntegerField()
    input_hash = models.BinaryField(max_length=32)
    result_hash = models.BinaryField(max_length=32)
    totals = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["calculation_id", "number"], name="chunk_once")]

    def __str__(self) -> str:
        return f"chunk {self.number} of {self.calculation_id}"
