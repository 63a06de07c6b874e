A vote is put off, set anew, and put off again: two delays.
== d1 2031-04-02
The Senate of Velmar will [[vote|planned m1 law]] on the ports bill on April 10, 2031, Speaker Bo Kessi announced.
== d2 2031-04-09
The [[vote|postponed m1 law]] on the ports bill in the Senate of Velmar was put off, Speaker Bo Kessi announced.
== d3 2031-04-12
The Senate of Velmar will [[vote|planned m1 law]] on the ports bill on May 4, 2031, Speaker Bo Kessi announced.
== d4 2031-05-03
The [[vote|postponed m1 law]] on the ports bill in the Senate of Velmar was put off again, Speaker Bo Kessi announced.
== findings
delay m1
delay m1
