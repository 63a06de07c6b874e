"The idea" stands for what was proposed just before it.
== t1 2031-04-02
<s1>Ilse Tarn</s1> <c1>proposed</c1> <q1>a [[debate|proposed debate]] in Senn</q1>. <s2>Orlo Venn</s2> <c2>rejected</c2> <q2>the [[idea|rejected idea]]</q2> at once.

== findings
dispute idea
