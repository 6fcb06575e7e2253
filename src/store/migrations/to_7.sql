-- Registers: rows that are declared as data, and what they lead to.
CREATE TABLE record (
  id       INTEGER PRIMARY KEY,
  register TEXT    NOT NULL,
  office   TEXT    NOT NULL,
  no       TEXT    NOT NULL UNIQUE,
  version  INTEGER NOT NULL CHECK (version > 0),
  struck   INTEGER NOT NULL CHECK (struck IN (0, 1)),
  sort     ANY,
  facts    BLOB    NOT NULL,
  words    TEXT    NOT NULL,
  body     TEXT    NOT NULL CHECK (json_valid(body))
) STRICT;
CREATE INDEX record_list ON record (register, sort, id, facts, words) WHERE struck = 0;
CREATE TABLE record_link (
  target TEXT    NOT NULL,
  record INTEGER NOT NULL REFERENCES record (id),
  field  TEXT    NOT NULL,
  PRIMARY KEY (target, record, field)
) STRICT, WITHOUT ROWID;
CREATE INDEX record_link_record ON record_link (record);
