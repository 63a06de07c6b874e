-- Reports that people added where nothing was read: which of the rows in reports they are, and on whose judgement each stands.
CREATE TABLE added_reports (
    report text COLLATE "C" PRIMARY KEY REFERENCES reports (id),
    judgement text COLLATE "C" NOT NULL REFERENCES signed (id)
);
