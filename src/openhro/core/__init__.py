"""The five doors (actor, scope, permission, journal, clock) and what every function stands on."""
