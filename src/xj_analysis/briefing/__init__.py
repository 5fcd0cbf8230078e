"""What a notebook imports: the facade Briefing, its context, sentences and tables; sections and charts below."""
