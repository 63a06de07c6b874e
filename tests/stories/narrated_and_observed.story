The article tells the reversal itself that the record has seen: one finding, retold a day later.
== d1 2031-03-03
<s1>Ilse Tarn</s1> <c1>said</c1> <q1>she would [[open|planned m1 build]] the canal at Senn</q1>.
== d2 2031-03-07
Ilse Tarn reversed herself and will not [[open|cancelled m1 build]] the canal at Senn, after saying last week that she would.
== d3 2031-03-08
Ilse Tarn, who had planned to [[open|planned m1 build]] the canal at Senn, backed off the [[opening|cancelled m1 build]] on Friday.
== findings
reversal m1 Ilse Tarn
