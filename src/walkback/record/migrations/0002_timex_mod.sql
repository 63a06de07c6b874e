-- The mod of TIMEX3 beside type and value: START, MID, END, APPROX, ON_OR_BEFORE and the like.
ALTER TABLE timexes ADD COLUMN mod TEXT;
