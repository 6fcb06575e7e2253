-- Registers: all that lists compare, sort and add up stands in columns of its own.
DROP INDEX record_list;
ALTER TABLE record DROP COLUMN n1;
ALTER TABLE record DROP COLUMN n2;
ALTER TABLE record DROP COLUMN n3;
ALTER TABLE record DROP COLUMN n4;
ALTER TABLE record ADD COLUMN state TEXT;
ALTER TABLE record ADD COLUMN made TEXT;
ALTER TABLE record ADD COLUMN day TEXT;
ALTER TABLE record ADD COLUMN f1 ANY;
ALTER TABLE record ADD COLUMN f2 ANY;
ALTER TABLE record ADD COLUMN f3 ANY;
ALTER TABLE record ADD COLUMN f4 ANY;
ALTER TABLE record ADD COLUMN f5 ANY;
ALTER TABLE record ADD COLUMN f6 ANY;
ALTER TABLE record ADD COLUMN f7 ANY;
ALTER TABLE record ADD COLUMN f8 ANY;
ALTER TABLE record ADD COLUMN f9 ANY;
ALTER TABLE record ADD COLUMN f10 ANY;
ALTER TABLE record ADD COLUMN f11 ANY;
ALTER TABLE record ADD COLUMN f12 ANY;
CREATE INDEX record_list ON record (register, sort, id, state, due, made, day, office, f1, f2, f3, f4, f5, f6, f7, f8, f9,
  f10, f11, f12, facts) WHERE struck = 0;
CREATE INDEX record_words ON record (register, sort, id, state, due, made, day, office, f1, f2, f3, f4, f5, f6, f7, f8, f9,
  f10, f11, f12, facts, words) WHERE struck = 0;
