What was refused last year has begun, as one article tells it.
== a 2031-05-08
<s1>Ilse Tarn</s1> <c1>said last year</c1> <q1>that she would not [[hold talks|rejected v]]</q1>. <s2>Ilse Tarn</s2> <c2>said on Tuesday</c2> <q2>that the [[talks|underway v]] had begun</q2>.
== findings
reversal v
