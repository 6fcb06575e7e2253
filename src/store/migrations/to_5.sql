-- What figures are counted from stands with the petition, and a case stands whole in its row.
ALTER TABLE petition ADD COLUMN figures BLOB NOT NULL DEFAULT x'';
CREATE INDEX petition_figures ON petition (figures) WHERE sealed = 0;
-- Made anew from the journal, as the rows of the cases are.
DELETE FROM case_petition;
CREATE TABLE cases_5 (
  id      INTEGER PRIMARY KEY,
  office  TEXT    NOT NULL,
  no      TEXT    NOT NULL UNIQUE,
  version INTEGER NOT NULL CHECK (version > 0),
  body    TEXT    NOT NULL CHECK (json_valid(body)),
  title   TEXT    GENERATED ALWAYS AS (body ->> '$.matter.title') VIRTUAL,
  leader  TEXT    GENERATED ALWAYS AS (body ->> '$.matter.leader') VIRTUAL,
  state   TEXT    GENERATED ALWAYS AS (body ->> '$.matter.state') VIRTUAL
) STRICT;
INSERT INTO cases_5 (id, office, no, version, body) SELECT id, office, no, version, '{}' FROM cases;
DROP TABLE cases;
ALTER TABLE cases_5 RENAME TO cases;
CREATE INDEX cases_leader ON cases (leader, state);
CREATE TABLE meeting (
  id      INTEGER PRIMARY KEY,
  office  TEXT    NOT NULL,
  no      TEXT    NOT NULL UNIQUE,
  version INTEGER NOT NULL CHECK (version > 0),
  body    TEXT    NOT NULL CHECK (json_valid(body))
) STRICT;
