"""Thi Đua: emulation movements and commendations of unions and public agencies, from launch to honour.

One Django project made of rooms; each room's ``__init__`` says what it is for. ``docs/architecture.md`` is the tour.
"""

__version__ = "0.1.0"
