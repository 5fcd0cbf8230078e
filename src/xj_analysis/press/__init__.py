"""Presses: a document rendered as HTML or PDF from the same blocks."""
