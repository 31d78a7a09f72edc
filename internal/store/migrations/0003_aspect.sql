-- Which side of its code a coding shows, for those that say so; several are
-- divided by semicolons. The index is of these alone.
ALTER TABLE coding ADD COLUMN aspect TEXT NOT NULL DEFAULT '';
CREATE INDEX coding_aspect ON coding (aspect) WHERE aspect <> '';
