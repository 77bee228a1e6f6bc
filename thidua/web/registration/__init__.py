"""Pages of title registrations."""
