One side's refusal of what the other announces is a dispute, not a reversal.
== d1 2031-02-03
<s1>Ilse Tarn</s1> <c1>said</c1> <q1>she would [[send|planned m1 force]] patrols into the strait</q1>.
== d2 2031-02-05
<s1>Rudo Pell</s1> <c1>said</c1> <q1>he would not accept that Ilse Tarn [[send|rejected m1 force]] patrols</q1>.
== findings
dispute m1 Rudo Pell
