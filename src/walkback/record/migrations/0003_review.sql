-- What people judged. Rows are only ever added: a judgement that is taken back has a row in withdrawals.
-- kind: what the target is; amend: JSON of what it changes; anchor: JSON of what was judged, place by place, as it was read
-- then, so that it is found again when another model reads the same articles.
CREATE TABLE signed (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    target TEXT NOT NULL,
    verdict TEXT NOT NULL,
    by TEXT NOT NULL,
    at TEXT NOT NULL,
    note TEXT NOT NULL,
    amend TEXT,
    anchor TEXT
);
CREATE INDEX signed_by ON signed (by, number);
CREATE TABLE withdrawals (
    judgement TEXT PRIMARY KEY REFERENCES signed (id),
    by TEXT NOT NULL,
    at TEXT NOT NULL
) WITHOUT ROWID;
-- What a judgement is on now; how: same, overlap, or gone (target is then NULL, and note says why).
CREATE TABLE placements (
    number INTEGER PRIMARY KEY REFERENCES signed (number),
    target TEXT,
    how TEXT NOT NULL,
    note TEXT NOT NULL
);
CREATE INDEX placements_target ON placements (target);
INSERT INTO signed (number, id, kind, target, verdict, by, at, note)
    SELECT number, 'before-' || number, CASE WHEN EXISTS (SELECT 1 FROM findings f WHERE f.id = target) THEN 'finding'
        WHEN EXISTS (SELECT 1 FROM reports r WHERE r.id = target) THEN 'report' WHEN EXISTS (SELECT 1 FROM matters m WHERE m.id = target) THEN 'matter'
        ELSE 'finding' END, target, verdict, by, at, note FROM judgements;
INSERT INTO placements SELECT number, target, 'same', '' FROM signed;
DROP TABLE judgements;
-- Judgements in force, by what they are on now.
CREATE VIEW judgements AS
    SELECT s.number, p.target, s.verdict, s.by, s.at, s.note, s.amend, s.kind, s.id FROM signed s JOIN placements p ON p.number = s.number
    WHERE p.target IS NOT NULL AND NOT EXISTS (SELECT 1 FROM withdrawals w WHERE w.judgement = s.id);
-- Findings that no longer count: the last word on them is a refusal.
CREATE VIEW refused_findings AS SELECT j.target AS id FROM judgements j WHERE j.kind = 'finding' AND j.verdict = 'refused'
    AND NOT EXISTS (SELECT 1 FROM judgements k WHERE k.target = j.target AND k.number > j.number);
CREATE TRIGGER signed_stays BEFORE DELETE ON signed BEGIN SELECT raise(ABORT, 'judgements are only ever added'); END;
CREATE TRIGGER signed_as_it_was BEFORE UPDATE OF id, kind, target, verdict, by, at, note, amend ON signed BEGIN
    SELECT raise(ABORT, 'judgements are only ever added');
END;
CREATE TRIGGER withdrawals_stay BEFORE DELETE ON withdrawals BEGIN SELECT raise(ABORT, 'judgements are only ever added'); END;
CREATE TRIGGER withdrawals_as_they_were BEFORE UPDATE ON withdrawals BEGIN SELECT raise(ABORT, 'judgements are only ever added'); END;
-- Reports that people refused, with the matter they would be in.
CREATE TABLE left_out (report TEXT PRIMARY KEY REFERENCES reports (id), matter TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX left_out_matter ON left_out (matter);
-- What the machine read where people's word now stands in reports and attributions: JSON of the fields that differ.
CREATE TABLE read_reports (report TEXT PRIMARY KEY REFERENCES reports (id), was TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE read_attributions (
    document INTEGER NOT NULL REFERENCES documents (number),
    place INTEGER NOT NULL,
    id TEXT NOT NULL,
    refused INTEGER NOT NULL,
    was TEXT NOT NULL,
    PRIMARY KEY (document, place)
) WITHOUT ROWID;
CREATE INDEX attributions_id ON attributions (id);
CREATE INDEX documents_sha ON documents (sha);
