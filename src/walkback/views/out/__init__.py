"""What others read: feeds, calendars, tables, claims, annotations, tasks, briefs. Each module writes one of them.

Every writer gives the same bytes for the same record: no clock, no order but the record's own.
"""
