-- Rows of lake files that no longer count: a later event has deleted or replaced theirs. Readers of the lake leave them
-- out; a compaction writes the file anew without them. They go with their file, and none can be of a file that is gone.
CREATE TABLE crosscurrent.lake_removed (
  stream text COLLATE "C" NOT NULL,
  path text COLLATE "C" NOT NULL,
  row bigint NOT NULL CHECK (row >= 0),
  PRIMARY KEY (stream, path, row),
  FOREIGN KEY (stream, path) REFERENCES crosscurrent.lake_file (stream, path) ON DELETE CASCADE
);
COMMENT ON COLUMN crosscurrent.lake_removed.row IS 'Its number in the file, from 0';

-- stored = rows in the lake + expired + forgotten.
ALTER TABLE crosscurrent.account
  ADD COLUMN forgotten bigint NOT NULL DEFAULT 0,
  ADD COLUMN forgotten_letters bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN crosscurrent.account.forgotten IS
  'Stored events that were deleted or replaced later, and that a compaction has left out of the lake';
COMMENT ON COLUMN crosscurrent.account.forgotten_letters IS
  'Dead letters that went because their event or person was deleted; they stay counted as rejected';

-- Whose dead letter it is, as far as the line tells.
ALTER TABLE crosscurrent.dead_letter
  ADD COLUMN event_id text COLLATE "C",
  ADD COLUMN person text COLLATE "C";
-- A line can say any text, and only a hash has room for all of them.
CREATE INDEX dead_letter_event ON crosscurrent.dead_letter USING hash (event_id) WHERE event_id IS NOT NULL;
CREATE INDEX dead_letter_person ON crosscurrent.dead_letter USING hash (person) WHERE person IS NOT NULL;
