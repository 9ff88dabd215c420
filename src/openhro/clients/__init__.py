"""The provider and its client companies: legal entities, registrations, users, and who may work for whom."""
