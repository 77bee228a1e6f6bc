"""Lists in and out beside the libraries usually used for them."""
