The same body named twice does not contradict itself: voters who answer two questions.
== d1 2031-05-03
<s1>Velmari voters</s1> <c1>said</c1> <q1>yes to [[keep|agreed m1 law]] the ferry tax</q1>. <s2>Velmari voters</s2> <c2>said</c2> <q2>no to [[keep|rejected m1 law]] the ferry tax for good</q2>.
== findings
