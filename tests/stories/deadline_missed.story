One article tells that the time is over.
== d1 2031-03-20
The council missed the deadline to [[publish|failed m1 disclose]] the audit of the ports.
== findings
lapse m1
