"""Pages of the law: open to everybody to read and to try, kept by two persons, compared by simulation."""
