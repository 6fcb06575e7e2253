-- The work list, persons that are one, and what somebody has said not to be the same.
ALTER TABLE petition ADD COLUMN open INTEGER NOT NULL DEFAULT 0 CHECK (open IN (0, 1));
ALTER TABLE petition ADD COLUMN due TEXT CHECK (due GLOB '????-??-??');
ALTER TABLE petition ADD COLUMN clock TEXT NOT NULL DEFAULT '';
ALTER TABLE petition ADD COLUMN duty TEXT NOT NULL DEFAULT '';
ALTER TABLE petition ADD COLUMN owed INTEGER NOT NULL DEFAULT 0 CHECK (owed IN (0, 1));
ALTER TABLE petition ADD COLUMN remind TEXT CHECK (remind GLOB '????-??-??');
ALTER TABLE petition ADD COLUMN tell TEXT NOT NULL DEFAULT '';
DROP INDEX petition_work;
CREATE INDEX petition_work ON petition
  (office, due, received, owed, tell, remind, registrar, unit, sealed, open) WHERE open = 1;
ALTER TABLE person ADD COLUMN same TEXT;
CREATE INDEX person_same ON person (same) WHERE same IS NOT NULL;
CREATE TABLE apart (
  one   TEXT NOT NULL,
  other TEXT NOT NULL,
  PRIMARY KEY (one, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX apart_other ON apart (other, one);
