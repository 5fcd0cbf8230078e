"""Briefings in notebooks: the facade Briefing, its context, sentences and tables; sections and charts below."""
