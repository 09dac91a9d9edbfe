-- Counts over a range are made in the lake. Where events have left it by age, they are not known any more.
ALTER TABLE crosscurrent.stream_state ADD COLUMN lake_from timestamptz;
COMMENT ON COLUMN crosscurrent.stream_state.lake_from IS
  'Events before it may have left the lake by age; NULL: none has';
