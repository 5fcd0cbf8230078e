"""Builds of all briefings of counties: planned, scheduled, executed, rendered, published, recorded."""
