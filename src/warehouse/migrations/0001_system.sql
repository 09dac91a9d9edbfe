-- How far each source of each stream was taken into the rollups. Moved in the transaction that merges what lies
-- before it: that is what makes a replay exact.
CREATE TABLE crosscurrent.source_offset (
  stream text COLLATE "C" NOT NULL,
  source text COLLATE "C" NOT NULL,
  next_offset bigint NOT NULL CHECK (next_offset >= 0),
  PRIMARY KEY (stream, source)
) WITH (fillfactor = 50);

-- received = stored + duplicate + rejected; stored = rows in the lake + expired.
CREATE TABLE crosscurrent.account (
  stream text COLLATE "C" NOT NULL,
  source text COLLATE "C" NOT NULL,
  received bigint NOT NULL DEFAULT 0,
  stored bigint NOT NULL DEFAULT 0,
  duplicate bigint NOT NULL DEFAULT 0,
  rejected bigint NOT NULL DEFAULT 0,
  expired bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (stream, source)
) WITH (fillfactor = 50);
COMMENT ON COLUMN crosscurrent.account.expired IS 'Stored events that have left the lake by its age limit';

CREATE TABLE crosscurrent.account_reason (
  stream text COLLATE "C" NOT NULL,
  source text COLLATE "C" NOT NULL,
  reason text COLLATE "C" NOT NULL,
  events bigint NOT NULL,
  PRIMARY KEY (stream, source, reason)
) WITH (fillfactor = 50);
COMMENT ON TABLE crosscurrent.account_reason IS 'Rejected events by reason';

CREATE TABLE crosscurrent.account_field (
  stream text COLLATE "C" NOT NULL,
  source text COLLATE "C" NOT NULL,
  field text COLLATE "C" NOT NULL,
  events bigint NOT NULL,
  PRIMARY KEY (stream, source, field)
) WITH (fillfactor = 50);
COMMENT ON TABLE crosscurrent.account_field IS 'Stored events by optional field whose value was unusable and became NULL';

CREATE TABLE crosscurrent.dead_letter (
  id bigserial PRIMARY KEY,
  stream text COLLATE "C" NOT NULL,
  source text COLLATE "C" NOT NULL,
  source_offset bigint NOT NULL,
  reason text COLLATE "C" NOT NULL,
  raw bytea NOT NULL,
  raw_bytes bigint NOT NULL,
  received_at timestamptz NOT NULL,
  replayed_at timestamptz
);
COMMENT ON COLUMN crosscurrent.dead_letter.raw IS 'The beginning of the line; raw_bytes is the length of all of it';
CREATE INDEX dead_letter_stream ON crosscurrent.dead_letter (stream, reason, id);

CREATE TABLE crosscurrent.lake_file (
  stream text COLLATE "C" NOT NULL,
  source text COLLATE "C" NOT NULL,
  day date NOT NULL,
  path text COLLATE "C" NOT NULL,
  rows bigint NOT NULL,
  bytes bigint NOT NULL,
  from_offset bigint NOT NULL,
  to_offset bigint NOT NULL,
  min_time timestamptz NOT NULL,
  max_time timestamptz NOT NULL,
  added_at timestamptz NOT NULL,
  PRIMARY KEY (stream, path)
);
COMMENT ON TABLE crosscurrent.lake_file IS 'The Parquet files that count; others in the lake folder are left-overs';
CREATE INDEX lake_file_time ON crosscurrent.lake_file (stream, min_time, max_time);

CREATE TABLE crosscurrent.stream_state (
  stream text COLLATE "C" PRIMARY KEY,
  version bigint NOT NULL,
  committed_at timestamptz,
  latest_event timestamptz
) WITH (fillfactor = 50);
COMMENT ON COLUMN crosscurrent.stream_state.version IS 'How many times the figures of the stream changed';

CREATE TABLE crosscurrent.stale_window (
  stream text COLLATE "C" NOT NULL,
  grain text COLLATE "C" NOT NULL CHECK (grain IN ('minute', 'hour', 'day')),
  start timestamptz NOT NULL,
  version bigint NOT NULL,
  PRIMARY KEY (stream, grain, start)
) WITH (fillfactor = 70);
COMMENT ON TABLE crosscurrent.stale_window IS
  'Windows whose holistic measures have to be computed again, and the version of the stream since which';

CREATE TABLE crosscurrent.ingested_file (
  stream text COLLATE "C" NOT NULL,
  source text COLLATE "C" NOT NULL,
  path text NOT NULL,
  size bigint NOT NULL,
  fingerprint text COLLATE "C" NOT NULL,
  started_at timestamptz NOT NULL,
  completed_at timestamptz,
  PRIMARY KEY (stream, fingerprint)
);

-- What the tables of each stream were made from.
CREATE TABLE crosscurrent.stream_schema (
  stream text COLLATE "C" PRIMARY KEY,
  checksum text NOT NULL,
  definitions jsonb NOT NULL,
  reasons jsonb NOT NULL
);
COMMENT ON COLUMN crosscurrent.stream_schema.definitions IS 'Rollup -> checksum of how it is counted';
COMMENT ON COLUMN crosscurrent.stream_schema.reasons IS 'Why a rebuild is needed, in words; empty when it is not';
