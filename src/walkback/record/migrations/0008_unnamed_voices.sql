-- Unnamed spokespeople by whom they speak for, beside the named ones of page_actors_roles.
CREATE INDEX page_actors_unnamed_roles ON page_actors (roles, actor) WHERE kind = 'anonymous' AND roles != '[]';
