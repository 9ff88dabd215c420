"""Bulk work on people: the import from files. Callers use `services.import_people`."""
