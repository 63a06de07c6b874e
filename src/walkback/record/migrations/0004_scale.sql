-- What linking keeps between two runs, so that a new article changes only what it touches.
-- Documents that were read and are not yet linked. The matters of a record from before this table are all made anew once.
CREATE TABLE link_pending (document INTEGER PRIMARY KEY REFERENCES documents (number));
INSERT INTO link_pending SELECT number FROM documents;
-- The reports of one document on one matter (JSON list of ids, in text order), the earlier strand it continues and how likely.
CREATE TABLE link_strands (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    document INTEGER NOT NULL REFERENCES documents (number),
    start INTEGER NOT NULL,
    reports TEXT NOT NULL,
    keys BLOB NOT NULL,
    follows TEXT,
    chance REAL
);
CREATE INDEX strands_document ON link_strands (document);
CREATE INDEX strands_follows ON link_strands (follows) WHERE follows IS NOT NULL;
-- What a strand can be found by; day is that of its document, 0 for none, counted as Python's ordinals are.
CREATE TABLE link_keys (
    key INTEGER NOT NULL,
    day INTEGER NOT NULL,
    strand INTEGER NOT NULL,
    PRIMARY KEY (key, day, strand)
) WITHOUT ROWID;
-- What a text can be found by when another may repeat it.
CREATE TABLE link_copies (
    key INTEGER NOT NULL,
    day INTEGER NOT NULL,
    document INTEGER NOT NULL REFERENCES documents (number),
    PRIMARY KEY (key, day, document)
) WITHOUT ROWID;
-- Actors as all readings of them say, before any are merged; `side` of an actor is the one it speaks for.
CREATE TABLE link_actors (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    aliases TEXT NOT NULL,
    roles TEXT NOT NULL
) WITHOUT ROWID;
ALTER TABLE actors ADD COLUMN side TEXT;
