-- What `walkback watch` remembers between runs: feeds, the articles they list, findings told, messages to be sent.
-- Moments are ISO 8601 in UTC with seconds, so that they sort as text.
CREATE TABLE watched_feeds (
    address TEXT PRIMARY KEY,
    at TEXT NOT NULL,
    title TEXT,
    etag TEXT,
    modified TEXT,
    next TEXT NOT NULL,
    failures INTEGER NOT NULL,
    gone INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE watched_articles (
    canonical TEXT PRIMARY KEY,
    address TEXT NOT NULL,
    feed TEXT NOT NULL,
    title TEXT,
    published TEXT,
    state TEXT NOT NULL,
    doc_id TEXT,
    found TEXT NOT NULL,
    next TEXT NOT NULL,
    failures INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX watched_articles_next ON watched_articles (state, next);
CREATE TABLE told_findings (finding TEXT PRIMARY KEY, kind TEXT NOT NULL, turn TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX told_findings_turn ON told_findings (turn, kind);
CREATE TABLE outbox (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    filter TEXT NOT NULL,
    channel TEXT NOT NULL,
    body TEXT NOT NULL,
    made TEXT NOT NULL,
    next TEXT NOT NULL,
    failures INTEGER NOT NULL,
    state TEXT NOT NULL
);
CREATE INDEX outbox_next ON outbox (state, next);
