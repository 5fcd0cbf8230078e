"""All briefings of counties: planned, scheduled, executed, rendered, put in place whole, and recorded."""
