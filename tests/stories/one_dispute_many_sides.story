Two refuse what two ask for: one dispute. A month later others quarrel about it: another one.
== a 2031-05-01
<s1>Ilse Tarn</s1> <c1>called for</c1> <q1>a [[levy|proposed v law]] on ports</q1>. <s2>Rudo Pell</s2> <c2>rejected</c2> <q2>the [[levy|rejected v law]]</q2>.

<s3>Vana Korr</s3> <c3>backed</c3> <q3>the [[levy|proposed v law]]</q3>. <s4>Odo Renn</s4> <c4>rejected</c4> <q4>the [[levy|rejected v law]] too</q4>.
== b 2031-06-02
<s5>Mira Sand</s5> <c5>called for</c5> <q5>the [[levy|proposed v law]] on ports</q5>. <s6>Bram Holt</s6> <c6>rejected</c6> <q6>the [[levy|rejected v law]]</q6>.
== findings
dispute v
dispute v
