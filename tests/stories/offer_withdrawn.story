An offer is taken back by the one who made it.
== d1 2031-03-03
<s1>Ilse Tarn</s1> <c1>offered</c1> <q1>to [[lend|proposed m1 aid]] two ferries to Ostrava Bay</q1>.
== d2 2031-03-12
<s1>Ilse Tarn</s1> <c1>said</c1> <q1>she would not [[lend|rejected m1 aid]] the ferries to Ostrava Bay after all</q1>.
== findings
reversal m1 Ilse Tarn
