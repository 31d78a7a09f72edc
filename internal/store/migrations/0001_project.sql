-- The schema of a tematik project. Positions are Unicode code points, half
-- open; times are milliseconds since 1970, UTC. Laws: every table of the
-- study has an AUTOINCREMENT id (the journal keeps new rows as ranges of
-- ids), foreign keys are deferred and have no actions, parents come first.

CREATE TABLE project (
  id       INTEGER PRIMARY KEY AUTOINCREMENT CHECK (id = 1),
  guid     BLOB NOT NULL CHECK (length(guid) = 16),
  title    TEXT NOT NULL,
  approach TEXT NOT NULL,
  language TEXT NOT NULL,
  created  INTEGER NOT NULL
) STRICT;

-- Texts, append-only and outside the journal.
CREATE TABLE body (
  id     INTEGER PRIMARY KEY AUTOINCREMENT,
  sha256 BLOB NOT NULL UNIQUE CHECK (length(sha256) = 32),
  text   TEXT NOT NULL
) STRICT;

CREATE TABLE coder (
  id   INTEGER PRIMARY KEY AUTOINCREMENT,
  guid BLOB NOT NULL UNIQUE CHECK (length(guid) = 16),
  name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE cases (
  id   INTEGER PRIMARY KEY AUTOINCREMENT,
  guid BLOB NOT NULL UNIQUE CHECK (length(guid) = 16),
  name TEXT NOT NULL UNIQUE
) STRICT;

-- position orders the documents: the id at first, exchanged when reordered.
CREATE TABLE document (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  guid     BLOB NOT NULL UNIQUE CHECK (length(guid) = 16),
  name     TEXT NOT NULL UNIQUE,
  file     TEXT NOT NULL,
  kind     TEXT NOT NULL,
  date     TEXT NOT NULL,
  language TEXT NOT NULL,
  "case"   INTEGER REFERENCES cases (id) DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL UNIQUE,
  imported INTEGER NOT NULL,
  sha256   BLOB NOT NULL REFERENCES body (sha256) DEFERRABLE INITIALLY DEFERRED,
  length   INTEGER NOT NULL CHECK (length >= 0)
) STRICT;
CREATE INDEX document_case ON document ("case");
CREATE INDEX document_sha256 ON document (sha256);

-- n is the speaker's number within the document, from 0.
CREATE TABLE speaker (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  document INTEGER NOT NULL REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED,
  n        INTEGER NOT NULL,
  label    TEXT NOT NULL,
  role     TEXT NOT NULL,
  "case"   INTEGER REFERENCES cases (id) DEFERRABLE INITIALLY DEFERRED,
  UNIQUE (document, n)
) STRICT;
CREATE INDEX speaker_case ON speaker ("case");

-- n is the turn's number within the document, from 0; time is that of its
-- time stamp, in milliseconds.
CREATE TABLE turn (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  document INTEGER NOT NULL REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED,
  n        INTEGER NOT NULL,
  start    INTEGER NOT NULL,
  "end"    INTEGER NOT NULL,
  speaker  INTEGER NOT NULL,
  time     INTEGER,
  UNIQUE (document, n),
  CHECK (0 <= start AND start <= "end"),
  FOREIGN KEY (document, speaker) REFERENCES speaker (document, n) DEFERRABLE INITIALLY DEFERRED
) STRICT;

-- Attributes of a document or of a case.
CREATE TABLE value (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  document INTEGER REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED,
  "case"   INTEGER REFERENCES cases (id) DEFERRABLE INITIALLY DEFERRED,
  name     TEXT NOT NULL,
  value    TEXT NOT NULL,
  UNIQUE (document, name),
  UNIQUE ("case", name),
  CHECK ((document IS NULL) <> ("case" IS NULL))
) STRICT;

-- How far a coder is with a document; without a row: new.
CREATE TABLE state (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  document INTEGER NOT NULL REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED,
  coder    INTEGER NOT NULL REFERENCES coder (id) DEFERRABLE INITIALLY DEFERRED,
  state    TEXT NOT NULL CHECK (state IN ('open', 'done')),
  UNIQUE (document, coder)
) STRICT;
CREATE INDEX state_coder ON state (coder);

CREATE TABLE codebook (
  id        INTEGER PRIMARY KEY AUTOINCREMENT CHECK (id = 1),
  title     TEXT NOT NULL CHECK (json_valid(title)),
  version   TEXT NOT NULL,
  revision  INTEGER NOT NULL,
  language  TEXT NOT NULL,
  unit      TEXT NOT NULL,
  closed    INTEGER NOT NULL,
  normalize TEXT NOT NULL CHECK (json_valid(normalize))
) STRICT;

-- Texts are {"plain"} or {"en","id"}. position and then id order the siblings.
CREATE TABLE code (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  guid       BLOB NOT NULL UNIQUE CHECK (length(guid) = 16),
  parent     INTEGER REFERENCES code (id) DEFERRABLE INITIALLY DEFERRED,
  position   INTEGER NOT NULL,
  key        TEXT NOT NULL UNIQUE,
  kind       TEXT NOT NULL,
  name       TEXT NOT NULL CHECK (json_valid(name)),
  concept    TEXT NOT NULL CHECK (json_valid(concept)),
  definition TEXT NOT NULL CHECK (json_valid(definition)),
  include    TEXT NOT NULL CHECK (json_valid(include)),
  exclude    TEXT NOT NULL CHECK (json_valid(exclude)),
  examples   TEXT NOT NULL CHECK (json_valid(examples)),
  color      TEXT NOT NULL,
  "except"   TEXT NOT NULL CHECK (json_valid("except")),
  rules      TEXT NOT NULL CHECK (json_valid(rules))
) STRICT;
CREATE INDEX code_parent ON code (parent);

-- check is the 64-bit check of the words, as a signed number; origin is
-- 0 manual, 1 rule, 2 learner, 3 model, 4 import.
CREATE TABLE coding (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  guid     BLOB NOT NULL CHECK (length(guid) = 16),
  document INTEGER NOT NULL REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED,
  start    INTEGER NOT NULL,
  "end"    INTEGER NOT NULL,
  code     INTEGER NOT NULL REFERENCES code (id) DEFERRABLE INITIALLY DEFERRED,
  coder    INTEGER NOT NULL REFERENCES coder (id) DEFERRABLE INITIALLY DEFERRED,
  origin   INTEGER NOT NULL CHECK (origin BETWEEN 0 AND 4),
  "check"  INTEGER NOT NULL,
  created  INTEGER NOT NULL,
  CHECK (0 <= start AND start < "end")
) STRICT;
CREATE UNIQUE INDEX coding_once ON coding (document, start, "end", code, coder);
CREATE INDEX coding_code ON coding (code);

-- evidence is [[start,end],…]: what matched.
CREATE TABLE proposal (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  document  INTEGER NOT NULL REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED,
  start     INTEGER NOT NULL,
  "end"     INTEGER NOT NULL,
  code      INTEGER NOT NULL REFERENCES code (id) DEFERRABLE INITIALLY DEFERRED,
  origin    INTEGER NOT NULL CHECK (origin BETWEEN 0 AND 4),
  rule      TEXT NOT NULL,
  rule_hash TEXT NOT NULL,
  evidence  TEXT NOT NULL CHECK (json_valid(evidence)),
  decision  TEXT NOT NULL CHECK (decision IN ('pending', 'accepted', 'rejected')),
  created   INTEGER NOT NULL,
  UNIQUE (document, start, "end", code, origin, rule, rule_hash),
  CHECK (0 <= start AND start < "end")
) STRICT;
CREATE INDEX proposal_code ON proposal (code);

-- A note on one thing, or on the project when all four are NULL.
CREATE TABLE memo (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  guid     BLOB NOT NULL UNIQUE CHECK (length(guid) = 16),
  document INTEGER REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED,
  "case"   INTEGER REFERENCES cases (id) DEFERRABLE INITIALLY DEFERRED,
  code     INTEGER REFERENCES code (id) DEFERRABLE INITIALLY DEFERRED,
  coding   INTEGER REFERENCES coding (id) DEFERRABLE INITIALLY DEFERRED,
  coder    INTEGER NOT NULL REFERENCES coder (id) DEFERRABLE INITIALLY DEFERRED,
  text     TEXT NOT NULL,
  created  INTEGER NOT NULL,
  CHECK ((document IS NOT NULL) + ("case" IS NOT NULL) + (code IS NOT NULL) + (coding IS NOT NULL) <= 1)
) STRICT;
CREATE INDEX memo_document ON memo (document);
CREATE INDEX memo_case ON memo ("case");
CREATE INDEX memo_code ON memo (code);
CREATE INDEX memo_coding ON memo (coding);
CREATE INDEX memo_coder ON memo (coder);

-- The history: who, when, what; never words of a transcript or memo. state:
-- live; undone, may be redone; dead, undone for good; fixed, cannot be undone.
CREATE TABLE event (
  id     INTEGER PRIMARY KEY AUTOINCREMENT,
  guid   BLOB NOT NULL UNIQUE CHECK (length(guid) = 16),
  coder  TEXT NOT NULL,
  at     INTEGER NOT NULL,
  kind   TEXT NOT NULL,
  counts TEXT NOT NULL CHECK (json_valid(counts)),
  target INTEGER REFERENCES event (id) DEFERRABLE INITIALLY DEFERRED,
  state  TEXT NOT NULL CHECK (state IN ('live', 'undone', 'dead', 'fixed'))
) STRICT;

-- The rows that an event changed or deleted, as they were before and after.
CREATE TABLE change (
  event  INTEGER NOT NULL REFERENCES event (id) DEFERRABLE INITIALLY DEFERRED,
  tbl    TEXT NOT NULL,
  row    INTEGER NOT NULL,
  before TEXT,
  after  TEXT,
  PRIMARY KEY (event, tbl, row)
) STRICT, WITHOUT ROWID;

-- The rows that an event made: above < id <= upto.
CREATE TABLE inserted (
  event INTEGER NOT NULL REFERENCES event (id) DEFERRABLE INITIALLY DEFERRED,
  tbl   TEXT NOT NULL,
  above INTEGER NOT NULL,
  upto  INTEGER NOT NULL,
  PRIMARY KEY (event, tbl)
) STRICT, WITHOUT ROWID;

-- Every segment with its words, for readers of the file.
CREATE VIEW segments AS
WITH RECURSIVE top (id, theme) AS (
  SELECT id, key FROM code WHERE parent IS NULL
  UNION ALL
  SELECT code.id, top.theme FROM code JOIN top ON code.parent = top.id
)
SELECT coding.id AS id,
       document.name AS document,
       -- a speaker may stand for a case of their own
       coalesce((SELECT own.name FROM turn
                 JOIN speaker ON speaker.document = turn.document AND speaker.n = turn.speaker
                 JOIN cases own ON own.id = speaker."case"
                 WHERE turn.document = coding.document AND turn.start < coding."end" AND turn."end" > coding.start
                 ORDER BY turn.start LIMIT 1), cases.name) AS "case",
       coder.name AS coder,
       code.key AS code,
       coalesce(code.name ->> 'plain', code.name ->> 'en', code.name ->> 'id') AS code_name,
       top.theme AS theme,
       coding.start AS start,
       coding."end" AS "end",
       substr(body.text, coding.start + 1, coding."end" - coding.start) AS words,
       CASE coding.origin WHEN 0 THEN 'manual' WHEN 1 THEN 'rule' WHEN 2 THEN 'learner' WHEN 3 THEN 'model' ELSE 'import' END AS origin,
       strftime('%Y-%m-%dT%H:%M:%fZ', coding.created / 1000.0, 'unixepoch') AS created
FROM coding
JOIN document ON document.id = coding.document
JOIN body ON body.sha256 = document.sha256
JOIN coder ON coder.id = coding.coder
JOIN code ON code.id = coding.code
JOIN top ON top.id = coding.code
LEFT JOIN cases ON cases.id = document."case"
ORDER BY document.position, coding.start, coding."end", coding.id;
