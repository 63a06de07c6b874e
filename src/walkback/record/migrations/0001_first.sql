-- The record, first version. Plain tables, one row a thing; offsets are code points into documents.text, end exclusive.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE documents (
    number INTEGER PRIMARY KEY,
    doc_id TEXT NOT NULL UNIQUE,
    published TEXT,
    published_basis TEXT NOT NULL,
    outlet TEXT,
    title TEXT,
    url TEXT,
    copy_of TEXT,
    sha TEXT NOT NULL,
    furniture TEXT NOT NULL,
    text TEXT NOT NULL
);
CREATE INDEX documents_published ON documents (published, doc_id);
CREATE TABLE sentences (
    number INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents (number),
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL
);
CREATE INDEX sentences_document ON sentences (document);
CREATE VIRTUAL TABLE search USING fts5 (text, content = 'sentences', content_rowid = 'number', tokenize = 'porter unicode61 remove_diacritics 2');
CREATE TABLE actors (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    aliases TEXT NOT NULL,
    roles TEXT NOT NULL,
    same_as TEXT
) WITHOUT ROWID;
CREATE TABLE page_actors (
    document INTEGER NOT NULL REFERENCES documents (number),
    actor TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    aliases TEXT NOT NULL,
    roles TEXT NOT NULL,
    PRIMARY KEY (document, actor)
) WITHOUT ROWID;
CREATE INDEX page_actors_actor ON page_actors (actor);
CREATE TABLE attributions (
    id TEXT NOT NULL,
    document INTEGER NOT NULL REFERENCES documents (number),
    place INTEGER NOT NULL,
    by TEXT,
    manner TEXT NOT NULL,
    source TEXT NOT NULL,
    cue TEXT NOT NULL,
    content TEXT NOT NULL,
    score REAL NOT NULL,
    PRIMARY KEY (document, place)
) WITHOUT ROWID;
CREATE INDEX attributions_by ON attributions (by);
CREATE TABLE reports (
    id TEXT PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents (number),
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    sentence_start INTEGER NOT NULL,
    sentence_end INTEGER NOT NULL,
    "trigger" TEXT NOT NULL,
    status TEXT NOT NULL,
    type TEXT NOT NULL,
    by TEXT NOT NULL,
    parties TEXT NOT NULL,
    as_of TEXT,
    due TEXT,
    conditional INTEGER NOT NULL,
    hedged INTEGER NOT NULL,
    score REAL NOT NULL,
    phrase TEXT NOT NULL,
    words TEXT NOT NULL,
    vector BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX reports_document ON reports (document, start);
CREATE TABLE timexes (
    document INTEGER NOT NULL REFERENCES documents (number),
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    type TEXT NOT NULL,
    value TEXT,
    days TEXT,
    PRIMARY KEY (document, start, "end")
) WITHOUT ROWID;
CREATE TABLE matters (id TEXT PRIMARY KEY, label TEXT NOT NULL, type TEXT NOT NULL, parties TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE matter_reports (
    matter TEXT NOT NULL REFERENCES matters (id),
    place INTEGER NOT NULL,
    report TEXT NOT NULL UNIQUE REFERENCES reports (id),
    PRIMARY KEY (matter, place)
) WITHOUT ROWID;
CREATE TABLE findings (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    matter TEXT NOT NULL REFERENCES matters (id),
    day TEXT,
    note TEXT NOT NULL,
    rule TEXT NOT NULL,
    steps TEXT NOT NULL,
    score REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX findings_day ON findings (day, id);
CREATE INDEX findings_matter ON findings (matter);
CREATE TABLE finding_reports (
    finding TEXT NOT NULL REFERENCES findings (id),
    place INTEGER NOT NULL,
    report TEXT NOT NULL REFERENCES reports (id),
    PRIMARY KEY (finding, place)
) WITHOUT ROWID;
CREATE TABLE finding_who (
    finding TEXT NOT NULL REFERENCES findings (id),
    place INTEGER NOT NULL,
    actor TEXT NOT NULL,
    PRIMARY KEY (finding, place)
) WITHOUT ROWID;
CREATE INDEX finding_who_actor ON finding_who (actor);
CREATE TABLE judgements (
    number INTEGER PRIMARY KEY,
    target TEXT NOT NULL,
    verdict TEXT NOT NULL,
    by TEXT NOT NULL,
    at TEXT NOT NULL,
    note TEXT NOT NULL
);
CREATE INDEX judgements_target ON judgements (target);
CREATE TABLE problems (source TEXT NOT NULL, reason TEXT NOT NULL, hint TEXT NOT NULL, PRIMARY KEY (source, reason)) WITHOUT ROWID;
