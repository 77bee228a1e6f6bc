"""From a file that nobody vouches for to grids of text, in a process of its own with limits."""
