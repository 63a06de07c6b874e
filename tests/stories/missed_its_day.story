What failed by its day has lapsed, though nobody speaks of a deadline.
== a 2031-05-08
The ministry failed to [[publish|failed v disclose]] the accounts by Monday, as it had promised.
== findings
lapse v
