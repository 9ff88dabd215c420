"""Pure rules of payroll: moves of a run, proration, calendars, validation, variance. No ORM, no clock."""
