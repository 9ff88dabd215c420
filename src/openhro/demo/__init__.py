"""The demo: a provider's real month for two clients in three countries, told through the product's own services."""
