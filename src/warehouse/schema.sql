-- Made by `node scripts/run.mjs --script scripts/schema.ts`; a test compares it with the declarations.

CREATE SCHEMA IF NOT EXISTS crosscurrent;
CREATE TABLE IF NOT EXISTS crosscurrent.migration (
  number integer PRIMARY KEY,
  name text NOT NULL,
  checksum text NOT NULL,
  applied_at timestamptz NOT NULL
);

-- 0001_system

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

-- 0002_revisions

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

-- 0003_campaigns

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

-- 0004_mention_changes

-- How many times the mentions of a campaign changed: while that stays, what was counted of them is still right.
CREATE TABLE crosscurrent.mention_change (
  stream text COLLATE "C" NOT NULL,
  campaign text COLLATE "C" NOT NULL,
  changes bigint NOT NULL,
  PRIMARY KEY (stream, campaign)
) WITH (fillfactor = 50);

-- 0005_deployments

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

-- 0006_lake_span

-- Counts over a range are made in the lake. Where events have left it by age, they are not known any more.
ALTER TABLE crosscurrent.stream_state ADD COLUMN lake_from timestamptz;
COMMENT ON COLUMN crosscurrent.stream_state.lake_from IS
  'Events before it may have left the lake by age; NULL: none has';

-- The stream web-behaviour

CREATE SCHEMA "web_behaviour";
COMMENT ON SCHEMA "web_behaviour" IS 'What people do on a web shop: pages, products, carts and orders';
CREATE TABLE "web_behaviour"."product_views" (
  "window_start" timestamptz NOT NULL,
  "product_id" text COLLATE "C" NOT NULL,
  "is_bot" boolean NOT NULL,
  "views" bigint NOT NULL,
  PRIMARY KEY ("window_start", "product_id", "is_bot")
) WITH (fillfactor = 50);
COMMENT ON TABLE "web_behaviour"."product_views" IS 'Views and visitors of each product by day';
COMMENT ON COLUMN "web_behaviour"."product_views"."window_start" IS 'Start of the day, UTC';
COMMENT ON COLUMN "web_behaviour"."product_views"."views" IS 'Views: events whose collection is view_product_detail';
CREATE TABLE "web_behaviour"."product_views_distinct" (
  "window_start" timestamptz NOT NULL,
  "product_id" text COLLATE "C" NOT NULL,
  "is_bot" boolean NOT NULL,
  "visitors" bigint NOT NULL,
  PRIMARY KEY ("window_start", "product_id", "is_bot")
);
COMMENT ON TABLE "web_behaviour"."product_views_distinct" IS 'Views and visitors of each product by day: distinct counts';
COMMENT ON COLUMN "web_behaviour"."product_views_distinct"."window_start" IS 'Start of the day, UTC';
COMMENT ON COLUMN "web_behaviour"."product_views_distinct"."visitors" IS 'Visitors: different devices, each counted once';
CREATE TABLE "web_behaviour"."product_hours" (
  "window_start" timestamptz NOT NULL,
  "product_id" text COLLATE "C" NOT NULL,
  "is_bot" boolean NOT NULL,
  "views" bigint NOT NULL,
  PRIMARY KEY ("window_start", "product_id", "is_bot")
) WITH (fillfactor = 50);
COMMENT ON TABLE "web_behaviour"."product_hours" IS 'Views of each product by hour';
COMMENT ON COLUMN "web_behaviour"."product_hours"."window_start" IS 'Start of the hour, UTC';
COMMENT ON COLUMN "web_behaviour"."product_hours"."views" IS 'Views: events whose collection is view_product_detail';
CREATE TABLE "web_behaviour"."country_views" (
  "window_start" timestamptz NOT NULL,
  "country" text COLLATE "C" NOT NULL,
  "is_bot" boolean NOT NULL,
  "views" bigint NOT NULL,
  PRIMARY KEY ("window_start", "country", "is_bot")
) WITH (fillfactor = 50);
COMMENT ON TABLE "web_behaviour"."country_views" IS 'Views and visitors of each country by day';
COMMENT ON COLUMN "web_behaviour"."country_views"."window_start" IS 'Start of the day, UTC';
COMMENT ON COLUMN "web_behaviour"."country_views"."views" IS 'Views: events whose collection is view_product_detail';
CREATE TABLE "web_behaviour"."country_views_distinct" (
  "window_start" timestamptz NOT NULL,
  "country" text COLLATE "C" NOT NULL,
  "is_bot" boolean NOT NULL,
  "visitors" bigint NOT NULL,
  PRIMARY KEY ("window_start", "country", "is_bot")
);
COMMENT ON TABLE "web_behaviour"."country_views_distinct" IS 'Views and visitors of each country by day: distinct counts';
COMMENT ON COLUMN "web_behaviour"."country_views_distinct"."window_start" IS 'Start of the day, UTC';
COMMENT ON COLUMN "web_behaviour"."country_views_distinct"."visitors" IS 'Visitors: different devices, each counted once';
CREATE TABLE "web_behaviour"."store_views" (
  "window_start" timestamptz NOT NULL,
  "country" text COLLATE "C" NOT NULL,
  "store_id" text COLLATE "C" NOT NULL,
  "is_bot" boolean NOT NULL,
  "views" bigint NOT NULL,
  PRIMARY KEY ("window_start", "country", "store_id", "is_bot")
) WITH (fillfactor = 50);
COMMENT ON TABLE "web_behaviour"."store_views" IS 'Views of each store by day';
COMMENT ON COLUMN "web_behaviour"."store_views"."window_start" IS 'Start of the day, UTC';
COMMENT ON COLUMN "web_behaviour"."store_views"."views" IS 'Views: events whose collection is view_product_detail';
CREATE TABLE "web_behaviour"."referrer_views" (
  "window_start" timestamptz NOT NULL,
  "referrer_url" text COLLATE "C" NOT NULL,
  "referrer_domain" text COLLATE "C" NOT NULL,
  "referrer_medium" text COLLATE "C" NOT NULL,
  "is_self_referral" boolean NOT NULL,
  "is_bot" boolean NOT NULL,
  "views" bigint NOT NULL,
  PRIMARY KEY ("window_start", "referrer_url", "referrer_domain", "referrer_medium", "is_self_referral", "is_bot")
) WITH (fillfactor = 50);
COMMENT ON TABLE "web_behaviour"."referrer_views" IS 'Views by referring address, domain and medium by day';
COMMENT ON COLUMN "web_behaviour"."referrer_views"."window_start" IS 'Start of the day, UTC';
COMMENT ON COLUMN "web_behaviour"."referrer_views"."views" IS 'Views: events whose collection is view_product_detail';
CREATE TABLE "web_behaviour"."browser_os_views" (
  "window_start" timestamptz NOT NULL,
  "browser" text COLLATE "C" NOT NULL,
  "os" text COLLATE "C" NOT NULL,
  "is_bot" boolean NOT NULL,
  "views" bigint NOT NULL,
  PRIMARY KEY ("window_start", "browser", "os", "is_bot")
) WITH (fillfactor = 50);
COMMENT ON TABLE "web_behaviour"."browser_os_views" IS 'Views by browser and operating system by hour';
COMMENT ON COLUMN "web_behaviour"."browser_os_views"."window_start" IS 'Start of the hour, UTC';
COMMENT ON COLUMN "web_behaviour"."browser_os_views"."views" IS 'Views: events whose collection is view_product_detail';
CREATE TABLE "web_behaviour"."traffic_minute" (
  "window_start" timestamptz NOT NULL,
  "is_bot" boolean NOT NULL,
  "views" bigint NOT NULL,
  PRIMARY KEY ("window_start", "is_bot")
) WITH (fillfactor = 50);
COMMENT ON TABLE "web_behaviour"."traffic_minute" IS 'Views and visitors by minute';
COMMENT ON COLUMN "web_behaviour"."traffic_minute"."window_start" IS 'Start of the minute, UTC';
COMMENT ON COLUMN "web_behaviour"."traffic_minute"."views" IS 'Views: events whose collection is view_product_detail';
CREATE TABLE "web_behaviour"."traffic_minute_distinct" (
  "window_start" timestamptz NOT NULL,
  "is_bot" boolean NOT NULL,
  "visitors" bigint NOT NULL,
  PRIMARY KEY ("window_start", "is_bot")
);
COMMENT ON TABLE "web_behaviour"."traffic_minute_distinct" IS 'Views and visitors by minute: distinct counts';
COMMENT ON COLUMN "web_behaviour"."traffic_minute_distinct"."window_start" IS 'Start of the minute, UTC';
COMMENT ON COLUMN "web_behaviour"."traffic_minute_distinct"."visitors" IS 'Visitors: different devices, each counted once';
CREATE TABLE "web_behaviour"."traffic_hour" (
  "window_start" timestamptz NOT NULL,
  "is_bot" boolean NOT NULL,
  "views" bigint NOT NULL,
  PRIMARY KEY ("window_start", "is_bot")
) WITH (fillfactor = 50);
COMMENT ON TABLE "web_behaviour"."traffic_hour" IS 'Views and visitors by hour';
COMMENT ON COLUMN "web_behaviour"."traffic_hour"."window_start" IS 'Start of the hour, UTC';
COMMENT ON COLUMN "web_behaviour"."traffic_hour"."views" IS 'Views: events whose collection is view_product_detail';
CREATE TABLE "web_behaviour"."traffic_hour_distinct" (
  "window_start" timestamptz NOT NULL,
  "is_bot" boolean NOT NULL,
  "visitors" bigint NOT NULL,
  PRIMARY KEY ("window_start", "is_bot")
);
COMMENT ON TABLE "web_behaviour"."traffic_hour_distinct" IS 'Views and visitors by hour: distinct counts';
COMMENT ON COLUMN "web_behaviour"."traffic_hour_distinct"."window_start" IS 'Start of the hour, UTC';
COMMENT ON COLUMN "web_behaviour"."traffic_hour_distinct"."visitors" IS 'Visitors: different devices, each counted once';
CREATE TABLE "web_behaviour"."traffic_day" (
  "window_start" timestamptz NOT NULL,
  "is_bot" boolean NOT NULL,
  "views" bigint NOT NULL,
  PRIMARY KEY ("window_start", "is_bot")
) WITH (fillfactor = 50);
COMMENT ON TABLE "web_behaviour"."traffic_day" IS 'Views and visitors by day';
COMMENT ON COLUMN "web_behaviour"."traffic_day"."window_start" IS 'Start of the day, UTC';
COMMENT ON COLUMN "web_behaviour"."traffic_day"."views" IS 'Views: events whose collection is view_product_detail';
CREATE TABLE "web_behaviour"."traffic_day_distinct" (
  "window_start" timestamptz NOT NULL,
  "is_bot" boolean NOT NULL,
  "visitors" bigint NOT NULL,
  PRIMARY KEY ("window_start", "is_bot")
);
COMMENT ON TABLE "web_behaviour"."traffic_day_distinct" IS 'Views and visitors by day: distinct counts';
COMMENT ON COLUMN "web_behaviour"."traffic_day_distinct"."window_start" IS 'Start of the day, UTC';
COMMENT ON COLUMN "web_behaviour"."traffic_day_distinct"."visitors" IS 'Visitors: different devices, each counted once';
CREATE TABLE "web_behaviour"."event_kinds" (
  "window_start" timestamptz NOT NULL,
  "collection" text COLLATE "C" NOT NULL,
  "is_bot" boolean NOT NULL,
  "events" bigint NOT NULL,
  PRIMARY KEY ("window_start", "collection", "is_bot")
) WITH (fillfactor = 50);
COMMENT ON TABLE "web_behaviour"."event_kinds" IS 'Events of each kind by minute';
COMMENT ON COLUMN "web_behaviour"."event_kinds"."window_start" IS 'Start of the minute, UTC';
COMMENT ON COLUMN "web_behaviour"."event_kinds"."events" IS 'Events of every kind';
CREATE TABLE "web_behaviour"."devices" (
  "window_start" timestamptz NOT NULL,
  "device_type" text COLLATE "C" NOT NULL,
  "is_bot" boolean NOT NULL,
  "events" bigint NOT NULL,
  "views" bigint NOT NULL,
  PRIMARY KEY ("window_start", "device_type", "is_bot")
) WITH (fillfactor = 50);
COMMENT ON TABLE "web_behaviour"."devices" IS 'Events by kind of device by day';
COMMENT ON COLUMN "web_behaviour"."devices"."window_start" IS 'Start of the day, UTC';
COMMENT ON COLUMN "web_behaviour"."devices"."events" IS 'Events of every kind';
COMMENT ON COLUMN "web_behaviour"."devices"."views" IS 'Views';
CREATE TABLE "web_behaviour"."campaign_days" (
  "window_start" timestamptz NOT NULL,
  "campaign_source" text COLLATE "C" NOT NULL,
  "campaign_medium" text COLLATE "C" NOT NULL,
  "campaign_name" text COLLATE "C" NOT NULL,
  "is_bot" boolean NOT NULL,
  "events" bigint NOT NULL,
  "views" bigint NOT NULL,
  "carts" bigint NOT NULL,
  "orders" bigint NOT NULL,
  PRIMARY KEY ("window_start", "campaign_source", "campaign_medium", "campaign_name", "is_bot")
) WITH (fillfactor = 50);
COMMENT ON TABLE "web_behaviour"."campaign_days" IS 'What visits of each campaign did, by day';
COMMENT ON COLUMN "web_behaviour"."campaign_days"."window_start" IS 'Start of the day, UTC';
COMMENT ON COLUMN "web_behaviour"."campaign_days"."events" IS 'Events of every kind';
COMMENT ON COLUMN "web_behaviour"."campaign_days"."views" IS 'Views';
COMMENT ON COLUMN "web_behaviour"."campaign_days"."carts" IS 'Products put into a cart';
COMMENT ON COLUMN "web_behaviour"."campaign_days"."orders" IS 'Orders: checkout_success events';
CREATE TABLE "web_behaviour"."campaign_days_distinct" (
  "window_start" timestamptz NOT NULL,
  "campaign_source" text COLLATE "C" NOT NULL,
  "campaign_medium" text COLLATE "C" NOT NULL,
  "campaign_name" text COLLATE "C" NOT NULL,
  "is_bot" boolean NOT NULL,
  "visitors" bigint NOT NULL,
  PRIMARY KEY ("window_start", "campaign_source", "campaign_medium", "campaign_name", "is_bot")
);
COMMENT ON TABLE "web_behaviour"."campaign_days_distinct" IS 'What visits of each campaign did, by day: distinct counts';
COMMENT ON COLUMN "web_behaviour"."campaign_days_distinct"."window_start" IS 'Start of the day, UTC';
COMMENT ON COLUMN "web_behaviour"."campaign_days_distinct"."visitors" IS 'Visitors: different devices, each counted once';
CREATE TABLE "web_behaviour"."session_minutes" (
  "window_start" timestamptz NOT NULL,
  "is_bot" boolean NOT NULL,
  "sessions" bigint NOT NULL,
  "bounced" bigint NOT NULL,
  "converted" bigint NOT NULL,
  "pages" numeric NOT NULL,
  "duration_s" numeric NOT NULL,
  "reached_view" bigint NOT NULL,
  "reached_cart" bigint NOT NULL,
  "reached_checkout" bigint NOT NULL,
  "reached_success" bigint NOT NULL,
  PRIMARY KEY ("window_start", "is_bot")
);
COMMENT ON TABLE "web_behaviour"."session_minutes" IS 'Sessions by the minute in which they start';
COMMENT ON COLUMN "web_behaviour"."session_minutes"."window_start" IS 'Start of the minute, UTC';
COMMENT ON COLUMN "web_behaviour"."session_minutes"."sessions" IS 'Sessions: the events of a device with no gap over 30 minutes';
COMMENT ON COLUMN "web_behaviour"."session_minutes"."bounced" IS 'Sessions with exactly one page event';
COMMENT ON COLUMN "web_behaviour"."session_minutes"."converted" IS 'Sessions with a checkout_success';
COMMENT ON COLUMN "web_behaviour"."session_minutes"."pages" IS 'Page events in these sessions';
COMMENT ON COLUMN "web_behaviour"."session_minutes"."duration_s" IS 'Seconds between the first and the last event of each session, added up';
COMMENT ON COLUMN "web_behaviour"."session_minutes"."reached_view" IS 'Sessions with a product view';
COMMENT ON COLUMN "web_behaviour"."session_minutes"."reached_cart" IS '... then a product put into the cart';
COMMENT ON COLUMN "web_behaviour"."session_minutes"."reached_checkout" IS '... then a checkout';
COMMENT ON COLUMN "web_behaviour"."session_minutes"."reached_success" IS '... then an order';
CREATE TABLE "web_behaviour"."session_entries" (
  "window_start" timestamptz NOT NULL,
  "entry_page" text COLLATE "C" NOT NULL,
  "is_bot" boolean NOT NULL,
  "sessions" bigint NOT NULL,
  "bounced" bigint NOT NULL,
  "converted" bigint NOT NULL,
  "pages" numeric NOT NULL,
  "duration_s" numeric NOT NULL,
  PRIMARY KEY ("window_start", "entry_page", "is_bot")
);
COMMENT ON TABLE "web_behaviour"."session_entries" IS 'Sessions by entry page and day';
COMMENT ON COLUMN "web_behaviour"."session_entries"."window_start" IS 'Start of the day, UTC';
COMMENT ON COLUMN "web_behaviour"."session_entries"."sessions" IS 'Sessions: the events of a device with no gap over 30 minutes';
COMMENT ON COLUMN "web_behaviour"."session_entries"."bounced" IS 'Sessions with exactly one page event';
COMMENT ON COLUMN "web_behaviour"."session_entries"."converted" IS 'Sessions with a checkout_success';
COMMENT ON COLUMN "web_behaviour"."session_entries"."pages" IS 'Page events in these sessions';
COMMENT ON COLUMN "web_behaviour"."session_entries"."duration_s" IS 'Seconds between the first and the last event of each session, added up';
CREATE TABLE "web_behaviour"."session_exits" (
  "window_start" timestamptz NOT NULL,
  "exit_page" text COLLATE "C" NOT NULL,
  "is_bot" boolean NOT NULL,
  "sessions" bigint NOT NULL,
  PRIMARY KEY ("window_start", "exit_page", "is_bot")
);
COMMENT ON TABLE "web_behaviour"."session_exits" IS 'Sessions by exit page and day';
COMMENT ON COLUMN "web_behaviour"."session_exits"."window_start" IS 'Start of the day, UTC';
COMMENT ON COLUMN "web_behaviour"."session_exits"."sessions" IS 'Sessions: the events of a device with no gap over 30 minutes';
CREATE VIEW "web_behaviour"."product_views_all" AS
  SELECT "window_start", "product_id", "is_bot", "views", "visitors"
  FROM "web_behaviour"."product_views"
  LEFT JOIN "web_behaviour"."product_views_distinct" USING ("window_start", "product_id", "is_bot");
COMMENT ON VIEW "web_behaviour"."product_views_all" IS 'Views and visitors of each product by day';
CREATE VIEW "web_behaviour"."product_hours_all" AS
  SELECT "window_start", "product_id", "is_bot", "views"
  FROM "web_behaviour"."product_hours";
COMMENT ON VIEW "web_behaviour"."product_hours_all" IS 'Views of each product by hour';
CREATE VIEW "web_behaviour"."country_views_all" AS
  SELECT "window_start", "country", "is_bot", "views", "visitors"
  FROM "web_behaviour"."country_views"
  LEFT JOIN "web_behaviour"."country_views_distinct" USING ("window_start", "country", "is_bot");
COMMENT ON VIEW "web_behaviour"."country_views_all" IS 'Views and visitors of each country by day';
CREATE VIEW "web_behaviour"."store_views_all" AS
  SELECT "window_start", "country", "store_id", "is_bot", "views"
  FROM "web_behaviour"."store_views";
COMMENT ON VIEW "web_behaviour"."store_views_all" IS 'Views of each store by day';
CREATE VIEW "web_behaviour"."referrer_views_all" AS
  SELECT "window_start", "referrer_url", "referrer_domain", "referrer_medium", "is_self_referral", "is_bot", "views"
  FROM "web_behaviour"."referrer_views";
COMMENT ON VIEW "web_behaviour"."referrer_views_all" IS 'Views by referring address, domain and medium by day';
CREATE VIEW "web_behaviour"."browser_os_views_all" AS
  SELECT "window_start", "browser", "os", "is_bot", "views"
  FROM "web_behaviour"."browser_os_views";
COMMENT ON VIEW "web_behaviour"."browser_os_views_all" IS 'Views by browser and operating system by hour';
CREATE VIEW "web_behaviour"."traffic_minute_all" AS
  SELECT "window_start", "is_bot", "views", "visitors"
  FROM "web_behaviour"."traffic_minute"
  LEFT JOIN "web_behaviour"."traffic_minute_distinct" USING ("window_start", "is_bot");
COMMENT ON VIEW "web_behaviour"."traffic_minute_all" IS 'Views and visitors by minute';
CREATE VIEW "web_behaviour"."traffic_hour_all" AS
  SELECT "window_start", "is_bot", "views", "visitors"
  FROM "web_behaviour"."traffic_hour"
  LEFT JOIN "web_behaviour"."traffic_hour_distinct" USING ("window_start", "is_bot");
COMMENT ON VIEW "web_behaviour"."traffic_hour_all" IS 'Views and visitors by hour';
CREATE VIEW "web_behaviour"."traffic_day_all" AS
  SELECT "window_start", "is_bot", "views", "visitors"
  FROM "web_behaviour"."traffic_day"
  LEFT JOIN "web_behaviour"."traffic_day_distinct" USING ("window_start", "is_bot");
COMMENT ON VIEW "web_behaviour"."traffic_day_all" IS 'Views and visitors by day';
CREATE VIEW "web_behaviour"."event_kinds_all" AS
  SELECT "window_start", "collection", "is_bot", "events"
  FROM "web_behaviour"."event_kinds";
COMMENT ON VIEW "web_behaviour"."event_kinds_all" IS 'Events of each kind by minute';
CREATE VIEW "web_behaviour"."devices_all" AS
  SELECT "window_start", "device_type", "is_bot", "events", "views"
  FROM "web_behaviour"."devices";
COMMENT ON VIEW "web_behaviour"."devices_all" IS 'Events by kind of device by day';
CREATE VIEW "web_behaviour"."campaign_days_all" AS
  SELECT "window_start", "campaign_source", "campaign_medium", "campaign_name", "is_bot", "events", "views", "carts", "orders", "visitors"
  FROM "web_behaviour"."campaign_days"
  LEFT JOIN "web_behaviour"."campaign_days_distinct" USING ("window_start", "campaign_source", "campaign_medium", "campaign_name", "is_bot");
COMMENT ON VIEW "web_behaviour"."campaign_days_all" IS 'What visits of each campaign did, by day';
CREATE VIEW "web_behaviour"."session_minutes_all" AS
  SELECT "window_start", "is_bot", "sessions", "bounced", "converted", "pages", "duration_s", "reached_view", "reached_cart", "reached_checkout", "reached_success"
  FROM "web_behaviour"."session_minutes";
COMMENT ON VIEW "web_behaviour"."session_minutes_all" IS 'Sessions by the minute in which they start';
CREATE VIEW "web_behaviour"."session_entries_all" AS
  SELECT "window_start", "entry_page", "is_bot", "sessions", "bounced", "converted", "pages", "duration_s"
  FROM "web_behaviour"."session_entries";
COMMENT ON VIEW "web_behaviour"."session_entries_all" IS 'Sessions by entry page and day';
CREATE VIEW "web_behaviour"."session_exits_all" AS
  SELECT "window_start", "exit_page", "is_bot", "sessions"
  FROM "web_behaviour"."session_exits";
COMMENT ON VIEW "web_behaviour"."session_exits_all" IS 'Sessions by exit page and day';
CREATE TABLE "web_behaviour"."dim_date" (
  date_key integer PRIMARY KEY,
  "full_date" date NOT NULL,
  "day_of_week" smallint NOT NULL,
  "hour" smallint NOT NULL,
  "day" smallint NOT NULL,
  "month" smallint NOT NULL,
  "year" smallint NOT NULL
);
COMMENT ON TABLE "web_behaviour"."dim_date" IS 'Hours, UTC; the key reads yyyymmddhh, Monday is day 1 of the week';
CREATE TABLE "web_behaviour"."dim_product" (
  "product_key" integer GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  "product_id" text COLLATE "C" NOT NULL UNIQUE
);
CREATE TABLE "web_behaviour"."dim_country" (
  "country_key" integer GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  "country" text COLLATE "C" NOT NULL UNIQUE,
  "iso3" text COLLATE "C",
  "name" text COLLATE "C"
);
CREATE TABLE "web_behaviour"."dim_referrer" (
  "referrer_key" integer GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  "referrer_url" text COLLATE "C" NOT NULL UNIQUE
);
CREATE TABLE "web_behaviour"."dim_store" (
  "store_key" integer GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  "store_id" text COLLATE "C" NOT NULL UNIQUE
);
CREATE TABLE "web_behaviour"."dim_browser" (
  "browser_key" integer GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  "browser" text COLLATE "C" NOT NULL UNIQUE
);
CREATE TABLE "web_behaviour"."dim_os" (
  "os_key" integer GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  "os" text COLLATE "C" NOT NULL UNIQUE
);
CREATE TABLE "web_behaviour"."fact_views" (
  "date_key" integer NOT NULL REFERENCES "web_behaviour"."dim_date",
  "product_key" integer NOT NULL REFERENCES "web_behaviour"."dim_product",
  "country_key" integer NOT NULL REFERENCES "web_behaviour"."dim_country",
  "referrer_key" integer NOT NULL REFERENCES "web_behaviour"."dim_referrer",
  "store_key" integer NOT NULL REFERENCES "web_behaviour"."dim_store",
  "browser_key" integer NOT NULL REFERENCES "web_behaviour"."dim_browser",
  "os_key" integer NOT NULL REFERENCES "web_behaviour"."dim_os",
  "views" bigint NOT NULL,
  "visitors" bigint NOT NULL,
  PRIMARY KEY ("date_key", "product_key", "country_key", "referrer_key", "store_key", "browser_key", "os_key")
);
COMMENT ON TABLE "web_behaviour"."fact_views" IS 'Views and visitors by hour and every dimension; a missing value is the member undefined';
COMMENT ON COLUMN "web_behaviour"."fact_views"."views" IS 'Views';
COMMENT ON COLUMN "web_behaviour"."fact_views"."visitors" IS 'Different devices';

-- The stream posts

CREATE SCHEMA "posts";
COMMENT ON SCHEMA "posts" IS 'What people say: posts of any platform, their mood, subjects, names and places';
CREATE TABLE "posts"."post_minutes" (
  "window_start" timestamptz NOT NULL,
  "sentiment" text COLLATE "C" NOT NULL,
  "platform" text COLLATE "C" NOT NULL,
  "language" text COLLATE "C" NOT NULL,
  "is_bot" boolean NOT NULL,
  "posts" bigint NOT NULL,
  "engagement" numeric NOT NULL,
  "scored" bigint NOT NULL,
  "positive" bigint NOT NULL,
  "neutral" bigint NOT NULL,
  "negative" bigint NOT NULL,
  "polarity" numeric NOT NULL,
  "originals" bigint NOT NULL,
  "replies" bigint NOT NULL,
  "reposts" bigint NOT NULL,
  "quotes" bigint NOT NULL,
  PRIMARY KEY ("window_start", "sentiment", "platform", "language", "is_bot")
) WITH (fillfactor = 50);
COMMENT ON TABLE "posts"."post_minutes" IS 'Posts, their authors, engagement and mood by minute';
COMMENT ON COLUMN "posts"."post_minutes"."window_start" IS 'Start of the minute, UTC';
COMMENT ON COLUMN "posts"."post_minutes"."posts" IS 'Posts, each as its last edit says it, without those that were deleted';
COMMENT ON COLUMN "posts"."post_minutes"."engagement" IS 'Likes, reposts, replies and quotes of these posts';
COMMENT ON COLUMN "posts"."post_minutes"."scored" IS 'Posts whose mood is known';
COMMENT ON COLUMN "posts"."post_minutes"."positive" IS 'Posts in a positive mood';
COMMENT ON COLUMN "posts"."post_minutes"."neutral" IS 'Posts in no particular mood';
COMMENT ON COLUMN "posts"."post_minutes"."negative" IS 'Posts in a negative mood';
COMMENT ON COLUMN "posts"."post_minutes"."polarity" IS 'Polarities of these posts, added up';
COMMENT ON COLUMN "posts"."post_minutes"."originals" IS 'Posts that are no repost, reply or quote';
COMMENT ON COLUMN "posts"."post_minutes"."replies" IS 'Replies';
COMMENT ON COLUMN "posts"."post_minutes"."reposts" IS 'Reposts';
COMMENT ON COLUMN "posts"."post_minutes"."quotes" IS 'Quotes';
CREATE TABLE "posts"."post_minutes_distinct" (
  "window_start" timestamptz NOT NULL,
  "sentiment" text COLLATE "C" NOT NULL,
  "platform" text COLLATE "C" NOT NULL,
  "language" text COLLATE "C" NOT NULL,
  "is_bot" boolean NOT NULL,
  "authors" bigint NOT NULL,
  "texts" bigint NOT NULL,
  PRIMARY KEY ("window_start", "sentiment", "platform", "language", "is_bot")
);
COMMENT ON TABLE "posts"."post_minutes_distinct" IS 'Posts, their authors, engagement and mood by minute: distinct counts';
COMMENT ON COLUMN "posts"."post_minutes_distinct"."window_start" IS 'Start of the minute, UTC';
COMMENT ON COLUMN "posts"."post_minutes_distinct"."authors" IS 'Different authors';
COMMENT ON COLUMN "posts"."post_minutes_distinct"."texts" IS 'Different texts: near copies are one';
CREATE TABLE "posts"."hashtag_hours" (
  "window_start" timestamptz NOT NULL,
  "hashtag" text COLLATE "C" NOT NULL,
  "platform" text COLLATE "C" NOT NULL,
  "language" text COLLATE "C" NOT NULL,
  "is_bot" boolean NOT NULL,
  "posts" bigint NOT NULL,
  "engagement" numeric NOT NULL,
  PRIMARY KEY ("window_start", "hashtag", "platform", "language", "is_bot")
) WITH (fillfactor = 50);
COMMENT ON TABLE "posts"."hashtag_hours" IS 'Posts with each hashtag by hour';
COMMENT ON COLUMN "posts"."hashtag_hours"."window_start" IS 'Start of the hour, UTC';
COMMENT ON COLUMN "posts"."hashtag_hours"."posts" IS 'Posts, each as its last edit says it, without those that were deleted';
COMMENT ON COLUMN "posts"."hashtag_hours"."engagement" IS 'Likes, reposts, replies and quotes of these posts';
CREATE TABLE "posts"."hashtag_hours_distinct" (
  "window_start" timestamptz NOT NULL,
  "hashtag" text COLLATE "C" NOT NULL,
  "platform" text COLLATE "C" NOT NULL,
  "language" text COLLATE "C" NOT NULL,
  "is_bot" boolean NOT NULL,
  "authors" bigint NOT NULL,
  "texts" bigint NOT NULL,
  PRIMARY KEY ("window_start", "hashtag", "platform", "language", "is_bot")
);
COMMENT ON TABLE "posts"."hashtag_hours_distinct" IS 'Posts with each hashtag by hour: distinct counts';
COMMENT ON COLUMN "posts"."hashtag_hours_distinct"."window_start" IS 'Start of the hour, UTC';
COMMENT ON COLUMN "posts"."hashtag_hours_distinct"."authors" IS 'Different authors';
COMMENT ON COLUMN "posts"."hashtag_hours_distinct"."texts" IS 'Different texts: near copies are one';
CREATE TABLE "posts"."hashtag_spelling_days" (
  "window_start" timestamptz NOT NULL,
  "spelled_hashtag" text COLLATE "C" NOT NULL,
  "spelling" text COLLATE "C" NOT NULL,
  "is_bot" boolean NOT NULL,
  "posts" bigint NOT NULL,
  PRIMARY KEY ("window_start", "spelled_hashtag", "spelling", "is_bot")
) WITH (fillfactor = 50);
COMMENT ON TABLE "posts"."hashtag_spelling_days" IS 'Posts with each spelling of a hashtag by day';
COMMENT ON COLUMN "posts"."hashtag_spelling_days"."window_start" IS 'Start of the day, UTC';
COMMENT ON COLUMN "posts"."hashtag_spelling_days"."posts" IS 'Posts, each as its last edit says it, without those that were deleted';
CREATE TABLE "posts"."hashtag_pair_days" (
  "window_start" timestamptz NOT NULL,
  "first_hashtag" text COLLATE "C" NOT NULL,
  "second_hashtag" text COLLATE "C" NOT NULL,
  "platform" text COLLATE "C" NOT NULL,
  "language" text COLLATE "C" NOT NULL,
  "is_bot" boolean NOT NULL,
  "posts" bigint NOT NULL,
  PRIMARY KEY ("window_start", "first_hashtag", "second_hashtag", "platform", "language", "is_bot")
) WITH (fillfactor = 50);
COMMENT ON TABLE "posts"."hashtag_pair_days" IS 'Posts with two hashtags together by day';
COMMENT ON COLUMN "posts"."hashtag_pair_days"."window_start" IS 'Start of the day, UTC';
COMMENT ON COLUMN "posts"."hashtag_pair_days"."posts" IS 'Posts, each as its last edit says it, without those that were deleted';
CREATE TABLE "posts"."hashtag_pair_days_distinct" (
  "window_start" timestamptz NOT NULL,
  "first_hashtag" text COLLATE "C" NOT NULL,
  "second_hashtag" text COLLATE "C" NOT NULL,
  "platform" text COLLATE "C" NOT NULL,
  "language" text COLLATE "C" NOT NULL,
  "is_bot" boolean NOT NULL,
  "authors" bigint NOT NULL,
  PRIMARY KEY ("window_start", "first_hashtag", "second_hashtag", "platform", "language", "is_bot")
);
COMMENT ON TABLE "posts"."hashtag_pair_days_distinct" IS 'Posts with two hashtags together by day: distinct counts';
COMMENT ON COLUMN "posts"."hashtag_pair_days_distinct"."window_start" IS 'Start of the day, UTC';
COMMENT ON COLUMN "posts"."hashtag_pair_days_distinct"."authors" IS 'Different authors';
CREATE TABLE "posts"."word_days" (
  "window_start" timestamptz NOT NULL,
  "word" text COLLATE "C" NOT NULL,
  "platform" text COLLATE "C" NOT NULL,
  "language" text COLLATE "C" NOT NULL,
  "is_bot" boolean NOT NULL,
  "posts" bigint NOT NULL,
  PRIMARY KEY ("window_start", "word", "platform", "language", "is_bot")
) WITH (fillfactor = 50);
COMMENT ON TABLE "posts"."word_days" IS 'Posts with each word by day';
COMMENT ON COLUMN "posts"."word_days"."window_start" IS 'Start of the day, UTC';
COMMENT ON COLUMN "posts"."word_days"."posts" IS 'Posts, each as its last edit says it, without those that were deleted';
CREATE TABLE "posts"."word_days_distinct" (
  "window_start" timestamptz NOT NULL,
  "word" text COLLATE "C" NOT NULL,
  "platform" text COLLATE "C" NOT NULL,
  "language" text COLLATE "C" NOT NULL,
  "is_bot" boolean NOT NULL,
  "authors" bigint NOT NULL,
  PRIMARY KEY ("window_start", "word", "platform", "language", "is_bot")
);
COMMENT ON TABLE "posts"."word_days_distinct" IS 'Posts with each word by day: distinct counts';
COMMENT ON COLUMN "posts"."word_days_distinct"."window_start" IS 'Start of the day, UTC';
COMMENT ON COLUMN "posts"."word_days_distinct"."authors" IS 'Different authors';
CREATE TABLE "posts"."author_days" (
  "window_start" timestamptz NOT NULL,
  "author_id" text COLLATE "C" NOT NULL,
  "author_name" text COLLATE "C" NOT NULL,
  "platform" text COLLATE "C" NOT NULL,
  "language" text COLLATE "C" NOT NULL,
  "is_bot" boolean NOT NULL,
  "posts" bigint NOT NULL,
  "engagement" numeric NOT NULL,
  "followers" numeric NOT NULL,
  "followed" bigint NOT NULL,
  PRIMARY KEY ("window_start", "author_id", "author_name", "platform", "language", "is_bot")
) WITH (fillfactor = 50);
COMMENT ON TABLE "posts"."author_days" IS 'Posts and engagement of each author by day';
COMMENT ON COLUMN "posts"."author_days"."window_start" IS 'Start of the day, UTC';
COMMENT ON COLUMN "posts"."author_days"."posts" IS 'Posts, each as its last edit says it, without those that were deleted';
COMMENT ON COLUMN "posts"."author_days"."engagement" IS 'Likes, reposts, replies and quotes of these posts';
COMMENT ON COLUMN "posts"."author_days"."followers" IS 'Followers at the time of each post, added up';
COMMENT ON COLUMN "posts"."author_days"."followed" IS 'Posts whose author’s followers are known';
CREATE TABLE "posts"."author_days_distinct" (
  "window_start" timestamptz NOT NULL,
  "author_id" text COLLATE "C" NOT NULL,
  "author_name" text COLLATE "C" NOT NULL,
  "platform" text COLLATE "C" NOT NULL,
  "language" text COLLATE "C" NOT NULL,
  "is_bot" boolean NOT NULL,
  "texts" bigint NOT NULL,
  PRIMARY KEY ("window_start", "author_id", "author_name", "platform", "language", "is_bot")
);
COMMENT ON TABLE "posts"."author_days_distinct" IS 'Posts and engagement of each author by day: distinct counts';
COMMENT ON COLUMN "posts"."author_days_distinct"."window_start" IS 'Start of the day, UTC';
COMMENT ON COLUMN "posts"."author_days_distinct"."texts" IS 'Different texts: near copies are one';
CREATE TABLE "posts"."source_hours" (
  "window_start" timestamptz NOT NULL,
  "source" text COLLATE "C" NOT NULL,
  "platform" text COLLATE "C" NOT NULL,
  "language" text COLLATE "C" NOT NULL,
  "is_bot" boolean NOT NULL,
  "posts" bigint NOT NULL,
  PRIMARY KEY ("window_start", "source", "platform", "language", "is_bot")
) WITH (fillfactor = 50);
COMMENT ON TABLE "posts"."source_hours" IS 'Posts from each client by hour';
COMMENT ON COLUMN "posts"."source_hours"."window_start" IS 'Start of the hour, UTC';
COMMENT ON COLUMN "posts"."source_hours"."posts" IS 'Posts, each as its last edit says it, without those that were deleted';
CREATE TABLE "posts"."source_hours_distinct" (
  "window_start" timestamptz NOT NULL,
  "source" text COLLATE "C" NOT NULL,
  "platform" text COLLATE "C" NOT NULL,
  "language" text COLLATE "C" NOT NULL,
  "is_bot" boolean NOT NULL,
  "authors" bigint NOT NULL,
  PRIMARY KEY ("window_start", "source", "platform", "language", "is_bot")
);
COMMENT ON TABLE "posts"."source_hours_distinct" IS 'Posts from each client by hour: distinct counts';
COMMENT ON COLUMN "posts"."source_hours_distinct"."window_start" IS 'Start of the hour, UTC';
COMMENT ON COLUMN "posts"."source_hours_distinct"."authors" IS 'Different authors';
CREATE TABLE "posts"."place_hours" (
  "window_start" timestamptz NOT NULL,
  "country" text COLLATE "C" NOT NULL,
  "us_state" text COLLATE "C" NOT NULL,
  "city" text COLLATE "C" NOT NULL,
  "platform" text COLLATE "C" NOT NULL,
  "language" text COLLATE "C" NOT NULL,
  "is_bot" boolean NOT NULL,
  "posts" bigint NOT NULL,
  PRIMARY KEY ("window_start", "country", "us_state", "city", "platform", "language", "is_bot")
) WITH (fillfactor = 50);
COMMENT ON TABLE "posts"."place_hours" IS 'Posts from each place by hour';
COMMENT ON COLUMN "posts"."place_hours"."window_start" IS 'Start of the hour, UTC';
COMMENT ON COLUMN "posts"."place_hours"."posts" IS 'Posts, each as its last edit says it, without those that were deleted';
CREATE TABLE "posts"."place_hours_distinct" (
  "window_start" timestamptz NOT NULL,
  "country" text COLLATE "C" NOT NULL,
  "us_state" text COLLATE "C" NOT NULL,
  "city" text COLLATE "C" NOT NULL,
  "platform" text COLLATE "C" NOT NULL,
  "language" text COLLATE "C" NOT NULL,
  "is_bot" boolean NOT NULL,
  "authors" bigint NOT NULL,
  PRIMARY KEY ("window_start", "country", "us_state", "city", "platform", "language", "is_bot")
);
COMMENT ON TABLE "posts"."place_hours_distinct" IS 'Posts from each place by hour: distinct counts';
COMMENT ON COLUMN "posts"."place_hours_distinct"."window_start" IS 'Start of the hour, UTC';
COMMENT ON COLUMN "posts"."place_hours_distinct"."authors" IS 'Different authors';
CREATE TABLE "posts"."entity_hours" (
  "window_start" timestamptz NOT NULL,
  "entity_type" text COLLATE "C" NOT NULL,
  "entity" text COLLATE "C" NOT NULL,
  "platform" text COLLATE "C" NOT NULL,
  "language" text COLLATE "C" NOT NULL,
  "is_bot" boolean NOT NULL,
  "posts" bigint NOT NULL,
  PRIMARY KEY ("window_start", "entity_type", "entity", "platform", "language", "is_bot")
) WITH (fillfactor = 50);
COMMENT ON TABLE "posts"."entity_hours" IS 'Posts that name each person, organisation or place by hour';
COMMENT ON COLUMN "posts"."entity_hours"."window_start" IS 'Start of the hour, UTC';
COMMENT ON COLUMN "posts"."entity_hours"."posts" IS 'Posts, each as its last edit says it, without those that were deleted';
CREATE TABLE "posts"."entity_hours_distinct" (
  "window_start" timestamptz NOT NULL,
  "entity_type" text COLLATE "C" NOT NULL,
  "entity" text COLLATE "C" NOT NULL,
  "platform" text COLLATE "C" NOT NULL,
  "language" text COLLATE "C" NOT NULL,
  "is_bot" boolean NOT NULL,
  "authors" bigint NOT NULL,
  PRIMARY KEY ("window_start", "entity_type", "entity", "platform", "language", "is_bot")
);
COMMENT ON TABLE "posts"."entity_hours_distinct" IS 'Posts that name each person, organisation or place by hour: distinct counts';
COMMENT ON COLUMN "posts"."entity_hours_distinct"."window_start" IS 'Start of the hour, UTC';
COMMENT ON COLUMN "posts"."entity_hours_distinct"."authors" IS 'Different authors';
CREATE VIEW "posts"."post_minutes_all" AS
  SELECT "window_start", "sentiment", "platform", "language", "is_bot", "posts", "engagement", "scored", "positive", "neutral", "negative", "polarity", "originals", "replies", "reposts", "quotes", "authors", "texts"
  FROM "posts"."post_minutes"
  LEFT JOIN "posts"."post_minutes_distinct" USING ("window_start", "sentiment", "platform", "language", "is_bot");
COMMENT ON VIEW "posts"."post_minutes_all" IS 'Posts, their authors, engagement and mood by minute';
CREATE VIEW "posts"."hashtag_hours_all" AS
  SELECT "window_start", "hashtag", "platform", "language", "is_bot", "posts", "engagement", "authors", "texts"
  FROM "posts"."hashtag_hours"
  LEFT JOIN "posts"."hashtag_hours_distinct" USING ("window_start", "hashtag", "platform", "language", "is_bot");
COMMENT ON VIEW "posts"."hashtag_hours_all" IS 'Posts with each hashtag by hour';
CREATE VIEW "posts"."hashtag_spelling_days_all" AS
  SELECT "window_start", "spelled_hashtag", "spelling", "is_bot", "posts"
  FROM "posts"."hashtag_spelling_days";
COMMENT ON VIEW "posts"."hashtag_spelling_days_all" IS 'Posts with each spelling of a hashtag by day';
CREATE VIEW "posts"."hashtag_pair_days_all" AS
  SELECT "window_start", "first_hashtag", "second_hashtag", "platform", "language", "is_bot", "posts", "authors"
  FROM "posts"."hashtag_pair_days"
  LEFT JOIN "posts"."hashtag_pair_days_distinct" USING ("window_start", "first_hashtag", "second_hashtag", "platform", "language", "is_bot");
COMMENT ON VIEW "posts"."hashtag_pair_days_all" IS 'Posts with two hashtags together by day';
CREATE VIEW "posts"."word_days_all" AS
  SELECT "window_start", "word", "platform", "language", "is_bot", "posts", "authors"
  FROM "posts"."word_days"
  LEFT JOIN "posts"."word_days_distinct" USING ("window_start", "word", "platform", "language", "is_bot");
COMMENT ON VIEW "posts"."word_days_all" IS 'Posts with each word by day';
CREATE VIEW "posts"."author_days_all" AS
  SELECT "window_start", "author_id", "author_name", "platform", "language", "is_bot", "posts", "engagement", "followers", "followed", "texts"
  FROM "posts"."author_days"
  LEFT JOIN "posts"."author_days_distinct" USING ("window_start", "author_id", "author_name", "platform", "language", "is_bot");
COMMENT ON VIEW "posts"."author_days_all" IS 'Posts and engagement of each author by day';
CREATE VIEW "posts"."source_hours_all" AS
  SELECT "window_start", "source", "platform", "language", "is_bot", "posts", "authors"
  FROM "posts"."source_hours"
  LEFT JOIN "posts"."source_hours_distinct" USING ("window_start", "source", "platform", "language", "is_bot");
COMMENT ON VIEW "posts"."source_hours_all" IS 'Posts from each client by hour';
CREATE VIEW "posts"."place_hours_all" AS
  SELECT "window_start", "country", "us_state", "city", "platform", "language", "is_bot", "posts", "authors"
  FROM "posts"."place_hours"
  LEFT JOIN "posts"."place_hours_distinct" USING ("window_start", "country", "us_state", "city", "platform", "language", "is_bot");
COMMENT ON VIEW "posts"."place_hours_all" IS 'Posts from each place by hour';
CREATE VIEW "posts"."entity_hours_all" AS
  SELECT "window_start", "entity_type", "entity", "platform", "language", "is_bot", "posts", "authors"
  FROM "posts"."entity_hours"
  LEFT JOIN "posts"."entity_hours_distinct" USING ("window_start", "entity_type", "entity", "platform", "language", "is_bot");
COMMENT ON VIEW "posts"."entity_hours_all" IS 'Posts that name each person, organisation or place by hour';
CREATE TABLE "posts"."mentions" (
  "campaign" text COLLATE "C" NOT NULL,
  "edition" integer NOT NULL,
  "id" text COLLATE "C" NOT NULL,
  "event_time" timestamptz NOT NULL,
  "author_id" text COLLATE "C",
  "author_name" text COLLATE "C",
  "author_followers" bigint,
  "platform" text COLLATE "C",
  "language" text COLLATE "C",
  "is_bot" boolean,
  "kind" text COLLATE "C",
  "source" text COLLATE "C",
  "text" text COLLATE "C",
  "url" text COLLATE "C",
  "likes" bigint,
  "reposts" bigint,
  "replies" bigint,
  "quotes" bigint,
  "engagement" bigint,
  "sentiment" text COLLATE "C",
  "polarity" numeric,
  "country" text COLLATE "C",
  "us_state" text COLLATE "C",
  "city" text COLLATE "C",
  "copy_key" text COLLATE "C",
  "hashtags" text[],
  "words" text[],
  "entities" text[],
  PRIMARY KEY ("campaign", "edition", "id")
);
COMMENT ON TABLE "posts"."mentions" IS 'Posts that speak of a campaign: by a word, a phrase or a hashtag of it; those of a campaign''s current edition count';
COMMENT ON COLUMN "posts"."mentions"."campaign" IS 'Id of the campaign';
COMMENT ON COLUMN "posts"."mentions"."edition" IS 'Of the rules that matched';
COMMENT ON COLUMN "posts"."mentions"."id" IS 'Id of the event';
COMMENT ON COLUMN "posts"."mentions"."event_time" IS 'When it happened';
CREATE INDEX mentions_time ON "posts"."mentions" (campaign, edition, event_time);
CREATE INDEX mentions_id ON "posts"."mentions" (id);
CREATE VIEW "posts"."campaign_minutes" AS
  SELECT date_trunc('minute', m."event_time", 'UTC') AS "window_start",
    m."campaign" AS "campaign",
    coalesce(m."sentiment", 'undefined') AS "sentiment",
    coalesce(m."platform", 'undefined') AS "platform",
    coalesce(m."language", 'undefined') AS "language",
    coalesce(m."is_bot", false) AS "is_bot",
    count(*) AS "posts",
    count(DISTINCT m."author_id") AS "authors",
    count(DISTINCT m."copy_key") AS "texts",
    coalesce(sum(m."engagement"), 0) AS "engagement",
    count(*) FILTER (WHERE (NOT (m."sentiment" IS NULL))) AS "scored",
    count(*) FILTER (WHERE (m."sentiment" = 'positive')) AS "positive",
    count(*) FILTER (WHERE (m."sentiment" = 'neutral')) AS "neutral",
    count(*) FILTER (WHERE (m."sentiment" = 'negative')) AS "negative",
    coalesce(sum(m."polarity"), 0) AS "polarity",
    count(*) FILTER (WHERE (m."country" = 'US')) AS "from_usa"
  FROM "posts"."mentions" m
  JOIN crosscurrent.campaign c ON c.id = m.campaign AND c.edition = m.edition
  GROUP BY 1, 2, 3, 4, 5, 6;
COMMENT ON VIEW "posts"."campaign_minutes" IS 'Posts about each campaign by minute';
CREATE VIEW "posts"."campaign_hashtag_hours" AS
  SELECT date_trunc('hour', m."event_time", 'UTC') AS "window_start",
    m."campaign" AS "campaign",
    coalesce(m."text of hashtags", 'undefined') AS "hashtag",
    coalesce(m."platform", 'undefined') AS "platform",
    coalesce(m."language", 'undefined') AS "language",
    coalesce(m."is_bot", false) AS "is_bot",
    count(*) AS "posts",
    count(DISTINCT m."author_id") AS "authors",
    coalesce(sum(m."engagement"), 0) AS "engagement"
  FROM (SELECT m.*, unnest(m."hashtags") AS "text of hashtags" FROM "posts"."mentions" m
  JOIN crosscurrent.campaign c ON c.id = m.campaign AND c.edition = m.edition) m
  GROUP BY 1, 2, 3, 4, 5, 6;
COMMENT ON VIEW "posts"."campaign_hashtag_hours" IS 'Posts about each campaign with each hashtag by hour';
CREATE VIEW "posts"."campaign_word_hours" AS
  SELECT date_trunc('hour', m."event_time", 'UTC') AS "window_start",
    m."campaign" AS "campaign",
    coalesce(m."text of words", 'undefined') AS "word",
    coalesce(m."platform", 'undefined') AS "platform",
    coalesce(m."language", 'undefined') AS "language",
    coalesce(m."is_bot", false) AS "is_bot",
    count(*) AS "posts",
    count(DISTINCT m."author_id") AS "authors"
  FROM (SELECT m.*, unnest(m."words") AS "text of words" FROM "posts"."mentions" m
  JOIN crosscurrent.campaign c ON c.id = m.campaign AND c.edition = m.edition) m
  GROUP BY 1, 2, 3, 4, 5, 6;
COMMENT ON VIEW "posts"."campaign_word_hours" IS 'Posts about each campaign with each word by hour';
CREATE VIEW "posts"."campaign_author_hours" AS
  SELECT date_trunc('hour', m."event_time", 'UTC') AS "window_start",
    m."campaign" AS "campaign",
    coalesce(m."author_id", 'undefined') AS "author_id",
    coalesce(m."author_name", 'undefined') AS "author_name",
    coalesce(m."platform", 'undefined') AS "platform",
    coalesce(m."language", 'undefined') AS "language",
    coalesce(m."is_bot", false) AS "is_bot",
    count(*) AS "posts",
    coalesce(sum(m."engagement"), 0) AS "engagement",
    coalesce(sum(m."author_followers"), 0) AS "followers",
    count(*) FILTER (WHERE (NOT (m."author_followers" IS NULL))) AS "followed"
  FROM "posts"."mentions" m
  JOIN crosscurrent.campaign c ON c.id = m.campaign AND c.edition = m.edition
  GROUP BY 1, 2, 3, 4, 5, 6, 7;
COMMENT ON VIEW "posts"."campaign_author_hours" IS 'Posts about each campaign of each author by hour';
CREATE VIEW "posts"."campaign_place_hours" AS
  SELECT date_trunc('hour', m."event_time", 'UTC') AS "window_start",
    m."campaign" AS "campaign",
    coalesce(m."country", 'undefined') AS "country",
    coalesce(m."us_state", 'undefined') AS "us_state",
    coalesce(m."city", 'undefined') AS "city",
    coalesce(m."platform", 'undefined') AS "platform",
    coalesce(m."language", 'undefined') AS "language",
    coalesce(m."is_bot", false) AS "is_bot",
    count(*) AS "posts",
    count(DISTINCT m."author_id") AS "authors"
  FROM "posts"."mentions" m
  JOIN crosscurrent.campaign c ON c.id = m.campaign AND c.edition = m.edition
  GROUP BY 1, 2, 3, 4, 5, 6, 7, 8;
COMMENT ON VIEW "posts"."campaign_place_hours" IS 'Posts about each campaign from each place by hour';
CREATE VIEW "posts"."campaign_source_hours" AS
  SELECT date_trunc('hour', m."event_time", 'UTC') AS "window_start",
    m."campaign" AS "campaign",
    coalesce(m."source", 'undefined') AS "source",
    coalesce(m."platform", 'undefined') AS "platform",
    coalesce(m."language", 'undefined') AS "language",
    coalesce(m."is_bot", false) AS "is_bot",
    count(*) AS "posts",
    count(DISTINCT m."author_id") AS "authors"
  FROM "posts"."mentions" m
  JOIN crosscurrent.campaign c ON c.id = m.campaign AND c.edition = m.edition
  GROUP BY 1, 2, 3, 4, 5, 6;
COMMENT ON VIEW "posts"."campaign_source_hours" IS 'Posts about each campaign from each client by hour';
CREATE VIEW "posts"."campaign_entity_hours" AS
  SELECT date_trunc('hour', m."event_time", 'UTC') AS "window_start",
    m."campaign" AS "campaign",
    coalesce((string_to_array(m."text of entities", chr(31)))[1], 'undefined') AS "entity_type",
    coalesce((string_to_array(m."text of entities", chr(31)))[2], 'undefined') AS "entity",
    coalesce(m."platform", 'undefined') AS "platform",
    coalesce(m."language", 'undefined') AS "language",
    coalesce(m."is_bot", false) AS "is_bot",
    count(*) AS "posts",
    count(DISTINCT m."author_id") AS "authors"
  FROM (SELECT m.*, unnest(m."entities") AS "text of entities" FROM "posts"."mentions" m
  JOIN crosscurrent.campaign c ON c.id = m.campaign AND c.edition = m.edition) m
  GROUP BY 1, 2, 3, 4, 5, 6, 7;
COMMENT ON VIEW "posts"."campaign_entity_hours" IS 'Posts about each campaign that name each person, organisation or place by hour';

-- The stream articles

CREATE SCHEMA "articles";
COMMENT ON SCHEMA "articles" IS 'What the news says: articles, their mood, subjects, names and places';
CREATE TABLE "articles"."article_hours" (
  "window_start" timestamptz NOT NULL,
  "source_name" text COLLATE "C" NOT NULL,
  "language" text COLLATE "C" NOT NULL,
  "articles" bigint NOT NULL,
  "scored" bigint NOT NULL,
  "positive" bigint NOT NULL,
  "negative" bigint NOT NULL,
  "polarity" numeric NOT NULL,
  PRIMARY KEY ("window_start", "source_name", "language")
) WITH (fillfactor = 50);
COMMENT ON TABLE "articles"."article_hours" IS 'Articles of each source by hour, and their mood';
COMMENT ON COLUMN "articles"."article_hours"."window_start" IS 'Start of the hour, UTC';
COMMENT ON COLUMN "articles"."article_hours"."articles" IS 'Articles, each as it was last updated, without those that were withdrawn';
COMMENT ON COLUMN "articles"."article_hours"."scored" IS 'Articles whose mood is known';
COMMENT ON COLUMN "articles"."article_hours"."positive" IS 'Articles in a positive mood';
COMMENT ON COLUMN "articles"."article_hours"."negative" IS 'Articles in a negative mood';
COMMENT ON COLUMN "articles"."article_hours"."polarity" IS 'Polarities of these articles, added up';
CREATE TABLE "articles"."article_hours_distinct" (
  "window_start" timestamptz NOT NULL,
  "source_name" text COLLATE "C" NOT NULL,
  "language" text COLLATE "C" NOT NULL,
  "sources" bigint NOT NULL,
  PRIMARY KEY ("window_start", "source_name", "language")
);
COMMENT ON TABLE "articles"."article_hours_distinct" IS 'Articles of each source by hour, and their mood: distinct counts';
COMMENT ON COLUMN "articles"."article_hours_distinct"."window_start" IS 'Start of the hour, UTC';
COMMENT ON COLUMN "articles"."article_hours_distinct"."sources" IS 'Different papers, agencies and sites';
CREATE TABLE "articles"."article_entity_hours" (
  "window_start" timestamptz NOT NULL,
  "entity_type" text COLLATE "C" NOT NULL,
  "entity" text COLLATE "C" NOT NULL,
  "language" text COLLATE "C" NOT NULL,
  "articles" bigint NOT NULL,
  PRIMARY KEY ("window_start", "entity_type", "entity", "language")
) WITH (fillfactor = 50);
COMMENT ON TABLE "articles"."article_entity_hours" IS 'Articles that name each person, organisation or place by hour';
COMMENT ON COLUMN "articles"."article_entity_hours"."window_start" IS 'Start of the hour, UTC';
COMMENT ON COLUMN "articles"."article_entity_hours"."articles" IS 'Articles, each as it was last updated, without those that were withdrawn';
CREATE TABLE "articles"."article_entity_hours_distinct" (
  "window_start" timestamptz NOT NULL,
  "entity_type" text COLLATE "C" NOT NULL,
  "entity" text COLLATE "C" NOT NULL,
  "language" text COLLATE "C" NOT NULL,
  "sources" bigint NOT NULL,
  PRIMARY KEY ("window_start", "entity_type", "entity", "language")
);
COMMENT ON TABLE "articles"."article_entity_hours_distinct" IS 'Articles that name each person, organisation or place by hour: distinct counts';
COMMENT ON COLUMN "articles"."article_entity_hours_distinct"."window_start" IS 'Start of the hour, UTC';
COMMENT ON COLUMN "articles"."article_entity_hours_distinct"."sources" IS 'Different papers, agencies and sites';
CREATE TABLE "articles"."article_word_days" (
  "window_start" timestamptz NOT NULL,
  "word" text COLLATE "C" NOT NULL,
  "language" text COLLATE "C" NOT NULL,
  "articles" bigint NOT NULL,
  PRIMARY KEY ("window_start", "word", "language")
) WITH (fillfactor = 50);
COMMENT ON TABLE "articles"."article_word_days" IS 'Articles with each word by day';
COMMENT ON COLUMN "articles"."article_word_days"."window_start" IS 'Start of the day, UTC';
COMMENT ON COLUMN "articles"."article_word_days"."articles" IS 'Articles, each as it was last updated, without those that were withdrawn';
CREATE TABLE "articles"."article_word_days_distinct" (
  "window_start" timestamptz NOT NULL,
  "word" text COLLATE "C" NOT NULL,
  "language" text COLLATE "C" NOT NULL,
  "sources" bigint NOT NULL,
  PRIMARY KEY ("window_start", "word", "language")
);
COMMENT ON TABLE "articles"."article_word_days_distinct" IS 'Articles with each word by day: distinct counts';
COMMENT ON COLUMN "articles"."article_word_days_distinct"."window_start" IS 'Start of the day, UTC';
COMMENT ON COLUMN "articles"."article_word_days_distinct"."sources" IS 'Different papers, agencies and sites';
CREATE VIEW "articles"."article_hours_all" AS
  SELECT "window_start", "source_name", "language", "articles", "scored", "positive", "negative", "polarity", "sources"
  FROM "articles"."article_hours"
  LEFT JOIN "articles"."article_hours_distinct" USING ("window_start", "source_name", "language");
COMMENT ON VIEW "articles"."article_hours_all" IS 'Articles of each source by hour, and their mood';
CREATE VIEW "articles"."article_entity_hours_all" AS
  SELECT "window_start", "entity_type", "entity", "language", "articles", "sources"
  FROM "articles"."article_entity_hours"
  LEFT JOIN "articles"."article_entity_hours_distinct" USING ("window_start", "entity_type", "entity", "language");
COMMENT ON VIEW "articles"."article_entity_hours_all" IS 'Articles that name each person, organisation or place by hour';
CREATE VIEW "articles"."article_word_days_all" AS
  SELECT "window_start", "word", "language", "articles", "sources"
  FROM "articles"."article_word_days"
  LEFT JOIN "articles"."article_word_days_distinct" USING ("window_start", "word", "language");
COMMENT ON VIEW "articles"."article_word_days_all" IS 'Articles with each word by day';
CREATE TABLE "articles"."mentions" (
  "campaign" text COLLATE "C" NOT NULL,
  "edition" integer NOT NULL,
  "id" text COLLATE "C" NOT NULL,
  "event_time" timestamptz NOT NULL,
  "source_name" text COLLATE "C",
  "author" text COLLATE "C",
  "title" text COLLATE "C",
  "description" text COLLATE "C",
  "url" text COLLATE "C",
  "language" text COLLATE "C",
  "sentiment" text COLLATE "C",
  "polarity" numeric,
  "words" text[],
  "entities" text[],
  PRIMARY KEY ("campaign", "edition", "id")
);
COMMENT ON TABLE "articles"."mentions" IS 'Articles that speak of a campaign: by a word or a phrase of it in title, description or text; those of a campaign''s current edition count';
COMMENT ON COLUMN "articles"."mentions"."campaign" IS 'Id of the campaign';
COMMENT ON COLUMN "articles"."mentions"."edition" IS 'Of the rules that matched';
COMMENT ON COLUMN "articles"."mentions"."id" IS 'Id of the event';
COMMENT ON COLUMN "articles"."mentions"."event_time" IS 'When it happened';
CREATE INDEX mentions_time ON "articles"."mentions" (campaign, edition, event_time);
CREATE INDEX mentions_id ON "articles"."mentions" (id);
CREATE VIEW "articles"."campaign_article_hours" AS
  SELECT date_trunc('hour', m."event_time", 'UTC') AS "window_start",
    m."campaign" AS "campaign",
    coalesce(m."source_name", 'undefined') AS "source_name",
    coalesce(m."language", 'undefined') AS "language",
    count(*) AS "articles",
    count(DISTINCT m."source_name") AS "sources",
    count(*) FILTER (WHERE (NOT (m."sentiment" IS NULL))) AS "scored",
    count(*) FILTER (WHERE (m."sentiment" = 'positive')) AS "positive",
    count(*) FILTER (WHERE (m."sentiment" = 'negative')) AS "negative",
    coalesce(sum(m."polarity"), 0) AS "polarity"
  FROM "articles"."mentions" m
  JOIN crosscurrent.campaign c ON c.id = m.campaign AND c.edition = m.edition
  GROUP BY 1, 2, 3, 4;
COMMENT ON VIEW "articles"."campaign_article_hours" IS 'Articles about each campaign by hour';
CREATE VIEW "articles"."campaign_article_entity_hours" AS
  SELECT date_trunc('hour', m."event_time", 'UTC') AS "window_start",
    m."campaign" AS "campaign",
    coalesce((string_to_array(m."text of entities", chr(31)))[1], 'undefined') AS "entity_type",
    coalesce((string_to_array(m."text of entities", chr(31)))[2], 'undefined') AS "entity",
    coalesce(m."language", 'undefined') AS "language",
    count(*) AS "articles",
    count(DISTINCT m."source_name") AS "sources"
  FROM (SELECT m.*, unnest(m."entities") AS "text of entities" FROM "articles"."mentions" m
  JOIN crosscurrent.campaign c ON c.id = m.campaign AND c.edition = m.edition) m
  GROUP BY 1, 2, 3, 4, 5;
COMMENT ON VIEW "articles"."campaign_article_entity_hours" IS 'Articles about each campaign that name each person, organisation or place by hour';

-- The stream channel-metrics

CREATE SCHEMA "channel_metrics";
COMMENT ON SCHEMA "channel_metrics" IS 'What each social channel brings to each city: usage, visitors, conversions and sales';
CREATE TABLE "channel_metrics"."channel_minutes" (
  "window_start" timestamptz NOT NULL,
  "channel" text COLLATE "C" NOT NULL,
  "readings" bigint NOT NULL,
  "usage_count" numeric NOT NULL,
  "sales" numeric NOT NULL,
  "visitors" numeric NOT NULL,
  PRIMARY KEY ("window_start", "channel")
) WITH (fillfactor = 50);
COMMENT ON TABLE "channel_metrics"."channel_minutes" IS 'What each channel brings, by minute';
COMMENT ON COLUMN "channel_metrics"."channel_minutes"."window_start" IS 'Start of the minute, UTC';
COMMENT ON COLUMN "channel_metrics"."channel_minutes"."readings" IS 'Readings';
COMMENT ON COLUMN "channel_metrics"."channel_minutes"."usage_count" IS 'Uses of the channel';
COMMENT ON COLUMN "channel_metrics"."channel_minutes"."sales" IS 'Sales';
COMMENT ON COLUMN "channel_metrics"."channel_minutes"."visitors" IS 'Visitors';
CREATE TABLE "channel_metrics"."channel_days" (
  "window_start" timestamptz NOT NULL,
  "channel" text COLLATE "C" NOT NULL,
  "readings" bigint NOT NULL,
  "usage_count" numeric NOT NULL,
  "sales" numeric NOT NULL,
  "visitors" numeric NOT NULL,
  "page_visitors" numeric NOT NULL,
  "conversions" numeric NOT NULL,
  "shares" bigint NOT NULL,
  "conversion_rows" bigint NOT NULL,
  "bounce_rows" bigint NOT NULL,
  "conversion_rate_millionths" numeric NOT NULL,
  "bounce_rate_millionths" numeric NOT NULL,
  "conversion_visitors" numeric NOT NULL,
  "bounce_visitors" numeric NOT NULL,
  PRIMARY KEY ("window_start", "channel")
) WITH (fillfactor = 50);
COMMENT ON TABLE "channel_metrics"."channel_days" IS 'What each channel brings and its rates, by day';
COMMENT ON COLUMN "channel_metrics"."channel_days"."window_start" IS 'Start of the day, UTC';
COMMENT ON COLUMN "channel_metrics"."channel_days"."readings" IS 'Readings';
COMMENT ON COLUMN "channel_metrics"."channel_days"."usage_count" IS 'Uses of the channel';
COMMENT ON COLUMN "channel_metrics"."channel_days"."sales" IS 'Sales';
COMMENT ON COLUMN "channel_metrics"."channel_days"."visitors" IS 'Visitors';
COMMENT ON COLUMN "channel_metrics"."channel_days"."page_visitors" IS 'Page visitors';
COMMENT ON COLUMN "channel_metrics"."channel_days"."conversions" IS 'Conversions';
COMMENT ON COLUMN "channel_metrics"."channel_days"."shares" IS 'Readings whose conversion was given as a share and turned into a count';
COMMENT ON COLUMN "channel_metrics"."channel_days"."conversion_rows" IS 'Readings with visitors and conversions';
COMMENT ON COLUMN "channel_metrics"."channel_days"."bounce_rows" IS 'Readings with visitors and page visitors';
COMMENT ON COLUMN "channel_metrics"."channel_days"."conversion_rate_millionths" IS 'Conversion rates of the readings, added up';
COMMENT ON COLUMN "channel_metrics"."channel_days"."bounce_rate_millionths" IS 'Bounce rates of the readings, added up';
COMMENT ON COLUMN "channel_metrics"."channel_days"."conversion_visitors" IS 'Visitors of the readings with conversions';
COMMENT ON COLUMN "channel_metrics"."channel_days"."bounce_visitors" IS 'Visitors of the readings with page visitors';
CREATE TABLE "channel_metrics"."city_days" (
  "window_start" timestamptz NOT NULL,
  "city" text COLLATE "C" NOT NULL,
  "channel" text COLLATE "C" NOT NULL,
  "readings" bigint NOT NULL,
  "usage_count" numeric NOT NULL,
  "sales" numeric NOT NULL,
  "visitors" numeric NOT NULL,
  PRIMARY KEY ("window_start", "city", "channel")
) WITH (fillfactor = 50);
COMMENT ON TABLE "channel_metrics"."city_days" IS 'Usage and sales of each city and channel, by day';
COMMENT ON COLUMN "channel_metrics"."city_days"."window_start" IS 'Start of the day, UTC';
COMMENT ON COLUMN "channel_metrics"."city_days"."readings" IS 'Readings';
COMMENT ON COLUMN "channel_metrics"."city_days"."usage_count" IS 'Uses of the channel';
COMMENT ON COLUMN "channel_metrics"."city_days"."sales" IS 'Sales';
COMMENT ON COLUMN "channel_metrics"."city_days"."visitors" IS 'Visitors';
CREATE VIEW "channel_metrics"."channel_minutes_all" AS
  SELECT "window_start", "channel", "readings", "usage_count", "sales", "visitors"
  FROM "channel_metrics"."channel_minutes";
COMMENT ON VIEW "channel_metrics"."channel_minutes_all" IS 'What each channel brings, by minute';
CREATE VIEW "channel_metrics"."channel_days_all" AS
  SELECT "window_start", "channel", "readings", "usage_count", "sales", "visitors", "page_visitors", "conversions", "shares", "conversion_rows", "bounce_rows", "conversion_rate_millionths", "bounce_rate_millionths", "conversion_visitors", "bounce_visitors"
  FROM "channel_metrics"."channel_days";
COMMENT ON VIEW "channel_metrics"."channel_days_all" IS 'What each channel brings and its rates, by day';
CREATE VIEW "channel_metrics"."city_days_all" AS
  SELECT "window_start", "city", "channel", "readings", "usage_count", "sales", "visitors"
  FROM "channel_metrics"."city_days";
COMMENT ON VIEW "channel_metrics"."city_days_all" IS 'Usage and sales of each city and channel, by day';
