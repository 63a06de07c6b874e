-- What a track record asks for: who acts in a report, who speaks by a role.
CREATE INDEX reports_acts ON reports (json_extract(parties, '$[0]'), status);
CREATE INDEX page_actors_roles ON page_actors (roles, actor) WHERE kind = 'person' AND roles != '[]';
