Without dates the order of the documents still serves within one article.
== d1 undated
Ilse Tarn announced that she would [[meet|planned m1 meet]] Rudo Pell. Her office later called the [[meeting|cancelled m1 meet]] off.
== findings
reversal m1
