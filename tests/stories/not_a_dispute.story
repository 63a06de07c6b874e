Refusals of two different undertakings are no dispute.
== d1 2031-05-03
<s1>Bo Kessi</s1> <c1>said</c1> <q1>Velmar would [[withdraw|planned m1 truce]] from the strait</q1>. <s2>Anwen Roz</s2> <c2>said</c2> <q2>Kadria would not [[sell|rejected m2 aid]] grain to its rivals</q2>.
== findings
