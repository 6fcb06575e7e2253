-- Registers: what every list of one compares and adds up stands in columns of its own.
ALTER TABLE record ADD COLUMN due TEXT;
ALTER TABLE record ADD COLUMN n1 REAL;
ALTER TABLE record ADD COLUMN n2 REAL;
ALTER TABLE record ADD COLUMN n3 REAL;
ALTER TABLE record ADD COLUMN n4 REAL;
DROP INDEX record_list;
CREATE INDEX record_list ON record (register, sort, id, due, n1, n2, n3, n4, facts, words) WHERE struck = 0;
