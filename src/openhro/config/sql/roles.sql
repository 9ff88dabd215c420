-- The three roles of OpenHRO. Run once per server, by an administrator (the embedded server does it by itself).
-- Blank lines divide the statements: PostgreSQL's single-user mode needs them.

-- Runs migrations and owns the tables. Row-level security is forced, so it too sees only the clients of its scope.
CREATE ROLE openhro_owner LOGIN NOSUPERUSER CREATEDB NOCREATEROLE NOBYPASSRLS;

-- Web and jobs. Owns nothing, so that it can neither change a policy nor step round one.
CREATE ROLE openhro_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;

-- Bulk COPY, which PostgreSQL refuses under row-level security. The service that uses it checks scope itself.
CREATE ROLE openhro_loader LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE BYPASSRLS;

-- Lets a migration hand a table over to the loader, and end the sessions of a database that is dropped.
GRANT openhro_app, openhro_loader TO openhro_owner;
