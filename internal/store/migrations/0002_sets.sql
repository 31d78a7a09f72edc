-- The codebook's named sets of terms, [{"name","terms"},…] in its author's order.
ALTER TABLE codebook ADD COLUMN sets TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(sets));
