"""The design system: tokens, layout, components, charts and the gallery that shows and tests them.

README.md beside this file lists every component with its attributes.
"""
