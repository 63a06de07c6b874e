A refusal gives way.
== d1 2031-02-03
<s1>Ilse Tarn</s1> <c1>said</c1> <q1>she would never [[sign|rejected m1 agree]] the fishing accord</q1>.
== d2 2031-03-04
<s1>Ilse Tarn</s1> <c1>agreed</c1> to <q1>[[sign|planned m1 agree]] the fishing accord</q1>.
== findings
reversal m1 Ilse Tarn
