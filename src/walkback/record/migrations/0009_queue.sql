-- How many articles, copies left out, tell of a matter: what the queue of a review is ordered by.
ALTER TABLE matter_facts ADD COLUMN documents INTEGER NOT NULL DEFAULT 0;
INSERT OR IGNORE INTO matters_changed SELECT id FROM matters;
