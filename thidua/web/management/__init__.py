"""Commands of the operator that belong to no lower room: serving, and the catalogues of strings."""
