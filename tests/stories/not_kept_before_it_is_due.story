What is told as done before it was due to be is something else.
== a 2031-05-01
<s1>Ilse Tarn</s1> <c1>said</c1> <q1>the council would [[meet|planned v meet]] in Senn on June 20</q1>.
== b 2031-05-20
The council [[met|done v meet]] in Senn on Monday, as it does each month.
== findings
