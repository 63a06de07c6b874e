-- What the pages need to answer at once. Nothing here is news of its own: it all follows from the other tables.
CREATE INDEX documents_outlet ON documents (outlet, published);
CREATE INDEX reports_by ON reports (by);
CREATE INDEX page_actors_name ON page_actors (actor, document);

-- where the evidence of a finding was published
CREATE TABLE finding_outlets (outlet TEXT NOT NULL, finding TEXT NOT NULL, PRIMARY KEY (outlet, finding)) WITHOUT ROWID;
CREATE INDEX finding_outlets_finding ON finding_outlets (finding);
CREATE TRIGGER finding_reports_outlet AFTER INSERT ON finding_reports BEGIN
    INSERT OR IGNORE INTO finding_outlets SELECT d.outlet, NEW.finding FROM reports r JOIN documents d ON d.number = r.document
    WHERE r.id = NEW.report AND d.outlet IS NOT NULL;
END;
CREATE TRIGGER findings_outlet AFTER DELETE ON findings BEGIN DELETE FROM finding_outlets WHERE finding = OLD.id; END;
INSERT OR IGNORE INTO finding_outlets SELECT d.outlet, f.finding FROM finding_reports f JOIN reports r ON r.id = f.report
    JOIN documents d ON d.number = r.document WHERE d.outlet IS NOT NULL;

-- what is said of a matter in a list: how often and when it was told, how it stands, by when it is due (record/facts.py)
CREATE TABLE matter_facts (
    number INTEGER PRIMARY KEY,
    matter TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    reports INTEGER NOT NULL,
    first TEXT,
    last TEXT,
    standing TEXT NOT NULL,
    open INTEGER NOT NULL,
    report TEXT,
    earliest TEXT,
    latest TEXT,
    vague INTEGER NOT NULL
);
CREATE INDEX matter_facts_last ON matter_facts (last, number);
CREATE INDEX matter_facts_reports ON matter_facts (reports, last);
CREATE INDEX matter_facts_latest ON matter_facts (latest, matter) WHERE open AND latest IS NOT NULL;
CREATE VIRTUAL TABLE search_matters USING fts5 (label, tokenize = 'porter unicode61 remove_diacritics 2');

-- matters whose facts no longer follow from their reports; who writes marks them, who reads brings them up to date
CREATE TABLE matters_changed (matter TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TRIGGER matters_in AFTER INSERT ON matters BEGIN INSERT OR IGNORE INTO matters_changed VALUES (NEW.id); END;
CREATE TRIGGER matters_on AFTER UPDATE ON matters BEGIN INSERT OR IGNORE INTO matters_changed VALUES (NEW.id); END;
CREATE TRIGGER matters_out AFTER DELETE ON matters BEGIN INSERT OR IGNORE INTO matters_changed VALUES (OLD.id); END;
CREATE TRIGGER matter_reports_in AFTER INSERT ON matter_reports BEGIN INSERT OR IGNORE INTO matters_changed VALUES (NEW.matter); END;
CREATE TRIGGER matter_reports_out AFTER DELETE ON matter_reports BEGIN INSERT OR IGNORE INTO matters_changed VALUES (OLD.matter); END;
CREATE TRIGGER reports_on AFTER UPDATE OF status, due ON reports BEGIN
    INSERT OR IGNORE INTO matters_changed SELECT matter FROM matter_reports WHERE report = NEW.id;
END;
INSERT INTO matters_changed SELECT id FROM matters;

-- what was said, without who said it; its number is that of the document and its place in it
CREATE VIRTUAL TABLE search_statements USING fts5 (text, tokenize = 'porter unicode61 remove_diacritics 2');
CREATE TRIGGER attributions_in AFTER INSERT ON attributions BEGIN
    INSERT INTO search_statements (rowid, text) SELECT NEW.document * 100000 + NEW.place, group_concat(substr(
        d.text, json_extract(c.value, '$[0]') + 1, json_extract(c.value, '$[1]') - json_extract(c.value, '$[0]')), ' … ')
    FROM documents d JOIN json_each(NEW.content) c WHERE d.number = NEW.document HAVING count(*);
END;
CREATE TRIGGER attributions_out AFTER DELETE ON attributions BEGIN
    DELETE FROM search_statements WHERE rowid = OLD.document * 100000 + OLD.place;
END;
INSERT INTO search_statements (rowid, text) SELECT a.document * 100000 + a.place, group_concat(substr(
        d.text, json_extract(c.value, '$[0]') + 1, json_extract(c.value, '$[1]') - json_extract(c.value, '$[0]')), ' … ')
    FROM attributions a JOIN documents d ON d.number = a.document JOIN json_each(a.content) c GROUP BY a.document, a.place;
