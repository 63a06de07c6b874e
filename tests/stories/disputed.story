Two spokespeople give incompatible words on one undertaking.
== d1 2031-05-03
<s1>Bo Kessi, a spokesman for Velmar,</s1> <c1>said</c1> <q1>the two sides had agreed to [[withdraw|agreed m1 truce]] from the strait</q1>. But <s2>Anwen Roz, a spokeswoman for Kadria,</s2> <c2>said</c2> <q2>no [[withdrawal|denied m1 truce]] had ever been agreed</q2>.
== findings
dispute m1 Bo Kessi, Anwen Roz
