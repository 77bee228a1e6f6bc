"""From the text of a cell to the value it means, with how sure that is."""
