What was put off before its day has not lapsed.
== d1 2031-02-03
<s1>Ilse Tarn</s1> <c1>promised</c1> to <q1>[[publish|planned m1 disclose]] the audit of the ports by February 20, 2031</q1>.
== d2 2031-02-18
Ilse Tarn put off [[publishing|postponed m1 disclose]] the audit of the ports, she said.
== d3 2031-03-20
<s1>Rudo Pell</s1> <c1>asked</c1> Ilse Tarn to <q1>[[publish|proposed m1 disclose]] the audit of the ports</q1>.
== findings
delay m1
