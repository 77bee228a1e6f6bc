"""Wiring: settings, URLs, the WSGI entry and the ``thidua`` command. Nothing about the field lives here."""
