"""The design system: layout, components, charts and static files."""
