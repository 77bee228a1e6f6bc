"""The living page of the design system: every component, as documentation and for the browser tests."""
