"""Pages of the register of honours."""
