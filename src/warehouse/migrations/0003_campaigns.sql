-- What users follow: words, hashtags and limits, kept here as reference data.
CREATE TABLE crosscurrent.campaign (
  id text COLLATE "C" PRIMARY KEY,
  name text NOT NULL,
  name_key text COLLATE "C" NOT NULL UNIQUE,
  colour text NOT NULL,
  rules jsonb NOT NULL,
  edition integer NOT NULL,
  next_edition integer CHECK (next_edition > edition),
  shown_rules jsonb,
  match_total bigint NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  CHECK ((next_edition IS NULL) = (shown_rules IS NULL))
);
COMMENT ON COLUMN crosscurrent.campaign.name_key IS 'The name without its case: no two campaigns have the same';
COMMENT ON COLUMN crosscurrent.campaign.rules IS 'What is looked for; of next_edition, while there is one';
COMMENT ON COLUMN crosscurrent.campaign.edition IS 'The mentions that are shown: rows of an earlier edition are on their way out';
COMMENT ON COLUMN crosscurrent.campaign.next_edition IS 'Takes the place of edition when all stored events have been looked at';
COMMENT ON COLUMN crosscurrent.campaign.shown_rules IS 'What edition looks for, while next_edition is being made';
COMMENT ON COLUMN crosscurrent.campaign.match_total IS
  'Stored events when the newest edition began; those in files of campaign_file still have to be looked at';

-- Files of the lake that were there when an edition began and still have to be looked at. What came later is matched as
-- it arrives, so that each event is looked at once.
CREATE TABLE crosscurrent.campaign_file (
  stream text COLLATE "C" NOT NULL,
  path text COLLATE "C" NOT NULL,
  campaign text COLLATE "C" NOT NULL REFERENCES crosscurrent.campaign ON DELETE CASCADE,
  edition integer NOT NULL,
  rows bigint NOT NULL,
  PRIMARY KEY (stream, path, campaign, edition)
);
CREATE INDEX campaign_file_campaign ON crosscurrent.campaign_file (campaign, edition);

-- Editions that are over and whose mentions may still be there.
CREATE TABLE crosscurrent.campaign_leftover (
  campaign text COLLATE "C" NOT NULL,
  edition integer NOT NULL,
  PRIMARY KEY (campaign, edition)
);

-- Streams whose mentions have to be made anew: their columns changed, or their events were derived again.
CREATE TABLE crosscurrent.campaign_rematch (
  stream text COLLATE "C" PRIMARY KEY
);
