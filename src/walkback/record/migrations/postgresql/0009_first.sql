-- The record in PostgreSQL: the tables and columns that the SQLite series has after its step 0009, and the numbers go on
-- alike from there. A test holds the two together.
--
-- Text is ordered and compared byte by byte (COLLATE "C") and undated things stand first, as in SQLite, so that every list
-- is the same in both homes. Numbers are given by walkback, one writer at a time, so no column counts by itself.

-- What SQLite has and PostgreSQL calls otherwise, so that one query serves both.
CREATE FUNCTION json_each(held text, OUT key bigint, OUT value text) RETURNS SETOF record LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT e.place - 1, e.word FROM json_array_elements_text(held::json) WITH ORDINALITY AS e (word, place)
$$;
CREATE FUNCTION json_extract(held text, path text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT held::json #>> string_to_array(rtrim(replace(translate(path, '$[', ''), '#-', '-'), ']'), ']')
$$;
CREATE FUNCTION instr(held text, part text) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT strpos(held, part) $$;
CREATE FUNCTION zeroblob(size integer) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT decode(repeat('00', size), 'hex')
$$;

CREATE TABLE meta (key text COLLATE "C" PRIMARY KEY, value text COLLATE "C" NOT NULL);
CREATE TABLE documents (
    number bigint PRIMARY KEY,
    doc_id text COLLATE "C" NOT NULL,
    published text COLLATE "C",
    published_basis text COLLATE "C" NOT NULL,
    outlet text COLLATE "C",
    title text COLLATE "C",
    url text COLLATE "C",
    copy_of text COLLATE "C",
    sha text COLLATE "C" NOT NULL,
    furniture text COLLATE "C" NOT NULL,
    text text COLLATE "C" NOT NULL,
    EXCLUDE USING hash (doc_id WITH =) -- unique, however long: an id may be an address of thousands of characters
);
CREATE INDEX documents_published ON documents (published NULLS FIRST, left(doc_id, 200));
CREATE INDEX documents_sha ON documents (sha);
CREATE INDEX documents_outlet ON documents USING hash (outlet);
CREATE TABLE sentences (
    number bigint PRIMARY KEY,
    document bigint NOT NULL REFERENCES documents (number),
    start integer NOT NULL,
    "end" integer NOT NULL,
    text text COLLATE "C" NOT NULL
);
CREATE INDEX sentences_document ON sentences (document);
CREATE TABLE actors (
    id text COLLATE "C" PRIMARY KEY,
    name text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    aliases text COLLATE "C" NOT NULL,
    roles text COLLATE "C" NOT NULL,
    same_as text COLLATE "C",
    side text COLLATE "C"
);
CREATE INDEX actors_stands_for ON actors (coalesce(same_as, id));
CREATE INDEX actors_same_as ON actors (same_as) WHERE same_as IS NOT NULL;
CREATE TABLE page_actors (
    document bigint NOT NULL REFERENCES documents (number),
    actor text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    aliases text COLLATE "C" NOT NULL,
    roles text COLLATE "C" NOT NULL,
    PRIMARY KEY (document, actor)
);
CREATE INDEX page_actors_name ON page_actors (actor, document);
CREATE INDEX page_actors_spoken ON page_actors (kind) WHERE roles != '[]';
CREATE TABLE attributions (
    id text COLLATE "C" NOT NULL,
    document bigint NOT NULL REFERENCES documents (number),
    place integer NOT NULL,
    by text COLLATE "C",
    manner text COLLATE "C" NOT NULL,
    source text COLLATE "C" NOT NULL,
    cue text COLLATE "C" NOT NULL,
    content text COLLATE "C" NOT NULL,
    score double precision NOT NULL,
    PRIMARY KEY (document, place)
);
CREATE INDEX attributions_by ON attributions (by);
CREATE INDEX attributions_id ON attributions (id);
CREATE TABLE reports (
    id text COLLATE "C" PRIMARY KEY,
    document bigint NOT NULL REFERENCES documents (number),
    start integer NOT NULL,
    "end" integer NOT NULL,
    sentence_start integer NOT NULL,
    sentence_end integer NOT NULL,
    "trigger" text COLLATE "C" NOT NULL,
    status text COLLATE "C" NOT NULL,
    type text COLLATE "C" NOT NULL,
    by text COLLATE "C" NOT NULL,
    parties text COLLATE "C" NOT NULL,
    as_of text COLLATE "C",
    due text COLLATE "C",
    conditional boolean NOT NULL,
    hedged boolean NOT NULL,
    score double precision NOT NULL,
    phrase text COLLATE "C" NOT NULL,
    words text COLLATE "C" NOT NULL,
    vector bytea NOT NULL
);
CREATE INDEX reports_document ON reports (document, start);
CREATE INDEX reports_by ON reports (by);
CREATE INDEX reports_acts ON reports (json_extract(parties, '$[0]'), status);
CREATE TABLE timexes (
    document bigint NOT NULL REFERENCES documents (number),
    start integer NOT NULL,
    "end" integer NOT NULL,
    type text COLLATE "C" NOT NULL,
    value text COLLATE "C",
    days text COLLATE "C",
    mod text COLLATE "C",
    PRIMARY KEY (document, start, "end")
);
CREATE TABLE matters (
    id text COLLATE "C" PRIMARY KEY, label text COLLATE "C" NOT NULL, type text COLLATE "C" NOT NULL, parties text COLLATE "C" NOT NULL
);
CREATE TABLE matter_reports (
    matter text COLLATE "C" NOT NULL REFERENCES matters (id),
    place integer NOT NULL,
    report text COLLATE "C" NOT NULL UNIQUE REFERENCES reports (id),
    PRIMARY KEY (matter, place)
);
CREATE TABLE findings (
    id text COLLATE "C" PRIMARY KEY,
    kind text COLLATE "C" NOT NULL,
    matter text COLLATE "C" NOT NULL REFERENCES matters (id),
    day text COLLATE "C",
    note text COLLATE "C" NOT NULL,
    rule text COLLATE "C" NOT NULL,
    steps text COLLATE "C" NOT NULL,
    score double precision NOT NULL
);
CREATE INDEX findings_day ON findings (day NULLS FIRST, id);
CREATE INDEX findings_matter ON findings (matter);
CREATE TABLE finding_reports (
    finding text COLLATE "C" NOT NULL REFERENCES findings (id),
    place integer NOT NULL,
    report text COLLATE "C" NOT NULL REFERENCES reports (id),
    PRIMARY KEY (finding, place)
);
CREATE INDEX finding_reports_report ON finding_reports (report);
CREATE TABLE finding_who (
    finding text COLLATE "C" NOT NULL REFERENCES findings (id),
    place integer NOT NULL,
    actor text COLLATE "C" NOT NULL,
    PRIMARY KEY (finding, place)
);
CREATE INDEX finding_who_actor ON finding_who (actor);
CREATE TABLE problems (
    source text COLLATE "C" NOT NULL, reason text COLLATE "C" NOT NULL, hint text COLLATE "C" NOT NULL
);
CREATE UNIQUE INDEX problems_once ON problems (md5(source), md5(reason)); -- of any length

-- What people judged.
CREATE TABLE signed (
    number bigint PRIMARY KEY,
    id text COLLATE "C" NOT NULL UNIQUE,
    kind text COLLATE "C" NOT NULL,
    target text COLLATE "C" NOT NULL,
    verdict text COLLATE "C" NOT NULL,
    by text COLLATE "C" NOT NULL,
    at text COLLATE "C" NOT NULL,
    note text COLLATE "C" NOT NULL,
    amend text COLLATE "C",
    anchor text COLLATE "C"
);
CREATE INDEX signed_by ON signed (by, number);
CREATE TABLE withdrawals (
    judgement text COLLATE "C" PRIMARY KEY REFERENCES signed (id), by text COLLATE "C" NOT NULL, at text COLLATE "C" NOT NULL
);
CREATE TABLE placements (
    number bigint PRIMARY KEY REFERENCES signed (number),
    target text COLLATE "C",
    how text COLLATE "C" NOT NULL,
    note text COLLATE "C" NOT NULL
);
CREATE INDEX placements_target ON placements (target);
CREATE VIEW judgements AS
    SELECT s.number, p.target, s.verdict, s.by, s.at, s.note, s.amend, s.kind, s.id FROM signed s JOIN placements p ON p.number = s.number
    WHERE p.target IS NOT NULL AND NOT EXISTS (SELECT 1 FROM withdrawals w WHERE w.judgement = s.id);
CREATE VIEW refused_findings AS SELECT j.target AS id FROM judgements j WHERE j.kind = 'finding' AND j.verdict = 'refused'
    AND NOT EXISTS (SELECT 1 FROM judgements k WHERE k.target = j.target AND k.number > j.number);
CREATE FUNCTION only_added() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'judgements are only ever added'; END $$;
CREATE TRIGGER signed_stays BEFORE DELETE ON signed FOR EACH ROW EXECUTE FUNCTION only_added();
CREATE TRIGGER signed_as_it_was BEFORE UPDATE OF id, kind, target, verdict, by, at, note, amend ON signed
    FOR EACH ROW EXECUTE FUNCTION only_added();
CREATE TRIGGER signed_stays_whole BEFORE TRUNCATE ON signed EXECUTE FUNCTION only_added();
CREATE TRIGGER withdrawals_stay BEFORE DELETE ON withdrawals FOR EACH ROW EXECUTE FUNCTION only_added();
CREATE TRIGGER withdrawals_as_they_were BEFORE UPDATE ON withdrawals FOR EACH ROW EXECUTE FUNCTION only_added();
CREATE TRIGGER withdrawals_stay_whole BEFORE TRUNCATE ON withdrawals EXECUTE FUNCTION only_added();
CREATE TABLE left_out (report text COLLATE "C" PRIMARY KEY REFERENCES reports (id), matter text COLLATE "C" NOT NULL);
CREATE INDEX left_out_matter ON left_out (matter);
CREATE TABLE read_reports (report text COLLATE "C" PRIMARY KEY REFERENCES reports (id), was text COLLATE "C" NOT NULL);
CREATE TABLE read_attributions (
    document bigint NOT NULL REFERENCES documents (number),
    place integer NOT NULL,
    id text COLLATE "C" NOT NULL,
    refused boolean NOT NULL,
    was text COLLATE "C" NOT NULL,
    PRIMARY KEY (document, place)
);

-- What linking keeps between two runs.
CREATE TABLE link_pending (document bigint PRIMARY KEY REFERENCES documents (number));
CREATE TABLE link_strands (
    number bigint PRIMARY KEY,
    id text COLLATE "C" NOT NULL UNIQUE,
    document bigint NOT NULL REFERENCES documents (number),
    start integer NOT NULL,
    reports text COLLATE "C" NOT NULL,
    keys bytea NOT NULL,
    follows text COLLATE "C",
    chance double precision
);
CREATE INDEX strands_document ON link_strands (document);
CREATE INDEX strands_follows ON link_strands (follows) WHERE follows IS NOT NULL;
CREATE TABLE link_keys (key bigint NOT NULL, day integer NOT NULL, strand bigint NOT NULL, PRIMARY KEY (key, day, strand));
CREATE TABLE link_copies (
    key bigint NOT NULL, day integer NOT NULL, document bigint NOT NULL REFERENCES documents (number), PRIMARY KEY (key, day, document)
);
CREATE TABLE link_actors (
    id text COLLATE "C" PRIMARY KEY,
    name text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    aliases text COLLATE "C" NOT NULL,
    roles text COLLATE "C" NOT NULL
);

-- What the pages need to answer at once.
CREATE TABLE finding_outlets (outlet text COLLATE "C" NOT NULL, finding text COLLATE "C" NOT NULL);
CREATE UNIQUE INDEX finding_outlets_once ON finding_outlets (finding, md5(outlet));
CREATE INDEX finding_outlets_outlet ON finding_outlets USING hash (outlet);
CREATE FUNCTION finding_reports_outlet() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO finding_outlets SELECT d.outlet, NEW.finding FROM reports r JOIN documents d ON d.number = r.document
        WHERE r.id = NEW.report AND d.outlet IS NOT NULL ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER finding_reports_outlet AFTER INSERT ON finding_reports FOR EACH ROW EXECUTE FUNCTION finding_reports_outlet();
CREATE FUNCTION findings_outlet() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    DELETE FROM finding_outlets WHERE finding = OLD.id;
    RETURN NULL;
END $$;
CREATE TRIGGER findings_outlet AFTER DELETE ON findings FOR EACH ROW EXECUTE FUNCTION findings_outlet();
CREATE TABLE matter_facts (
    number bigint PRIMARY KEY,
    matter text COLLATE "C" NOT NULL UNIQUE,
    type text COLLATE "C" NOT NULL,
    reports integer NOT NULL,
    first text COLLATE "C",
    last text COLLATE "C",
    standing text COLLATE "C" NOT NULL,
    open boolean NOT NULL,
    report text COLLATE "C",
    earliest text COLLATE "C",
    latest text COLLATE "C",
    vague boolean NOT NULL,
    documents integer NOT NULL DEFAULT 0
);
CREATE INDEX matter_facts_last ON matter_facts (last DESC NULLS LAST, number);
CREATE INDEX matter_facts_reports ON matter_facts (reports DESC, last DESC NULLS LAST, number);
CREATE INDEX matter_facts_latest ON matter_facts (latest, matter) WHERE open AND latest IS NOT NULL;
CREATE TABLE matters_changed (matter text COLLATE "C" PRIMARY KEY);
CREATE FUNCTION matters_noted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO matters_changed VALUES (CASE TG_OP WHEN 'DELETE' THEN OLD.id ELSE NEW.id END) ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER matters_noted AFTER INSERT OR UPDATE OR DELETE ON matters FOR EACH ROW EXECUTE FUNCTION matters_noted();
CREATE FUNCTION matter_reports_noted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO matters_changed VALUES (CASE TG_OP WHEN 'DELETE' THEN OLD.matter ELSE NEW.matter END) ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER matter_reports_noted AFTER INSERT OR DELETE ON matter_reports FOR EACH ROW EXECUTE FUNCTION matter_reports_noted();
CREATE FUNCTION reports_noted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO matters_changed SELECT matter FROM matter_reports WHERE report = NEW.id ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER reports_noted AFTER UPDATE OF status, due ON reports FOR EACH ROW EXECUTE FUNCTION reports_noted();

-- What `walkback watch` remembers.
CREATE TABLE watched_feeds (
    address text COLLATE "C" PRIMARY KEY,
    at text COLLATE "C" NOT NULL,
    title text COLLATE "C",
    etag text COLLATE "C",
    modified text COLLATE "C",
    next text COLLATE "C" NOT NULL,
    failures integer NOT NULL,
    gone boolean NOT NULL
);
CREATE TABLE watched_articles (
    canonical text COLLATE "C" NOT NULL,
    address text COLLATE "C" NOT NULL,
    feed text COLLATE "C" NOT NULL,
    title text COLLATE "C",
    published text COLLATE "C",
    state text COLLATE "C" NOT NULL,
    doc_id text COLLATE "C",
    found text COLLATE "C" NOT NULL,
    next text COLLATE "C" NOT NULL,
    failures integer NOT NULL,
    EXCLUDE USING hash (canonical WITH =)
);
CREATE INDEX watched_articles_next ON watched_articles (state, next);
CREATE TABLE told_findings (finding text COLLATE "C" PRIMARY KEY, kind text COLLATE "C" NOT NULL, turn text COLLATE "C" NOT NULL);
CREATE INDEX told_findings_turn ON told_findings (turn, kind);
CREATE TABLE outbox (
    number bigint PRIMARY KEY,
    id text COLLATE "C" NOT NULL UNIQUE,
    filter text COLLATE "C" NOT NULL,
    channel text COLLATE "C" NOT NULL,
    body text COLLATE "C" NOT NULL,
    made text COLLATE "C" NOT NULL,
    next text COLLATE "C" NOT NULL,
    failures integer NOT NULL,
    state text COLLATE "C" NOT NULL
);
CREATE INDEX outbox_next ON outbox (state, next);

-- Full text. Words are those that FTS5 would find (record/tokens.py); size counts all of them, for BM25.
CREATE TABLE search (rowid bigint PRIMARY KEY, words tsvector, size integer);
CREATE TABLE search_statements (rowid bigint PRIMARY KEY, text text COLLATE "C" NOT NULL, words tsvector, size integer);
CREATE TABLE search_matters (rowid bigint PRIMARY KEY, label text COLLATE "C" NOT NULL, words tsvector, size integer);
CREATE INDEX search_words ON search USING gin (words) WITH (fastupdate = off);
CREATE INDEX search_statements_words ON search_statements USING gin (words) WITH (fastupdate = off);
CREATE INDEX search_matters_words ON search_matters USING gin (words) WITH (fastupdate = off);
CREATE INDEX search_statements_new ON search_statements (rowid) WHERE words IS NULL;
CREATE TABLE search_sizes (name text COLLATE "C" PRIMARY KEY, texts bigint NOT NULL, words bigint NOT NULL);
INSERT INTO search_sizes VALUES ('search', 0, 0), ('search_statements', 0, 0), ('search_matters', 0, 0);
CREATE FUNCTION search_counted() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    more bigint := 0;
    longer bigint := 0;
BEGIN
    IF TG_OP <> 'DELETE' THEN
        SELECT count(size), coalesce(sum(size), 0) INTO more, longer FROM fresh;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        SELECT more - count(size), longer - coalesce(sum(size), 0) INTO more, longer FROM gone;
    END IF;
    IF more <> 0 OR longer <> 0 THEN
        UPDATE search_sizes SET texts = texts + more, words = words + longer WHERE name = TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER search_more AFTER INSERT ON search REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION search_counted();
CREATE TRIGGER search_less AFTER DELETE ON search REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION search_counted();
CREATE TRIGGER search_matters_more AFTER INSERT ON search_matters REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION search_counted();
CREATE TRIGGER search_matters_less AFTER DELETE ON search_matters REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION search_counted();
CREATE TRIGGER search_statements_more AFTER UPDATE ON search_statements REFERENCING OLD TABLE AS gone NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION search_counted();
CREATE TRIGGER search_statements_less AFTER DELETE ON search_statements REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION search_counted();

-- How often a phrase stands in a text, as BM25 counts it; begins: its last word is only the beginning of one.
CREATE FUNCTION search_times(words tsvector, phrase text[], begins boolean) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT count(*) FROM (
        SELECT p.place - t.place FROM unnest(phrase) WITH ORDINALITY AS t (word, place)
            JOIN unnest(words) AS u (word, places, weights)
            ON u.word = t.word OR (begins AND t.place = cardinality(phrase) AND starts_with(u.word, t.word)),
            unnest(u.places) AS p (place)
        GROUP BY 1 HAVING count(*) = cardinality(phrase)
    ) AS found
$$;

-- What was said, without who said it; the number is that of the document and its place in it. Its words are entered by
-- walkback before the transaction ends.
CREATE FUNCTION attributions_in() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO search_statements (rowid, text)
        SELECT NEW.document * 100000 + NEW.place, string_agg(substr(d.text, s.start + 1, s.stop - s.start), ' … ' ORDER BY s.place)
        FROM documents d, (
            SELECT (c.piece ->> 0)::integer AS start, (c.piece ->> 1)::integer AS stop, c.place
            FROM json_array_elements(NEW.content::json) WITH ORDINALITY AS c (piece, place)
        ) AS s
        WHERE d.number = NEW.document HAVING count(*) > 0;
    RETURN NULL;
END $$;
CREATE TRIGGER attributions_in AFTER INSERT ON attributions FOR EACH ROW EXECUTE FUNCTION attributions_in();
CREATE FUNCTION attributions_out() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    DELETE FROM search_statements WHERE rowid = OLD.document * 100000 + OLD.place;
    RETURN NULL;
END $$;
CREATE TRIGGER attributions_out AFTER DELETE ON attributions FOR EACH ROW EXECUTE FUNCTION attributions_out();
INSERT INTO meta VALUES ('application', 'walkback');
