"""A document becomes HTML or PDF here. Both presses print the same blocks."""
