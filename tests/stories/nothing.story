A matter where nothing is reversed.
== d1 2031-02-03
<s1>Ilse Tarn</s1> <c1>said</c1> <q1>she would [[visit|planned m1 meet]] Kadria</q1>.
== d2 2031-02-04
Ilse Tarn is to [[visit|planned m1 meet]] Kadria, her office repeated.
== findings
