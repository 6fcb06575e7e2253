-- The index for a million petitions, made anew from the journal; and what each clerk looked at last.
DROP TABLE idx_state;
DROP TABLE idx_name;
DROP TABLE idx_pack;
DROP TABLE idx_named;
DROP TABLE idx_column;
DROP TABLE idx_digit;
DROP TABLE idx_post;
DROP TABLE idx_new;
CREATE TABLE idx_state (
  id     INTEGER PRIMARY KEY CHECK (id = 1),
  old_to INTEGER NOT NULL,
  open   INTEGER NOT NULL CHECK (open IN (0, 1)), -- whether rows of idx_new are being sealed
  done   INTEGER NOT NULL,
  seq    INTEGER NOT NULL,
  epoch  INTEGER NOT NULL,
  edits  INTEGER NOT NULL,
  splits INTEGER NOT NULL
) STRICT;
INSERT INTO idx_state VALUES (1, 0, 0, 0, 0, 0, 0, 0);
CREATE TABLE idx_name (
  id   INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE idx_sound (
  key   INTEGER PRIMARY KEY,
  names BLOB NOT NULL
) STRICT;
INSERT INTO idx_sound VALUES (0, x'');
CREATE INDEX idx_sound_key ON idx_sound (key);
CREATE TABLE idx_given (
  key   INTEGER PRIMARY KEY,
  names BLOB NOT NULL
) STRICT;
INSERT INTO idx_given VALUES (0, x'');
CREATE INDEX idx_given_key ON idx_given (key);
CREATE TABLE idx_long (
  first INTEGER PRIMARY KEY,
  lines TEXT NOT NULL
) STRICT;
CREATE TABLE idx_named (
  name     INTEGER NOT NULL,
  petition INTEGER NOT NULL,
  PRIMARY KEY (name, petition)
) STRICT, WITHOUT ROWID;
CREATE TABLE idx_column (
  chunk INTEGER PRIMARY KEY,
  pairs BLOB NOT NULL
) STRICT;
CREATE TABLE idx_digit (
  key      INTEGER NOT NULL,
  petition INTEGER NOT NULL,
  PRIMARY KEY (key, petition)
) STRICT, WITHOUT ROWID;
CREATE TABLE idx_post (
  key  INTEGER PRIMARY KEY,
  rows BLOB NOT NULL
) STRICT;
CREATE TABLE idx_new (
  petition INTEGER PRIMARY KEY,
  seq      INTEGER NOT NULL,
  terms    BLOB NOT NULL,
  names    BLOB NOT NULL
) STRICT;
CREATE INDEX idx_new_seq ON idx_new (seq);
CREATE TABLE opened (
  clerk TEXT    NOT NULL,
  no    TEXT    NOT NULL,
  at    INTEGER NOT NULL,
  PRIMARY KEY (clerk, no)
) STRICT, WITHOUT ROWID;
