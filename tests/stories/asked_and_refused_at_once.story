One speaker asks for a thing and refuses it on one and the same day: two things, no change of mind.
== a 2031-05-08
On Tuesday <s1>Ilse Tarn</s1> <c1>called for</c1> <q1>a [[levy|proposed v law]] on ports</q1>. On Tuesday <s1>Ilse Tarn</s1> <c1>rejected</c1> <q1>a [[levy|rejected v law]] on food</q1>.
== findings
