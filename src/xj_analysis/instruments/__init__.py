"""Instruments (重点项目, 招商, 培育库, 督办): pure functions from the rows of a ledger to alarms and figures on a day.

Rows are those of :func:`~.ledger_rows.prepared`; alarms have :data:`~.alarms.COLUMNS`. Nothing after the day counts.
"""
