What was put off and then happened is kept, though nobody announced it before.
== d1 2031-03-01
The opening of the new [[bridge|postponed m1 other]] in Port Senn has been put off, the port said.
== d2 2031-03-21
The [[bridge|done m1 other]] opened on Friday.
== findings
delay m1
kept m1
