A halt that is announced and then denied is a reversal: what is called off here is the matter itself.
== d1 2031-03-01
<s1>Ilse Tarn</s1> <c1>said</c1> <q1>the ports will [[halt|planned m1 trade]] grain exports to Kadria</q1>.
== d2 2031-03-08
<s2>Ilse Tarn</s2> <c2>said</c2> <q2>the ports will not [[halt|rejected m1 trade]] grain exports to Kadria</q2>.
== findings
reversal m1 Ilse Tarn
