Who denies that the tour is called off says that it stands: nothing has changed, and when it has taken place it is kept.
== d1 2031-03-01
<s1>Ilse Tarn</s1> <c1>said</c1> <q1>the orchestra will begin its [[tour|planned m1 travel]] of the islands on March 20</q1>.
== d2 2031-03-08
<s2>Ilse Tarn</s2> <c2>said</c2> <q2>she denied reports that the [[tour|denied m1 travel]] had been cancelled</q2>.
== d3 2031-03-21
Ilse Tarn’s orchestra began its [[tour|done m1 travel]] of the islands on Thursday.
== findings
kept m1
