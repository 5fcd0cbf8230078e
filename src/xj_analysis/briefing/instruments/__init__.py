"""Instruments in a briefing: the rows, alarms, figures and charts of a ledger, as blocks."""
