A time that dates something else than the plan does not move the plan back before the refusal.
== a 2031-03-03
<s1>Ilse Tarn</s1> <c1>said</c1> <q1>that she would not [[visit|rejected v]] Dorvik</q1>.
== b 2031-05-08
<s2>Ilse Tarn</s2>, who took office in January, <c2>said</c2> <q2>that she will [[visit|planned v]] Dorvik in June</q2>.
== findings
reversal v
