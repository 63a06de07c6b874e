Done after its day: kept, late.
== d1 2031-02-03
<s1>Ilse Tarn</s1> <c1>promised</c1> to <q1>[[publish|planned m1 disclose]] the audit of the ports by February 20, 2031</q1>.
== d2 2031-03-02
Ilse Tarn [[published|done m1 disclose]] the audit of the ports on Sunday.
== findings
kept m1 Ilse Tarn
