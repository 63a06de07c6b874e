A vote is put off to a new day.
== d1 2031-04-02
The Senate of Velmar will [[vote|planned m1 law]] on the ports bill, Speaker Bo Kessi announced.
== d2 2031-04-05
The [[vote|postponed m1 law]] on the ports bill in the Senate of Velmar was put off, Speaker Bo Kessi announced.
== findings
delay m1
