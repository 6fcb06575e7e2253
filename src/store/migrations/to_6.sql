-- Rights: units accused, conflicts of interest, three administrators, by what somebody proves who they are.
ALTER TABLE petition ADD COLUMN accused TEXT NOT NULL DEFAULT '';
DROP INDEX petition_work;
CREATE INDEX petition_work ON petition
  (office, due, received, owed, tell, remind, registrar, unit, accused, sealed, open) WHERE open = 1;
CREATE INDEX entry_who ON entry (who, id);
CREATE INDEX entry_trace ON entry (payload ->> '$.trace', id) WHERE substr(subject, 1, 1) = '@';
CREATE TABLE recused (
  clerk    TEXT    NOT NULL,
  petition INTEGER NOT NULL REFERENCES petition (id),
  PRIMARY KEY (clerk, petition)
) STRICT, WITHOUT ROWID;
CREATE INDEX recused_petition ON recused (petition);
CREATE TABLE item_6 (
  list TEXT NOT NULL,
  code TEXT NOT NULL,
  body TEXT NOT NULL CHECK (json_valid(body)),
  PRIMARY KEY (list, code),
  CHECK (list <> 'clerk' OR coalesce(body ->> '$.extra.role', 'clerk') IN
    ('clerk', 'handler', 'supervisor', 'leader', 'system', 'security', 'audit')),
  CHECK (list <> 'clerk' OR coalesce(body ->> '$.extra.role', 'clerk') NOT IN ('system', 'security', 'audit')
    OR (coalesce(body ->> '$.extra.sees_sealed', 0) = 0 AND coalesce(body ->> '$.extra.unit', '') = ''))
) STRICT, WITHOUT ROWID;
INSERT INTO item_6 SELECT list, code, body FROM item;
DROP TABLE item;
ALTER TABLE item_6 RENAME TO item;
CREATE TABLE credential (
  clerk  TEXT    NOT NULL PRIMARY KEY,
  hash   TEXT    NOT NULL,
  renew  INTEGER NOT NULL CHECK (renew IN (0, 1)),
  wrong  INTEGER NOT NULL CHECK (wrong >= 0),
  until  INTEGER NOT NULL,
  last   INTEGER NOT NULL,
  origin TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
