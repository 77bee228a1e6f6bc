"""Pages of public consultation: the office's own, and the public ones where lists are read and comments sent."""
