"""Pages of accounts: sign-in, two-factor, roles."""
