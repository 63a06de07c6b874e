Who refused for months does it; the article tells it as its own.
== d1 2031-02-03
<s1>Ilse Tarn</s1> <c1>said</c1> <q1>she would not [[endorse|rejected m1 agree]] Odo Renn</q1>.
== d2 2031-05-04
Ilse Tarn [[endorsed|done m1 agree]] Odo Renn on Sunday.
== findings
reversal m1 Ilse Tarn
