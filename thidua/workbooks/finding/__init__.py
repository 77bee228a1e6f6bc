"""From a grid to the tables in it: where the header stands, what each column means, which rows are rows."""
