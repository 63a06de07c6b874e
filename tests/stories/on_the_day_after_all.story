What was called off and is held all the same on the very day it had been announced for is kept.
== a 2031-06-02
<s1>Ilse Tarn</s1> <c1>said</c1> <q1>she would [[meet|planned m1 meet]] Rudo Pell at the Senn ferry summit on June 12, 2031</q1>.
== b 2031-06-08
<s1>Ilse Tarn</s1> <c1>said</c1> <q1>she would not [[meet|cancelled m1 meet]] Rudo Pell at the Senn ferry summit</q1>.
== c 2031-06-12
Ilse Tarn did [[meet|done m1 meet]] Rudo Pell at the Senn ferry summit on Thursday.
== findings
reversal m1 Ilse Tarn
reversal m1
kept m1 Ilse Tarn
