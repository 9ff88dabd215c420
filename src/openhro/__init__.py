"""The platform: Django, PostgreSQL, pages, REST and jobs, one package per HR function."""
