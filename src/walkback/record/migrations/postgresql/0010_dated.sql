-- Who is party to a matter, and up to which day it is spoken of or due: what calendars and the pages of actors ask for.
-- Like all facts they are made by record/facts.py, for whatever stands in matters_changed.
CREATE TABLE matter_parties (
    actor text COLLATE "C" NOT NULL,
    matter text COLLATE "C" NOT NULL,
    PRIMARY KEY (actor, matter)
);
CREATE INDEX matter_parties_matter ON matter_parties (matter);
ALTER TABLE matter_facts ADD COLUMN dated integer NOT NULL DEFAULT 0;
ALTER TABLE matter_facts ADD COLUMN far text COLLATE "C";
CREATE INDEX matter_facts_dated ON matter_facts (far, matter) WHERE dated = 1;
-- facets count by standing and by type, of either for one of the other
CREATE INDEX matter_facts_standing ON matter_facts (standing, type);
CREATE INDEX matter_facts_type ON matter_facts (type, standing);
-- reports of one standing, or one type, without looking at each of them; of one voice by standing, which is asked together
DROP INDEX reports_by;
CREATE INDEX reports_by ON reports (by, status, document);
-- what a list shows first, without putting all of it in order
CREATE INDEX documents_newest ON documents (published DESC NULLS LAST);
CREATE INDEX reports_status ON reports (status, type, document);
CREATE INDEX reports_type ON reports (type, document);
INSERT INTO matters_changed SELECT id FROM matters WHERE true ON CONFLICT DO NOTHING;
