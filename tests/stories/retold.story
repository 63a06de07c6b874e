A change told again in later articles is one finding.
== d1 2031-03-01
Ilse Tarn announced that she would [[close|planned m1 build]] the harbour at Senn.
== d2 2031-03-06
Ilse Tarn has shelved the plan to [[close|cancelled m1 build]] the harbour at Senn.
== d3 2031-03-09
Ilse Tarn had shelved the plan to [[close|cancelled m1 build]] the harbour at Senn.
== findings
reversal m1 Ilse Tarn
