Who denied in March that the plant would close says in May that it will.
== a 2031-03-03
<s1>Ilse Tarn</s1> <c1>denied</c1> <q1>that the plant would [[close|denied v build]]</q1>.
== b 2031-05-08
<s2>Ilse Tarn</s2> <c2>said</c2> <q2>that the plant will [[close|planned v build]] in June</q2>.
== findings
reversal v
