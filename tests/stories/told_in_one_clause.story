An article tells a withdrawal by itself; there is no earlier report in the record.
== d1 2031-03-06
Ilse Tarn backed off a plan to [[sell|cancelled m1 aid]] patrol boats to Ostrava Bay, her office announced.
== findings
reversal m1 Ilse Tarn
