"""The demo: a provider's real month for two clients in two countries, told through the product's own services."""
