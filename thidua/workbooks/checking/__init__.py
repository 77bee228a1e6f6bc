"""Does a document agree with itself? Pure functions over what was read; a doubt is told, never corrected."""
