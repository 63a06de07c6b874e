The second summit is another matter: the first was held.
== d1 2031-02-03
Ilse Tarn [[met|done m1 meet]] Rudo Pell in Senn.
== d2 2031-06-05
Ilse Tarn called off the autumn [[summit|cancelled m2 meet]] with Rudo Pell.
== findings
reversal m2 Ilse Tarn
