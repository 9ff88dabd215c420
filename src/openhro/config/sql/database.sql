-- What every OpenHRO database holds before its first migration. Run in it by the role that owns it; may be run again.
-- Blank lines divide the statements: PostgreSQL's single-user mode needs them.

-- Exclusion constraints over (employment, daterange); search by part of a name; addresses that ignore case.
CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE EXTENSION IF NOT EXISTS citext;

-- A run's results are loaded into a bare table that is then attached as a partition: the loader makes and owns both.
-- Its own tables get no default privileges: the app reaches them through the parent, where the policies are.
GRANT CREATE ON SCHEMA public TO openhro_loader;

ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO openhro_app, openhro_loader;

ALTER DEFAULT PRIVILEGES GRANT USAGE, SELECT ON SEQUENCES TO openhro_app, openhro_loader;
