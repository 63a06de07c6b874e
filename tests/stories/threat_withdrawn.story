A threat made on Monday is withdrawn on Friday.
== d1 2031-03-03
<s1>Ilse Tarn</s1> <c1>threatened</c1> to <q1>[[impose|planned m1 sanction]] a levy on Kadrian fish</q1>.
== d2 2031-03-07
<s1>Ilse Tarn</s1> <c1>said</c1> on Friday <q1>she was dropping the threat to [[impose|cancelled m1 sanction]] a levy on Kadrian fish</q1>.
== findings
reversal m1 Ilse Tarn
