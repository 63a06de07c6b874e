A summit is announced and called off in a later article.
== d1 2031-03-01
President Ilse Tarn of Velmar <s1>Ilse Tarn</s1> <c1>said</c1> <q1>she would [[meet|planned m1 meet]] her neighbour Rudo Pell in Port Senn</q1>.
== d2 2031-03-06
<s1>Ilse Tarn</s1> <c1>said</c1> on Thursday that <q1>the [[meeting|cancelled m1 meet]] with Rudo Pell was off</q1>.
== findings
reversal m1 Ilse Tarn
