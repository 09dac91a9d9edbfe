-- What keeps the figures of a stream up to date on Flink: one job a stream. Written before a job is submitted, so that
-- one that is running is always known.
CREATE TABLE crosscurrent.deployment (
  stream text COLLATE "C" PRIMARY KEY,
  revision bigint NOT NULL,
  wanted text COLLATE "C" NOT NULL CHECK (wanted IN ('running', 'stopped')),
  job_id text COLLATE "C",
  plan_checksum text COLLATE "C" NOT NULL,
  figures_checksum text COLLATE "C" NOT NULL,
  sql text NOT NULL,
  restored_from text,
  savepoint text,
  checkpoint_folder text,
  newest_checkpoint text,
  flink_url text NOT NULL,
  submitted_at timestamptz,
  stopped_at timestamptz
) WITH (fillfactor = 70);
COMMENT ON COLUMN crosscurrent.deployment.revision IS 'Moved by each change: of two deployers at once the second fails';
COMMENT ON COLUMN crosscurrent.deployment.sql IS 'All statements; passwords are masked';
COMMENT ON COLUMN crosscurrent.deployment.figures_checksum IS 'Of what decides the figures: state is of no use to another';
COMMENT ON COLUMN crosscurrent.deployment.restored_from IS 'Savepoint or checkpoint that the job began with; NULL: the beginning of its topic';
COMMENT ON COLUMN crosscurrent.deployment.savepoint IS 'Of a stopped one: where it goes on';
