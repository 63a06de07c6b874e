One article tells of the promise of last year and of its fulfilment this week.
== a 2031-05-08
<s1>Ilse Tarn</s1> <c1>said last year</c1> <q1>that she would [[visit|planned v]] Dorvik</q1>. She [[visited|done v]] Dorvik on Tuesday.
== findings
kept v
