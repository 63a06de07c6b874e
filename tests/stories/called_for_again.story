A strike that is called off and later called for again has not been put off.
== d1 2031-03-01
<s1>Ilse Tarn</s1> <c1>said</c1> <q1>the dockers will [[strike|planned m1 protest]] on March 10</q1>.
== d2 2031-03-08
<s1>Ilse Tarn</s1> <c1>said</c1> <q1>the [[strike|cancelled m1 protest]] was off</q1>.
== d3 2031-03-21
<s1>Ilse Tarn</s1> <c1>said</c1> <q1>the dockers will [[strike|planned m1 protest]] on April 2</q1>.
== findings
reversal m1 Ilse Tarn
reversal m1 Ilse Tarn
