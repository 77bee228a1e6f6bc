"""Who acts: an account, or the system itself on an operator's command."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class Actor(Protocol):
    """Anyone a service can act for. ``pk`` is None for the system."""

    @property
    def pk(self) -> int | None:
        """The account's key, or None."""
        ...

    @property
    def audit_label(self) -> str:
        """The name that the audit chain keeps."""
        ...


@dataclass(frozen=True, slots=True)
class SystemActor:
    """The installation itself: commands of the operator and the demo loader. Holds every permission."""

    name: str
    pk: None = None

    @property
    def audit_label(self) -> str:
        """The name that the audit chain keeps."""
        return f"hệ thống: {self.name}"
