-- Who bears which name, filed by the first hanzi: in place of a list of each name's rows and a column of each row's names.
DROP TABLE idx_named;
DROP TABLE idx_column;
CREATE TABLE idx_bearer (
  key   INTEGER PRIMARY KEY,
  pairs BLOB NOT NULL
) STRICT;
