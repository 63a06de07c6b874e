One article tells of the first day and of the one that is now promised.
== a 2031-05-08
<s1>Ilse Tarn</s1> <c1>said in January</c1> <q1>that the bridge would [[open|planned v build]] in June</q1>. <s2>Ilse Tarn</s2> <c2>said on Wednesday</c2> <q2>that it would [[open|planned v build]] in October instead</q2>.
== findings
delay v
