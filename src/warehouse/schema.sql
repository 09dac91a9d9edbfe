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
