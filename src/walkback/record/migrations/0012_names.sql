-- Strands are counted by the names in their sentences too, and linked by them: a record of before is linked anew once, with
-- the next articles that are added.
INSERT INTO link_pending SELECT number FROM documents WHERE true ON CONFLICT DO NOTHING;
