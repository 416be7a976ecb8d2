"""What must be true of a store's data whatever happened to it, checked from the rows themselves."""

from serai.core.audit.run import Finding, audit, audit_store

__all__ = ["Finding", "audit", "audit_store"]
