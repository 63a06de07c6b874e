What was asked for by a day has lapsed once it is refused after it.
== d1 2031-02-03
<s1>Ilse Tarn</s1> <c1>told</c1> the port council to <q1>[[publish|proposed m1 disclose]] the audit by February 6, 2031</q1>.
== d2 2031-02-20
The port council has still not agreed to <q1>[[publish|rejected m1 disclose]]</q1> the audit, its <s1>chair</s1> <c1>said</c1>.
== findings
lapse m1
