What was announced is later reported done.
== d1 2031-02-03
<s1>Ilse Tarn</s1> <c1>promised</c1> to <q1>[[publish|planned m1 disclose]] the audit of the ports</q1>.
== d2 2031-02-20
Ilse Tarn [[published|done m1 disclose]] the audit of the ports.
== findings
kept m1 Ilse Tarn
