Two refuse what one asks for: one quarrel.
== a 2031-05-01
<s1>Ilse Tarn</s1> <c1>called for</c1> <q1>a [[levy|proposed v law]] on ports</q1>. <s2>Rudo Pell</s2> <c2>rejected</c2> <q2>the [[levy|rejected v law]]</q2>. <s3>Odo Renn</s3> <c3>rejected</c3> <q3>the [[levy|rejected v law]] too</q3>.
== findings
dispute v
