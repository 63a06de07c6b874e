Promised by a day, done before it: kept.
== a 2031-03-03
<s1>Ilse Tarn</s1> <c1>pledged</c1> <q1>to [[open|planned v build]] a clinic by September</q1>.
== b 2031-05-08
The clinic [[opened|done v build]] on Monday.
== findings
kept v
