"""The record: one SQLite file that keeps documents, what was read in them, matters, findings and judgements."""
