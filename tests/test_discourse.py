"""What `train.discourse` makes of CoNLL-U, on a text of our own."""

from __future__ import annotations

import gzip
from pathlib import Path

from train.discourse import by_discourse, by_syntax, documents

TEXT = """# newdoc id = GUM_news_senn
# newpar
# sent_id = 1
1	Ilse	Ilse	PROPN	NNP	_	3	nsubj	_	Discourse=attribution-positive:1->2:0:x
2	Tarn	Tarn	PROPN	NNP	_	1	flat	_	_
3	said	say	VERB	VBD	_	0	root	_	_
4	that	that	SCONJ	IN	_	7	mark	_	Discourse=ROOT:2:0
5	it	it	PRON	PRP	_	7	nsubj	_	_
6	would	would	AUX	MD	_	7	aux	_	_
7	rain	rain	VERB	VB	_	3	ccomp	_	SpaceAfter=No
8	.	.	PUNCT	.	_	3	punct	_	_

# newpar
# sent_id = 2
1	According	accord	VERB	VBG	_	4	case	_	Discourse=attribution-positive:3->4:0:x
2	to	to	ADP	IN	_	1	fixed	_	_
3	the	the	DET	DT	_	4	det	_	_
4	port	port	NOUN	NN	_	7	obl	_	SpaceAfter=No
5	,	,	PUNCT	,	_	7	punct	_	_
6	ferries	ferry	NOUN	NNS	_	7	nsubj	_	Discourse=elaboration:4->2:0:x
7	wait	wait	VERB	VBP	_	0	root	_	SpaceAfter=No
8	.	.	PUNCT	.	_	7	punct	_	_

"""


def test_attributions_of_a_document(tmp_path: Path) -> None:
    path = tmp_path / "a.conllu.gz"
    path.write_bytes(gzip.compress(TEXT.encode()))
    (doc,) = documents(path)
    assert doc.text == "Ilse Tarn said that it would rain.\n\nAccording to the port, ferries wait."

    def words(said: dict[str, list[list[int]]]) -> dict[str, list[str]]:
        return {role: [doc.text[a:b] for a, b in spans] for role, spans in said.items()}

    told = [(lemma, words(said)) for lemma, said in by_discourse(doc)]
    assert told == [
        ("say", {"cue": ["said"], "source": ["Ilse Tarn"], "content": ["that it would rain"]}),
        ("port", {"cue": ["According to"], "source": ["the port"], "content": ["ferries wait"]}),
    ]
    assert [words(said) for said in by_syntax(doc, {"say"})] == [told[0][1]]
    assert by_syntax(doc, {"tell"}) == []
