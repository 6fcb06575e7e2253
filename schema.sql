-- The whole store, as it is today. A new file is made from this text alone; an older file is brought here
-- by src/store/migrations, and a test proves that both roads meet.
PRAGMA application_id = 1179734353;   -- 'FQDQ': a file of ours, and not somebody else's
PRAGMA user_version = 9;

-- The journal: every business act, in one chain of hashes an office. Only ever appended to.
CREATE TABLE entry (
  id      INTEGER PRIMARY KEY,
  office  TEXT    NOT NULL,                    -- whose chain
  seq     INTEGER NOT NULL CHECK (seq > 0),    -- place in that chain
  op      TEXT    NOT NULL,                    -- client-made operation id; repeating it is harmless
  part    INTEGER NOT NULL,                    -- which entry of that operation; 0 is its main subject
  subject TEXT    NOT NULL,                    -- number of the petition, person or case, or 'list:code'
  at      INTEGER NOT NULL,                    -- instant, UTC milliseconds
  who     TEXT    NOT NULL,                    -- code of the clerk, or the account
  payload TEXT    NOT NULL CHECK (json_valid(payload)),
  prev    BLOB    NOT NULL CHECK (length(prev) = 32),
  hash    BLOB    NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE UNIQUE INDEX entry_chain ON entry (office, seq);
CREATE UNIQUE INDEX entry_op ON entry (op, part);
CREATE INDEX entry_subject ON entry (subject, id);
CREATE INDEX entry_who ON entry (who, id);
-- Looks, sign-ins, exports, refusals: what is no business act.
CREATE INDEX entry_trace ON entry (payload ->> '$.trace', id) WHERE substr(subject, 1, 1) = '@';

-- Petitions as the fold of their entries: only what lists, filters, search and figures need.
CREATE TABLE petition (
  id         INTEGER PRIMARY KEY,              -- of this file; what other files know is (office, no)
  office     TEXT    NOT NULL,                 -- home office
  no         TEXT    NOT NULL,
  version    INTEGER NOT NULL CHECK (version > 0),
  state      TEXT    NOT NULL,
  received   TEXT    NOT NULL CHECK (received GLOB '????-??-??'),
  registrar  TEXT    NOT NULL,
  channel    TEXT    NOT NULL,
  nature     TEXT    NOT NULL,
  purpose    TEXT    NOT NULL,
  sealed     INTEGER NOT NULL CHECK (sealed IN (0, 1)),
  place      TEXT    NOT NULL,
  category   TEXT    NOT NULL,
  unit       TEXT    NOT NULL,
  petitioner TEXT    NOT NULL,                 -- the first petitioner's name; '' when anonymous
  subject    TEXT    NOT NULL,
  named      INTEGER NOT NULL,
  came       INTEGER NOT NULL,
  visits     INTEGER NOT NULL,
  last_visit TEXT    NOT NULL,
  national   TEXT    UNIQUE,                   -- number of the national system
  follows    TEXT,                             -- number of its direct predecessor
  marks      INTEGER NOT NULL,                 -- fields still to be checked
  -- What the work list reads; it follows from the journal, the rules and the calendar, not from today.
  open       INTEGER NOT NULL DEFAULT 0 CHECK (open IN (0, 1)), -- somebody owes it a step, or the petitioner a paper
  due        TEXT CHECK (due GLOB '????-??-??'), -- last day of the limit that presses most
  clock      TEXT    NOT NULL DEFAULT '',      -- which limit
  duty       TEXT    NOT NULL DEFAULT '',      -- who must act before it ends
  owed       INTEGER NOT NULL DEFAULT 0 CHECK (owed IN (0, 1)), -- the house or a unit owes it
  remind     TEXT CHECK (remind GLOB '????-??-??'), -- from this day on a reminder is proposed
  tell       TEXT    NOT NULL DEFAULT '',      -- what the petitioner waits to be told: 'decide', or a paper
  figures    BLOB    NOT NULL DEFAULT x'',     -- all that figures are counted from, packed; it begins with the last day that counts
  accused    TEXT    NOT NULL DEFAULT ''       -- unit accused, whose people never see it
) STRICT;
CREATE UNIQUE INDEX petition_no ON petition (no);
-- Whole views of the work list are read and counted from this index alone.
CREATE INDEX petition_work ON petition
  (office, due, received, owed, tell, remind, registrar, unit, accused, sealed, open) WHERE open = 1;
CREATE INDEX petition_received ON petition (received);
-- Figures are counted from this index alone; what is sealed is in none of them.
CREATE INDEX petition_figures ON petition (figures) WHERE sealed = 0;
CREATE INDEX petition_follows ON petition (follows) WHERE follows IS NOT NULL;
CREATE INDEX petition_sealed ON petition (registrar) WHERE sealed = 1;

-- People and bodies that have brought a petition.
CREATE TABLE person (
  id       INTEGER PRIMARY KEY,
  office   TEXT NOT NULL,
  no       TEXT NOT NULL UNIQUE,
  kind     TEXT NOT NULL,
  name     TEXT NOT NULL,
  identity TEXT NOT NULL,
  phone    TEXT NOT NULL,
  address  TEXT NOT NULL,
  same     TEXT                                -- number of the record that is the same person and goes on
) STRICT;
CREATE INDEX person_identity ON person (identity) WHERE identity <> '';
CREATE INDEX person_phone ON person (phone) WHERE phone <> '';
CREATE INDEX person_same ON person (same) WHERE same IS NOT NULL;

-- Of whom or of what somebody has said that they are not the same.
CREATE TABLE apart (
  one   TEXT NOT NULL,                         -- the person or the petition in whose journal it is said
  other TEXT NOT NULL,
  PRIMARY KEY (one, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX apart_other ON apart (other, one);

-- Who stands on which petition, and in what part.
CREATE TABLE petitioner (
  petition INTEGER NOT NULL REFERENCES petition (id),
  pos      INTEGER NOT NULL,
  person   INTEGER NOT NULL REFERENCES person (id),
  role     TEXT    NOT NULL,
  PRIMARY KEY (petition, pos)
) STRICT, WITHOUT ROWID;
CREATE INDEX petitioner_person ON petitioner (person, petition);

-- Who has a conflict of interest in which petition, and therefore does not see it.
CREATE TABLE recused (
  clerk    TEXT    NOT NULL,
  petition INTEGER NOT NULL REFERENCES petition (id),
  PRIMARY KEY (clerk, petition)
) STRICT, WITHOUT ROWID;
CREATE INDEX recused_petition ON recused (petition);

-- Cases on the leaders' board, each whole as its journal tells it, but for its petitions.
CREATE TABLE cases (
  id      INTEGER PRIMARY KEY,
  office  TEXT    NOT NULL,
  no      TEXT    NOT NULL UNIQUE,
  version INTEGER NOT NULL CHECK (version > 0),
  body    TEXT    NOT NULL CHECK (json_valid(body)),
  title   TEXT    GENERATED ALWAYS AS (body ->> '$.matter.title') VIRTUAL,
  leader  TEXT    GENERATED ALWAYS AS (body ->> '$.matter.leader') VIRTUAL,
  state   TEXT    GENERATED ALWAYS AS (body ->> '$.matter.state') VIRTUAL
) STRICT;
CREATE INDEX cases_leader ON cases (leader, state);

-- Which petitions a case holds.
CREATE TABLE case_petition (
  cases    INTEGER NOT NULL REFERENCES cases (id),
  pos      INTEGER NOT NULL,
  petition INTEGER NOT NULL REFERENCES petition (id),
  PRIMARY KEY (cases, pos)
) STRICT, WITHOUT ROWID;
CREATE INDEX case_petition_petition ON case_petition (petition);

-- Rows of registers, each whole as its journal tells it; what lists read follows from it and from the declaration.
CREATE TABLE record (
  id       INTEGER PRIMARY KEY,
  register TEXT    NOT NULL,
  office   TEXT    NOT NULL,
  no       TEXT    NOT NULL UNIQUE,
  version  INTEGER NOT NULL CHECK (version > 0),
  struck   INTEGER NOT NULL CHECK (struck IN (0, 1)),
  sort     ANY,                                -- by which the list is sorted: text, a number or nothing
  state    TEXT,                               -- in which it is; nothing where rows have none
  due      TEXT,                               -- by when something has to be done with it; nothing where nothing is owed
  made     TEXT,                               -- the day of its entry
  day      TEXT,                               -- the day on which it counts
  f1       ANY,                                -- twelve short fields, those that are added up and that of the chart first
  f2       ANY,
  f3       ANY,
  f4       ANY,
  f5       ANY,
  f6       ANY,
  f7       ANY,
  f8       ANY,
  f9       ANY,
  f10      ANY,
  f11      ANY,
  f12      ANY,
  facts    BLOB    NOT NULL,                   -- JSONB: short fields beyond them
  words    TEXT    NOT NULL,                   -- what somebody wrote, in small letters, and how it sounds
  body     TEXT    NOT NULL CHECK (json_valid(body))
) STRICT;
-- Lists are sorted, narrowed, counted and added up from the first index alone, and narrowed by words from the second one,
-- which is three times as large.
CREATE INDEX record_list ON record (register, sort, id, state, due, made, day, office, f1, f2, f3, f4, f5, f6, f7, f8, f9,
  f10, f11, f12, facts) WHERE struck = 0;
CREATE INDEX record_words ON record (register, sort, id, state, due, made, day, office, f1, f2, f3, f4, f5, f6, f7, f8, f9,
  f10, f11, f12, facts, words) WHERE struck = 0;

-- What rows of registers lead to: petitions, cases, people, other rows; and the matters for which a row is put forward,
-- as '@register place category'.
CREATE TABLE record_link (
  target TEXT    NOT NULL,                     -- its number
  record INTEGER NOT NULL REFERENCES record (id),
  field  TEXT    NOT NULL,
  PRIMARY KEY (target, record, field)
) STRICT, WITHOUT ROWID;
CREATE INDEX record_link_record ON record_link (record);

-- Review meetings, each whole as its journal tells it.
CREATE TABLE meeting (
  id      INTEGER PRIMARY KEY,
  office  TEXT    NOT NULL,
  no      TEXT    NOT NULL UNIQUE,
  version INTEGER NOT NULL CHECK (version > 0),
  body    TEXT    NOT NULL CHECK (json_valid(body))
) STRICT;

-- Lists that an office keeps itself: offices, units, leaders, clerks, phrases, and its changes to the shipped ones.
CREATE TABLE item (
  list TEXT NOT NULL,
  code TEXT NOT NULL,
  body TEXT NOT NULL CHECK (json_valid(body)),
  PRIMARY KEY (list, code),
  -- Three administrators, each of whom is one thing and has no part in the casework.
  CHECK (list <> 'clerk' OR coalesce(body ->> '$.extra.role', 'clerk') IN
    ('clerk', 'handler', 'supervisor', 'leader', 'system', 'security', 'audit')),
  CHECK (list <> 'clerk' OR coalesce(body ->> '$.extra.role', 'clerk') NOT IN ('system', 'security', 'audit')
    OR (coalesce(body ->> '$.extra.sees_sealed', 0) = 0 AND coalesce(body ->> '$.extra.unit', '') = ''))
) STRICT, WITHOUT ROWID;

-- By what somebody proves who they are. Not in the journal, which keeps what it has been told.
CREATE TABLE credential (
  clerk  TEXT    NOT NULL PRIMARY KEY,
  hash   TEXT    NOT NULL,                     -- of the PIN: argon2id with a pepper that is not in this file; '' until there is one
  renew  INTEGER NOT NULL CHECK (renew IN (0, 1)), -- somebody else set it: to be changed at the next sign-in
  wrong  INTEGER NOT NULL CHECK (wrong >= 0),  -- tries since the last right one, the one under way included
  until  INTEGER NOT NULL,                     -- locked until then, UTC milliseconds
  last   INTEGER NOT NULL,                     -- the last sign-in, UTC milliseconds; 0 for none
  origin TEXT    NOT NULL                      -- and from where it was
) STRICT, WITHOUT ROWID;

-- Settings, marked local where the regulation leaves the choice to the place.
CREATE TABLE setting (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The last number issued, an office, kind and year.
CREATE TABLE counter (
  office TEXT    NOT NULL,
  kind   TEXT    NOT NULL,
  year   INTEGER NOT NULL,
  last   INTEGER NOT NULL,
  PRIMARY KEY (office, kind, year)
) STRICT, WITHOUT ROWID;

-- Forms that were open when a desk went away. Written by the saver alone.
CREATE TABLE draft (
  id       TEXT    NOT NULL PRIMARY KEY,       -- op of the order that saving the form will be
  clerk    TEXT    NOT NULL,
  terminal TEXT    NOT NULL,
  form     TEXT    NOT NULL,
  at       INTEGER NOT NULL,                   -- UTC milliseconds
  body     TEXT    NOT NULL CHECK (json_valid(body))
) STRICT, WITHOUT ROWID;

-- Finding. All of it can be made again from the journal, and `verify` compares it with the petitions.
-- Rows are petition ids; a block has 65,536 of them.

-- How far new rows have been sealed into postings and bearers.
CREATE TABLE idx_state (
  id     INTEGER PRIMARY KEY CHECK (id = 1),
  old_to INTEGER NOT NULL,                    -- rows up to here are sealed, or are being sealed
  open   INTEGER NOT NULL CHECK (open IN (0, 1)), -- whether rows of idx_new are being sealed
  done   INTEGER NOT NULL,                    -- their terms up to here are in idx_post already
  seq    INTEGER NOT NULL,                    -- counts changes of idx_new
  epoch  INTEGER NOT NULL,                    -- counts when rows left it
  edits  INTEGER NOT NULL,                    -- counts edits of what is sealed or being sealed
  splits INTEGER NOT NULL                     -- counts when pages of names were split
) STRICT;
INSERT INTO idx_state VALUES (1, 0, 0, 0, 0, 0, 0, 0);

-- The dictionary of distinct names, numbered from 0 without gaps; it only grows.
CREATE TABLE idx_name (
  id   INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

-- The same in the order of sounds, a page of the file to a row: what a name sounds like is a key of 8 bytes, then its
-- number in 4. Setting 'sounds' says by which readings.
CREATE TABLE idx_sound (
  key   INTEGER PRIMARY KEY,                  -- no name of this row has a lower one
  names BLOB NOT NULL
) STRICT;
INSERT INTO idx_sound VALUES (0, x'');
CREATE INDEX idx_sound_key ON idx_sound (key);

-- The same once more, by the second hanzi and what follows, the first hanzi last.
CREATE TABLE idx_given (
  key   INTEGER PRIMARY KEY,
  names BLOB NOT NULL
) STRICT;
INSERT INTO idx_given VALUES (0, x'');
CREATE INDEX idx_given_key ON idx_given (key);

-- How names of more than four hanzi are spelled: initials, the whole, first hanzi, number; one a line.
CREATE TABLE idx_long (
  first INTEGER PRIMARY KEY,
  lines TEXT NOT NULL
) STRICT;

-- Who bears which name: in each block, under the first hanzi of the name, names and
-- rows. The key is block << 16 | hanzi, hanzi numbered in the order of sounds.
CREATE TABLE idx_bearer (
  key   INTEGER PRIMARY KEY,
  pairs BLOB NOT NULL                         -- 3 bytes for the name, 2 for the row's place in its block; ascending
) STRICT;

-- Tails of phones, identity and petition numbers, turned round and packed into one integer.
CREATE TABLE idx_digit (
  key      INTEGER NOT NULL,
  petition INTEGER NOT NULL,
  PRIMARY KEY (key, petition)
) STRICT, WITHOUT ROWID;

-- Postings: which rows of a block hold a term. The key is block << 42 | term.
CREATE TABLE idx_post (
  key  INTEGER PRIMARY KEY,
  rows BLOB NOT NULL
) STRICT;

-- The delta: rows that are not in idx_post and idx_bearer yet, or not yet entirely.
CREATE TABLE idx_new (
  petition INTEGER PRIMARY KEY,
  seq      INTEGER NOT NULL,                  -- the change that told it last
  terms    BLOB NOT NULL,                     -- ascending, packed
  names    BLOB NOT NULL                      -- 4 bytes each
) STRICT;
CREATE INDEX idx_new_seq ON idx_new (seq);

-- What each clerk looked at last, for the empty box.
CREATE TABLE opened (
  clerk TEXT    NOT NULL,
  no    TEXT    NOT NULL,
  at    INTEGER NOT NULL,                     -- UTC milliseconds
  PRIMARY KEY (clerk, no)
) STRICT, WITHOUT ROWID;
