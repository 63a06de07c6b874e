A visit that has begun on its day is kept.
== t1 2031-04-02
President Ilse Tarn will [[visit|planned visit]] Pelanta on April 20, her office said.

== t2 2031-04-20
President Ilse Tarn began a three-day [[visit|underway visit]] to Pelanta on Sunday.

== findings
kept visit
