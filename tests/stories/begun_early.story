Work underway before its day keeps nothing.
== t1 2031-04-02
President Ilse Tarn will [[open|planned mill build]] the new mill of Senn on June 20, her office said.

== t2 2031-04-20
Work that President Ilse Tarn promised is [[underway|underway mill build]] at the mill of Senn.

== findings
