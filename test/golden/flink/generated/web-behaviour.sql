-- Stream web-behaviour: 59 statements for one session of the SQL Gateway.
-- Not in it: the sessions (session_minutes, session_entries, session_exits): they need a visitor's events in the order of time.
-- Not in it: the star schema (fact_views): its dimensions get their keys from the warehouse.

-- The job of the stream web-behaviour.
SET 'execution.runtime-mode' = 'streaming';
SET 'pipeline.name' = 'crosscurrent web-behaviour';
SET 'parallelism.default' = '4';

-- Windows are in UTC (W1).
SET 'table.local-time-zone' = 'UTC';

-- How long an id is remembered (D5). Sums are kept: see their hint.
SET 'table.exec.state.ttl' = '60 min';

-- The sinks write before each checkpoint, at the latest.
SET 'execution.checkpointing.interval' = '5 s';

-- The newest checkpoint outlives its job, which can be submitted again with it.
SET 'execution.checkpointing.externalized-checkpoint-retention' = 'RETAIN_ON_CANCELLATION';

-- Changes of a row are gathered, so that the warehouse gets few.
SET 'table.exec.mini-batch.enabled' = 'true';
SET 'table.exec.mini-batch.allow-latency' = '500 ms';
SET 'table.exec.mini-batch.size' = '50000';
SET 'table.optimizer.agg-phase-strategy' = 'TWO_PHASE';

-- Views that several inserts read are computed once. Else each has its own memory of ids.
SET 'table.optimizer.reuse-optimize-block-with-digest-enabled' = 'true';

-- The planner does not see that the start of a window stands for its number, and would keep each row once more.
SET 'table.exec.sink.upsert-materialize' = 'NONE';
SET 'pipeline.object-reuse' = 'true';

-- Enriched events: validated and derived before they come here. Time stamps are epoch milliseconds.
-- From the beginning: the sums are absolute. A job that resumes takes its offsets from the savepoint.
-- No message is passed over: only enrichment workers write this topic, and a lost one would be a wrong figure.
CREATE TEMPORARY TABLE `web_behaviour_enriched` (
  `id` STRING,
  `collection` STRING,
  `referrer_url` STRING,
  `device_id` STRING,
  `product_id` STRING,
  `store_id` STRING,
  `time_stamp` BIGINT,
  `browser` STRING,
  `os` STRING,
  `device_type` STRING,
  `is_bot` BOOLEAN,
  `country` STRING,
  `referrer_domain` STRING,
  `campaign_source` STRING,
  `campaign_medium` STRING,
  `campaign_name` STRING,
  `is_self_referral` BOOLEAN,
  `referrer_medium` STRING,
  `arrived at` AS PROCTIME(),
  `kafka offset` BIGINT METADATA FROM 'offset' VIRTUAL
) WITH (
  'connector' = 'kafka',
  'topic' = 'web-behaviour.enriched',
  'properties.bootstrap.servers' = 'kafka:9092',
  'properties.group.id' = 'crosscurrent-flink-web-behaviour',
  'properties.isolation.level' = 'read_committed',
  'scan.startup.mode' = 'earliest-offset',
  'value.format' = 'json',
  'value.json.ignore-parse-errors' = 'false'
);

-- Duplicates: the first event of an id counts. Messages are keyed by id, so that all of them are in one partition.
CREATE TEMPORARY VIEW `web_behaviour_events` AS
SELECT `collection`, `referrer_url`, `device_id`, `product_id`, `store_id`, `time_stamp`, `browser`, `os`, `device_type`, `is_bot`, `country`, `referrer_domain`, `campaign_source`, `campaign_medium`, `campaign_name`, `is_self_referral`, `referrer_medium`
FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY `id` ORDER BY `arrived at` ASC) AS `place of id`
  FROM `web_behaviour_enriched`
)
WHERE `place of id` = 1;

-- Sums: product_views.
CREATE TEMPORARY VIEW `web_behaviour_sums_of_product_views` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_day`,
  `d_product_id`,
  `d_is_bot`,
  COUNT(*) AS m0
FROM (
  SELECT
    `time_stamp` / 86400000 AS `w_day`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`product_id`) > 150 AND CHAR_LENGTH(HEX(`product_id`)) > 1200 THEN LEFT(`product_id`, 140) || U&'\2026' || MD5(`product_id`) ELSE `product_id` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_product_id`,
    COALESCE(`is_bot`, FALSE) AS `d_is_bot`
  FROM `web_behaviour_events`
  WHERE (`collection` = 'view_product_detail')
) AS event
GROUP BY `w_day`, `d_product_id`, `d_is_bot`;

-- Sums: product_hours.
CREATE TEMPORARY VIEW `web_behaviour_sums_of_product_hours` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_hour`,
  `d_product_id`,
  `d_is_bot`,
  COUNT(*) AS m0
FROM (
  SELECT
    `time_stamp` / 3600000 AS `w_hour`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`product_id`) > 150 AND CHAR_LENGTH(HEX(`product_id`)) > 1200 THEN LEFT(`product_id`, 140) || U&'\2026' || MD5(`product_id`) ELSE `product_id` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_product_id`,
    COALESCE(`is_bot`, FALSE) AS `d_is_bot`
  FROM `web_behaviour_events`
  WHERE (`collection` = 'view_product_detail')
) AS event
GROUP BY `w_hour`, `d_product_id`, `d_is_bot`;

-- Sums: country_views.
CREATE TEMPORARY VIEW `web_behaviour_sums_of_country_views` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_day`,
  `d_country`,
  `d_is_bot`,
  COUNT(*) AS m0
FROM (
  SELECT
    `time_stamp` / 86400000 AS `w_day`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`country`) > 150 AND CHAR_LENGTH(HEX(`country`)) > 1200 THEN LEFT(`country`, 140) || U&'\2026' || MD5(`country`) ELSE `country` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_country`,
    COALESCE(`is_bot`, FALSE) AS `d_is_bot`
  FROM `web_behaviour_events`
  WHERE (`collection` = 'view_product_detail')
) AS event
GROUP BY `w_day`, `d_country`, `d_is_bot`;

-- Sums: store_views.
CREATE TEMPORARY VIEW `web_behaviour_sums_of_store_views` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_day`,
  `d_country`,
  `d_store_id`,
  `d_is_bot`,
  COUNT(*) AS m0
FROM (
  SELECT
    `time_stamp` / 86400000 AS `w_day`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`country`) > 150 AND CHAR_LENGTH(HEX(`country`)) > 1200 THEN LEFT(`country`, 140) || U&'\2026' || MD5(`country`) ELSE `country` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_country`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`store_id`) > 150 AND CHAR_LENGTH(HEX(`store_id`)) > 1200 THEN LEFT(`store_id`, 140) || U&'\2026' || MD5(`store_id`) ELSE `store_id` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_store_id`,
    COALESCE(`is_bot`, FALSE) AS `d_is_bot`
  FROM `web_behaviour_events`
  WHERE (`collection` = 'view_product_detail')
) AS event
GROUP BY `w_day`, `d_country`, `d_store_id`, `d_is_bot`;

-- Sums: referrer_views.
CREATE TEMPORARY VIEW `web_behaviour_sums_of_referrer_views` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_day`,
  `d_referrer_url`,
  `d_referrer_domain`,
  `d_referrer_medium`,
  `d_is_self_referral`,
  `d_is_bot`,
  COUNT(*) AS m0
FROM (
  SELECT
    `time_stamp` / 86400000 AS `w_day`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`referrer_url`) > 150 AND CHAR_LENGTH(HEX(`referrer_url`)) > 1200 THEN LEFT(`referrer_url`, 140) || U&'\2026' || MD5(`referrer_url`) ELSE `referrer_url` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_referrer_url`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`referrer_domain`) > 150 AND CHAR_LENGTH(HEX(`referrer_domain`)) > 1200 THEN LEFT(`referrer_domain`, 140) || U&'\2026' || MD5(`referrer_domain`) ELSE `referrer_domain` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_referrer_domain`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`referrer_medium`) > 150 AND CHAR_LENGTH(HEX(`referrer_medium`)) > 1200 THEN LEFT(`referrer_medium`, 140) || U&'\2026' || MD5(`referrer_medium`) ELSE `referrer_medium` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_referrer_medium`,
    COALESCE(`is_self_referral`, FALSE) AS `d_is_self_referral`,
    COALESCE(`is_bot`, FALSE) AS `d_is_bot`
  FROM `web_behaviour_events`
  WHERE (`collection` = 'view_product_detail')
) AS event
GROUP BY `w_day`, `d_referrer_url`, `d_referrer_domain`, `d_referrer_medium`, `d_is_self_referral`, `d_is_bot`;

-- Sums: browser_os_views.
CREATE TEMPORARY VIEW `web_behaviour_sums_of_browser_os_views` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_hour`,
  `d_browser`,
  `d_os`,
  `d_is_bot`,
  COUNT(*) AS m0
FROM (
  SELECT
    `time_stamp` / 3600000 AS `w_hour`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`browser`) > 150 AND CHAR_LENGTH(HEX(`browser`)) > 1200 THEN LEFT(`browser`, 140) || U&'\2026' || MD5(`browser`) ELSE `browser` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_browser`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`os`) > 150 AND CHAR_LENGTH(HEX(`os`)) > 1200 THEN LEFT(`os`, 140) || U&'\2026' || MD5(`os`) ELSE `os` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_os`,
    COALESCE(`is_bot`, FALSE) AS `d_is_bot`
  FROM `web_behaviour_events`
  WHERE (`collection` = 'view_product_detail')
) AS event
GROUP BY `w_hour`, `d_browser`, `d_os`, `d_is_bot`;

-- Sums: traffic_minute.
CREATE TEMPORARY VIEW `web_behaviour_sums_of_traffic_minute` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_minute`,
  `d_is_bot`,
  COUNT(*) AS m0
FROM (
  SELECT
    `time_stamp` / 60000 AS `w_minute`,
    COALESCE(`is_bot`, FALSE) AS `d_is_bot`
  FROM `web_behaviour_events`
  WHERE (`collection` = 'view_product_detail')
) AS event
GROUP BY `w_minute`, `d_is_bot`;

-- Sums: traffic_hour.
CREATE TEMPORARY VIEW `web_behaviour_sums_of_traffic_hour` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_hour`,
  `d_is_bot`,
  COUNT(*) AS m0
FROM (
  SELECT
    `time_stamp` / 3600000 AS `w_hour`,
    COALESCE(`is_bot`, FALSE) AS `d_is_bot`
  FROM `web_behaviour_events`
  WHERE (`collection` = 'view_product_detail')
) AS event
GROUP BY `w_hour`, `d_is_bot`;

-- Sums: traffic_day.
CREATE TEMPORARY VIEW `web_behaviour_sums_of_traffic_day` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_day`,
  `d_is_bot`,
  COUNT(*) AS m0
FROM (
  SELECT
    `time_stamp` / 86400000 AS `w_day`,
    COALESCE(`is_bot`, FALSE) AS `d_is_bot`
  FROM `web_behaviour_events`
  WHERE (`collection` = 'view_product_detail')
) AS event
GROUP BY `w_day`, `d_is_bot`;

-- Sums: event_kinds.
CREATE TEMPORARY VIEW `web_behaviour_sums_of_event_kinds` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_minute`,
  `d_collection`,
  `d_is_bot`,
  COUNT(*) AS m0
FROM (
  SELECT
    `time_stamp` / 60000 AS `w_minute`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`collection`) > 150 AND CHAR_LENGTH(HEX(`collection`)) > 1200 THEN LEFT(`collection`, 140) || U&'\2026' || MD5(`collection`) ELSE `collection` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_collection`,
    COALESCE(`is_bot`, FALSE) AS `d_is_bot`
  FROM `web_behaviour_events`
) AS event
GROUP BY `w_minute`, `d_collection`, `d_is_bot`;

-- Sums: devices.
CREATE TEMPORARY VIEW `web_behaviour_sums_of_devices` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_day`,
  `d_device_type`,
  `d_is_bot`,
  COUNT(*) AS m0,
  COUNT(*) FILTER (WHERE (`v_collection` = 'view_product_detail')) AS m1
FROM (
  SELECT
    `time_stamp` / 86400000 AS `w_day`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`device_type`) > 150 AND CHAR_LENGTH(HEX(`device_type`)) > 1200 THEN LEFT(`device_type`, 140) || U&'\2026' || MD5(`device_type`) ELSE `device_type` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_device_type`,
    COALESCE(`is_bot`, FALSE) AS `d_is_bot`,
    `collection` AS `v_collection`
  FROM `web_behaviour_events`
) AS event
GROUP BY `w_day`, `d_device_type`, `d_is_bot`;

-- Sums: campaign_days.
CREATE TEMPORARY VIEW `web_behaviour_sums_of_campaign_days` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_day`,
  `d_campaign_source`,
  `d_campaign_medium`,
  `d_campaign_name`,
  `d_is_bot`,
  COUNT(*) AS m0,
  COUNT(*) FILTER (WHERE (`v_collection` = 'view_product_detail')) AS m1,
  COUNT(*) FILTER (WHERE (`v_collection` = 'add_to_cart_action')) AS m2,
  COUNT(*) FILTER (WHERE (`v_collection` = 'checkout_success')) AS m3
FROM (
  SELECT
    `time_stamp` / 86400000 AS `w_day`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`campaign_source`) > 150 AND CHAR_LENGTH(HEX(`campaign_source`)) > 1200 THEN LEFT(`campaign_source`, 140) || U&'\2026' || MD5(`campaign_source`) ELSE `campaign_source` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_campaign_source`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`campaign_medium`) > 150 AND CHAR_LENGTH(HEX(`campaign_medium`)) > 1200 THEN LEFT(`campaign_medium`, 140) || U&'\2026' || MD5(`campaign_medium`) ELSE `campaign_medium` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_campaign_medium`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`campaign_name`) > 150 AND CHAR_LENGTH(HEX(`campaign_name`)) > 1200 THEN LEFT(`campaign_name`, 140) || U&'\2026' || MD5(`campaign_name`) ELSE `campaign_name` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_campaign_name`,
    COALESCE(`is_bot`, FALSE) AS `d_is_bot`,
    `collection` AS `v_collection`
  FROM `web_behaviour_events`
) AS event
GROUP BY `w_day`, `d_campaign_source`, `d_campaign_medium`, `d_campaign_name`, `d_is_bot`;

-- Each value that product_views counts distinctly, once: COUNT(DISTINCT ...) takes three times as long.
CREATE TEMPORARY VIEW `web_behaviour_members_of_product_views` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_day`,
  `d_product_id`,
  `d_is_bot`,
  `v_device_id`
FROM (
  SELECT
    `time_stamp` / 86400000 AS `w_day`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`product_id`) > 150 AND CHAR_LENGTH(HEX(`product_id`)) > 1200 THEN LEFT(`product_id`, 140) || U&'\2026' || MD5(`product_id`) ELSE `product_id` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_product_id`,
    COALESCE(`is_bot`, FALSE) AS `d_is_bot`,
    `device_id` AS `v_device_id`
  FROM `web_behaviour_events`
  WHERE (`collection` = 'view_product_detail')
) AS event
GROUP BY `w_day`, `d_product_id`, `d_is_bot`, `v_device_id`;

-- How many there are. Of several columns each is NULL in the rows of the others.
CREATE TEMPORARY VIEW `web_behaviour_distinct_of_product_views` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_day`,
  `d_product_id`,
  `d_is_bot`,
  COUNT(`v_device_id`) AS m0
FROM `web_behaviour_members_of_product_views` AS event
GROUP BY `w_day`, `d_product_id`, `d_is_bot`;

-- Each value that country_views counts distinctly, once: COUNT(DISTINCT ...) takes three times as long.
CREATE TEMPORARY VIEW `web_behaviour_members_of_country_views` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_day`,
  `d_country`,
  `d_is_bot`,
  `v_device_id`
FROM (
  SELECT
    `time_stamp` / 86400000 AS `w_day`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`country`) > 150 AND CHAR_LENGTH(HEX(`country`)) > 1200 THEN LEFT(`country`, 140) || U&'\2026' || MD5(`country`) ELSE `country` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_country`,
    COALESCE(`is_bot`, FALSE) AS `d_is_bot`,
    `device_id` AS `v_device_id`
  FROM `web_behaviour_events`
  WHERE (`collection` = 'view_product_detail')
) AS event
GROUP BY `w_day`, `d_country`, `d_is_bot`, `v_device_id`;

-- How many there are. Of several columns each is NULL in the rows of the others.
CREATE TEMPORARY VIEW `web_behaviour_distinct_of_country_views` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_day`,
  `d_country`,
  `d_is_bot`,
  COUNT(`v_device_id`) AS m0
FROM `web_behaviour_members_of_country_views` AS event
GROUP BY `w_day`, `d_country`, `d_is_bot`;

-- Each value that traffic_minute counts distinctly, once: COUNT(DISTINCT ...) takes three times as long.
CREATE TEMPORARY VIEW `web_behaviour_members_of_traffic_minute` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_minute`,
  `d_is_bot`,
  `v_device_id`
FROM (
  SELECT
    `time_stamp` / 60000 AS `w_minute`,
    COALESCE(`is_bot`, FALSE) AS `d_is_bot`,
    `device_id` AS `v_device_id`
  FROM `web_behaviour_events`
  WHERE (`collection` = 'view_product_detail')
) AS event
GROUP BY `w_minute`, `d_is_bot`, `v_device_id`;

-- How many there are. Of several columns each is NULL in the rows of the others.
CREATE TEMPORARY VIEW `web_behaviour_distinct_of_traffic_minute` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_minute`,
  `d_is_bot`,
  COUNT(`v_device_id`) AS m0
FROM `web_behaviour_members_of_traffic_minute` AS event
GROUP BY `w_minute`, `d_is_bot`;

-- Each value that traffic_hour counts distinctly, once: COUNT(DISTINCT ...) takes three times as long.
CREATE TEMPORARY VIEW `web_behaviour_members_of_traffic_hour` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_hour`,
  `d_is_bot`,
  `v_device_id`
FROM (
  SELECT
    `time_stamp` / 3600000 AS `w_hour`,
    COALESCE(`is_bot`, FALSE) AS `d_is_bot`,
    `device_id` AS `v_device_id`
  FROM `web_behaviour_events`
  WHERE (`collection` = 'view_product_detail')
) AS event
GROUP BY `w_hour`, `d_is_bot`, `v_device_id`;

-- How many there are. Of several columns each is NULL in the rows of the others.
CREATE TEMPORARY VIEW `web_behaviour_distinct_of_traffic_hour` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_hour`,
  `d_is_bot`,
  COUNT(`v_device_id`) AS m0
FROM `web_behaviour_members_of_traffic_hour` AS event
GROUP BY `w_hour`, `d_is_bot`;

-- Each value that traffic_day counts distinctly, once: COUNT(DISTINCT ...) takes three times as long.
CREATE TEMPORARY VIEW `web_behaviour_members_of_traffic_day` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_day`,
  `d_is_bot`,
  `v_device_id`
FROM (
  SELECT
    `time_stamp` / 86400000 AS `w_day`,
    COALESCE(`is_bot`, FALSE) AS `d_is_bot`,
    `device_id` AS `v_device_id`
  FROM `web_behaviour_events`
  WHERE (`collection` = 'view_product_detail')
) AS event
GROUP BY `w_day`, `d_is_bot`, `v_device_id`;

-- How many there are. Of several columns each is NULL in the rows of the others.
CREATE TEMPORARY VIEW `web_behaviour_distinct_of_traffic_day` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_day`,
  `d_is_bot`,
  COUNT(`v_device_id`) AS m0
FROM `web_behaviour_members_of_traffic_day` AS event
GROUP BY `w_day`, `d_is_bot`;

-- Each value that campaign_days counts distinctly, once: COUNT(DISTINCT ...) takes three times as long.
CREATE TEMPORARY VIEW `web_behaviour_members_of_campaign_days` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_day`,
  `d_campaign_source`,
  `d_campaign_medium`,
  `d_campaign_name`,
  `d_is_bot`,
  `v_device_id`
FROM (
  SELECT
    `time_stamp` / 86400000 AS `w_day`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`campaign_source`) > 150 AND CHAR_LENGTH(HEX(`campaign_source`)) > 1200 THEN LEFT(`campaign_source`, 140) || U&'\2026' || MD5(`campaign_source`) ELSE `campaign_source` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_campaign_source`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`campaign_medium`) > 150 AND CHAR_LENGTH(HEX(`campaign_medium`)) > 1200 THEN LEFT(`campaign_medium`, 140) || U&'\2026' || MD5(`campaign_medium`) ELSE `campaign_medium` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_campaign_medium`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`campaign_name`) > 150 AND CHAR_LENGTH(HEX(`campaign_name`)) > 1200 THEN LEFT(`campaign_name`, 140) || U&'\2026' || MD5(`campaign_name`) ELSE `campaign_name` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_campaign_name`,
    COALESCE(`is_bot`, FALSE) AS `d_is_bot`,
    `device_id` AS `v_device_id`
  FROM `web_behaviour_events`
) AS event
GROUP BY `w_day`, `d_campaign_source`, `d_campaign_medium`, `d_campaign_name`, `d_is_bot`, `v_device_id`;

-- How many there are. Of several columns each is NULL in the rows of the others.
CREATE TEMPORARY VIEW `web_behaviour_distinct_of_campaign_days` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_day`,
  `d_campaign_source`,
  `d_campaign_medium`,
  `d_campaign_name`,
  `d_is_bot`,
  COUNT(`v_device_id`) AS m0
FROM `web_behaviour_members_of_campaign_days` AS event
GROUP BY `w_day`, `d_campaign_source`, `d_campaign_medium`, `d_campaign_name`, `d_is_bot`;

-- Views and visitors of each product by day. No other insert writes this table: two that fill columns of one row deadlock, and lose values.
CREATE TEMPORARY TABLE `web_behaviour_to_product_views` (
  `window_start` STRING,
  `product_id` STRING,
  `is_bot` BOOLEAN,
  `views` BIGINT,
  PRIMARY KEY (`window_start`, `product_id`, `is_bot`) NOT ENFORCED
) WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://warehouse:5432/crosscurrent?reWriteBatchedInserts=true&stringtype=unspecified',
  'table-name' = 'web_behaviour.product_views',
  'username' = 'crosscurrent',
  'password' = '<password>',
  'sink.buffer-flush.max-rows' = '5000',
  'sink.buffer-flush.interval' = '1 s'
);

-- Views of each product by hour. No other insert writes this table: two that fill columns of one row deadlock, and lose values.
CREATE TEMPORARY TABLE `web_behaviour_to_product_hours` (
  `window_start` STRING,
  `product_id` STRING,
  `is_bot` BOOLEAN,
  `views` BIGINT,
  PRIMARY KEY (`window_start`, `product_id`, `is_bot`) NOT ENFORCED
) WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://warehouse:5432/crosscurrent?reWriteBatchedInserts=true&stringtype=unspecified',
  'table-name' = 'web_behaviour.product_hours',
  'username' = 'crosscurrent',
  'password' = '<password>',
  'sink.buffer-flush.max-rows' = '5000',
  'sink.buffer-flush.interval' = '1 s'
);

-- Views and visitors of each country by day. No other insert writes this table: two that fill columns of one row deadlock, and lose values.
CREATE TEMPORARY TABLE `web_behaviour_to_country_views` (
  `window_start` STRING,
  `country` STRING,
  `is_bot` BOOLEAN,
  `views` BIGINT,
  PRIMARY KEY (`window_start`, `country`, `is_bot`) NOT ENFORCED
) WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://warehouse:5432/crosscurrent?reWriteBatchedInserts=true&stringtype=unspecified',
  'table-name' = 'web_behaviour.country_views',
  'username' = 'crosscurrent',
  'password' = '<password>',
  'sink.buffer-flush.max-rows' = '5000',
  'sink.buffer-flush.interval' = '1 s'
);

-- Views of each store by day. No other insert writes this table: two that fill columns of one row deadlock, and lose values.
CREATE TEMPORARY TABLE `web_behaviour_to_store_views` (
  `window_start` STRING,
  `country` STRING,
  `store_id` STRING,
  `is_bot` BOOLEAN,
  `views` BIGINT,
  PRIMARY KEY (`window_start`, `country`, `store_id`, `is_bot`) NOT ENFORCED
) WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://warehouse:5432/crosscurrent?reWriteBatchedInserts=true&stringtype=unspecified',
  'table-name' = 'web_behaviour.store_views',
  'username' = 'crosscurrent',
  'password' = '<password>',
  'sink.buffer-flush.max-rows' = '5000',
  'sink.buffer-flush.interval' = '1 s'
);

-- Views by referring address, domain and medium by day. No other insert writes this table: two that fill columns of one row deadlock, and lose values.
CREATE TEMPORARY TABLE `web_behaviour_to_referrer_views` (
  `window_start` STRING,
  `referrer_url` STRING,
  `referrer_domain` STRING,
  `referrer_medium` STRING,
  `is_self_referral` BOOLEAN,
  `is_bot` BOOLEAN,
  `views` BIGINT,
  PRIMARY KEY (`window_start`, `referrer_url`, `referrer_domain`, `referrer_medium`, `is_self_referral`, `is_bot`) NOT ENFORCED
) WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://warehouse:5432/crosscurrent?reWriteBatchedInserts=true&stringtype=unspecified',
  'table-name' = 'web_behaviour.referrer_views',
  'username' = 'crosscurrent',
  'password' = '<password>',
  'sink.buffer-flush.max-rows' = '5000',
  'sink.buffer-flush.interval' = '1 s'
);

-- Views by browser and operating system by hour. No other insert writes this table: two that fill columns of one row deadlock, and lose values.
CREATE TEMPORARY TABLE `web_behaviour_to_browser_os_views` (
  `window_start` STRING,
  `browser` STRING,
  `os` STRING,
  `is_bot` BOOLEAN,
  `views` BIGINT,
  PRIMARY KEY (`window_start`, `browser`, `os`, `is_bot`) NOT ENFORCED
) WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://warehouse:5432/crosscurrent?reWriteBatchedInserts=true&stringtype=unspecified',
  'table-name' = 'web_behaviour.browser_os_views',
  'username' = 'crosscurrent',
  'password' = '<password>',
  'sink.buffer-flush.max-rows' = '5000',
  'sink.buffer-flush.interval' = '1 s'
);

-- Views and visitors by minute. No other insert writes this table: two that fill columns of one row deadlock, and lose values.
CREATE TEMPORARY TABLE `web_behaviour_to_traffic_minute` (
  `window_start` STRING,
  `is_bot` BOOLEAN,
  `views` BIGINT,
  PRIMARY KEY (`window_start`, `is_bot`) NOT ENFORCED
) WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://warehouse:5432/crosscurrent?reWriteBatchedInserts=true&stringtype=unspecified',
  'table-name' = 'web_behaviour.traffic_minute',
  'username' = 'crosscurrent',
  'password' = '<password>',
  'sink.buffer-flush.max-rows' = '5000',
  'sink.buffer-flush.interval' = '1 s'
);

-- Views and visitors by hour. No other insert writes this table: two that fill columns of one row deadlock, and lose values.
CREATE TEMPORARY TABLE `web_behaviour_to_traffic_hour` (
  `window_start` STRING,
  `is_bot` BOOLEAN,
  `views` BIGINT,
  PRIMARY KEY (`window_start`, `is_bot`) NOT ENFORCED
) WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://warehouse:5432/crosscurrent?reWriteBatchedInserts=true&stringtype=unspecified',
  'table-name' = 'web_behaviour.traffic_hour',
  'username' = 'crosscurrent',
  'password' = '<password>',
  'sink.buffer-flush.max-rows' = '5000',
  'sink.buffer-flush.interval' = '1 s'
);

-- Views and visitors by day. No other insert writes this table: two that fill columns of one row deadlock, and lose values.
CREATE TEMPORARY TABLE `web_behaviour_to_traffic_day` (
  `window_start` STRING,
  `is_bot` BOOLEAN,
  `views` BIGINT,
  PRIMARY KEY (`window_start`, `is_bot`) NOT ENFORCED
) WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://warehouse:5432/crosscurrent?reWriteBatchedInserts=true&stringtype=unspecified',
  'table-name' = 'web_behaviour.traffic_day',
  'username' = 'crosscurrent',
  'password' = '<password>',
  'sink.buffer-flush.max-rows' = '5000',
  'sink.buffer-flush.interval' = '1 s'
);

-- Events of each kind by minute. No other insert writes this table: two that fill columns of one row deadlock, and lose values.
CREATE TEMPORARY TABLE `web_behaviour_to_event_kinds` (
  `window_start` STRING,
  `collection` STRING,
  `is_bot` BOOLEAN,
  `events` BIGINT,
  PRIMARY KEY (`window_start`, `collection`, `is_bot`) NOT ENFORCED
) WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://warehouse:5432/crosscurrent?reWriteBatchedInserts=true&stringtype=unspecified',
  'table-name' = 'web_behaviour.event_kinds',
  'username' = 'crosscurrent',
  'password' = '<password>',
  'sink.buffer-flush.max-rows' = '5000',
  'sink.buffer-flush.interval' = '1 s'
);

-- Events by kind of device by day. No other insert writes this table: two that fill columns of one row deadlock, and lose values.
CREATE TEMPORARY TABLE `web_behaviour_to_devices` (
  `window_start` STRING,
  `device_type` STRING,
  `is_bot` BOOLEAN,
  `events` BIGINT,
  `views` BIGINT,
  PRIMARY KEY (`window_start`, `device_type`, `is_bot`) NOT ENFORCED
) WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://warehouse:5432/crosscurrent?reWriteBatchedInserts=true&stringtype=unspecified',
  'table-name' = 'web_behaviour.devices',
  'username' = 'crosscurrent',
  'password' = '<password>',
  'sink.buffer-flush.max-rows' = '5000',
  'sink.buffer-flush.interval' = '1 s'
);

-- What visits of each campaign did, by day. No other insert writes this table: two that fill columns of one row deadlock, and lose values.
CREATE TEMPORARY TABLE `web_behaviour_to_campaign_days` (
  `window_start` STRING,
  `campaign_source` STRING,
  `campaign_medium` STRING,
  `campaign_name` STRING,
  `is_bot` BOOLEAN,
  `events` BIGINT,
  `views` BIGINT,
  `carts` BIGINT,
  `orders` BIGINT,
  PRIMARY KEY (`window_start`, `campaign_source`, `campaign_medium`, `campaign_name`, `is_bot`) NOT ENFORCED
) WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://warehouse:5432/crosscurrent?reWriteBatchedInserts=true&stringtype=unspecified',
  'table-name' = 'web_behaviour.campaign_days',
  'username' = 'crosscurrent',
  'password' = '<password>',
  'sink.buffer-flush.max-rows' = '5000',
  'sink.buffer-flush.interval' = '1 s'
);

-- Views and visitors of each product by day: distinct counts. No other insert writes this table: two that fill columns of one row deadlock, and lose values.
CREATE TEMPORARY TABLE `web_behaviour_to_product_views_distinct` (
  `window_start` STRING,
  `product_id` STRING,
  `is_bot` BOOLEAN,
  `visitors` BIGINT,
  PRIMARY KEY (`window_start`, `product_id`, `is_bot`) NOT ENFORCED
) WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://warehouse:5432/crosscurrent?reWriteBatchedInserts=true&stringtype=unspecified',
  'table-name' = 'web_behaviour.product_views_distinct',
  'username' = 'crosscurrent',
  'password' = '<password>',
  'sink.buffer-flush.max-rows' = '5000',
  'sink.buffer-flush.interval' = '1 s'
);

-- Views and visitors of each country by day: distinct counts. No other insert writes this table: two that fill columns of one row deadlock, and lose values.
CREATE TEMPORARY TABLE `web_behaviour_to_country_views_distinct` (
  `window_start` STRING,
  `country` STRING,
  `is_bot` BOOLEAN,
  `visitors` BIGINT,
  PRIMARY KEY (`window_start`, `country`, `is_bot`) NOT ENFORCED
) WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://warehouse:5432/crosscurrent?reWriteBatchedInserts=true&stringtype=unspecified',
  'table-name' = 'web_behaviour.country_views_distinct',
  'username' = 'crosscurrent',
  'password' = '<password>',
  'sink.buffer-flush.max-rows' = '5000',
  'sink.buffer-flush.interval' = '1 s'
);

-- Views and visitors by minute: distinct counts. No other insert writes this table: two that fill columns of one row deadlock, and lose values.
CREATE TEMPORARY TABLE `web_behaviour_to_traffic_minute_distinct` (
  `window_start` STRING,
  `is_bot` BOOLEAN,
  `visitors` BIGINT,
  PRIMARY KEY (`window_start`, `is_bot`) NOT ENFORCED
) WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://warehouse:5432/crosscurrent?reWriteBatchedInserts=true&stringtype=unspecified',
  'table-name' = 'web_behaviour.traffic_minute_distinct',
  'username' = 'crosscurrent',
  'password' = '<password>',
  'sink.buffer-flush.max-rows' = '5000',
  'sink.buffer-flush.interval' = '1 s'
);

-- Views and visitors by hour: distinct counts. No other insert writes this table: two that fill columns of one row deadlock, and lose values.
CREATE TEMPORARY TABLE `web_behaviour_to_traffic_hour_distinct` (
  `window_start` STRING,
  `is_bot` BOOLEAN,
  `visitors` BIGINT,
  PRIMARY KEY (`window_start`, `is_bot`) NOT ENFORCED
) WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://warehouse:5432/crosscurrent?reWriteBatchedInserts=true&stringtype=unspecified',
  'table-name' = 'web_behaviour.traffic_hour_distinct',
  'username' = 'crosscurrent',
  'password' = '<password>',
  'sink.buffer-flush.max-rows' = '5000',
  'sink.buffer-flush.interval' = '1 s'
);

-- Views and visitors by day: distinct counts. No other insert writes this table: two that fill columns of one row deadlock, and lose values.
CREATE TEMPORARY TABLE `web_behaviour_to_traffic_day_distinct` (
  `window_start` STRING,
  `is_bot` BOOLEAN,
  `visitors` BIGINT,
  PRIMARY KEY (`window_start`, `is_bot`) NOT ENFORCED
) WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://warehouse:5432/crosscurrent?reWriteBatchedInserts=true&stringtype=unspecified',
  'table-name' = 'web_behaviour.traffic_day_distinct',
  'username' = 'crosscurrent',
  'password' = '<password>',
  'sink.buffer-flush.max-rows' = '5000',
  'sink.buffer-flush.interval' = '1 s'
);

-- What visits of each campaign did, by day: distinct counts. No other insert writes this table: two that fill columns of one row deadlock, and lose values.
CREATE TEMPORARY TABLE `web_behaviour_to_campaign_days_distinct` (
  `window_start` STRING,
  `campaign_source` STRING,
  `campaign_medium` STRING,
  `campaign_name` STRING,
  `is_bot` BOOLEAN,
  `visitors` BIGINT,
  PRIMARY KEY (`window_start`, `campaign_source`, `campaign_medium`, `campaign_name`, `is_bot`) NOT ENFORCED
) WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://warehouse:5432/crosscurrent?reWriteBatchedInserts=true&stringtype=unspecified',
  'table-name' = 'web_behaviour.campaign_days_distinct',
  'username' = 'crosscurrent',
  'password' = '<password>',
  'sink.buffer-flush.max-rows' = '5000',
  'sink.buffer-flush.interval' = '1 s'
);

-- One job for all of them, so that events are read and told apart once.
EXECUTE STATEMENT SET BEGIN
  INSERT INTO `web_behaviour_to_product_views` (`window_start`, `product_id`, `is_bot`, `views`)
  SELECT DATE_FORMAT(TO_TIMESTAMP_LTZ(`w_day` * 86400000, 3), 'yyyy-MM-dd HH:mm:ss') || '+00', `d_product_id`, `d_is_bot`, m0
  FROM `web_behaviour_sums_of_product_views`;

  INSERT INTO `web_behaviour_to_product_hours` (`window_start`, `product_id`, `is_bot`, `views`)
  SELECT DATE_FORMAT(TO_TIMESTAMP_LTZ(`w_hour` * 3600000, 3), 'yyyy-MM-dd HH:mm:ss') || '+00', `d_product_id`, `d_is_bot`, m0
  FROM `web_behaviour_sums_of_product_hours`;

  INSERT INTO `web_behaviour_to_country_views` (`window_start`, `country`, `is_bot`, `views`)
  SELECT DATE_FORMAT(TO_TIMESTAMP_LTZ(`w_day` * 86400000, 3), 'yyyy-MM-dd HH:mm:ss') || '+00', `d_country`, `d_is_bot`, m0
  FROM `web_behaviour_sums_of_country_views`;

  INSERT INTO `web_behaviour_to_store_views` (`window_start`, `country`, `store_id`, `is_bot`, `views`)
  SELECT DATE_FORMAT(TO_TIMESTAMP_LTZ(`w_day` * 86400000, 3), 'yyyy-MM-dd HH:mm:ss') || '+00', `d_country`, `d_store_id`, `d_is_bot`, m0
  FROM `web_behaviour_sums_of_store_views`;

  INSERT INTO `web_behaviour_to_referrer_views` (`window_start`, `referrer_url`, `referrer_domain`, `referrer_medium`, `is_self_referral`, `is_bot`, `views`)
  SELECT DATE_FORMAT(TO_TIMESTAMP_LTZ(`w_day` * 86400000, 3), 'yyyy-MM-dd HH:mm:ss') || '+00', `d_referrer_url`, `d_referrer_domain`, `d_referrer_medium`, `d_is_self_referral`, `d_is_bot`, m0
  FROM `web_behaviour_sums_of_referrer_views`;

  INSERT INTO `web_behaviour_to_browser_os_views` (`window_start`, `browser`, `os`, `is_bot`, `views`)
  SELECT DATE_FORMAT(TO_TIMESTAMP_LTZ(`w_hour` * 3600000, 3), 'yyyy-MM-dd HH:mm:ss') || '+00', `d_browser`, `d_os`, `d_is_bot`, m0
  FROM `web_behaviour_sums_of_browser_os_views`;

  INSERT INTO `web_behaviour_to_traffic_minute` (`window_start`, `is_bot`, `views`)
  SELECT DATE_FORMAT(TO_TIMESTAMP_LTZ(`w_minute` * 60000, 3), 'yyyy-MM-dd HH:mm:ss') || '+00', `d_is_bot`, m0
  FROM `web_behaviour_sums_of_traffic_minute`;

  INSERT INTO `web_behaviour_to_traffic_hour` (`window_start`, `is_bot`, `views`)
  SELECT DATE_FORMAT(TO_TIMESTAMP_LTZ(`w_hour` * 3600000, 3), 'yyyy-MM-dd HH:mm:ss') || '+00', `d_is_bot`, m0
  FROM `web_behaviour_sums_of_traffic_hour`;

  INSERT INTO `web_behaviour_to_traffic_day` (`window_start`, `is_bot`, `views`)
  SELECT DATE_FORMAT(TO_TIMESTAMP_LTZ(`w_day` * 86400000, 3), 'yyyy-MM-dd HH:mm:ss') || '+00', `d_is_bot`, m0
  FROM `web_behaviour_sums_of_traffic_day`;

  INSERT INTO `web_behaviour_to_event_kinds` (`window_start`, `collection`, `is_bot`, `events`)
  SELECT DATE_FORMAT(TO_TIMESTAMP_LTZ(`w_minute` * 60000, 3), 'yyyy-MM-dd HH:mm:ss') || '+00', `d_collection`, `d_is_bot`, m0
  FROM `web_behaviour_sums_of_event_kinds`;

  INSERT INTO `web_behaviour_to_devices` (`window_start`, `device_type`, `is_bot`, `events`, `views`)
  SELECT DATE_FORMAT(TO_TIMESTAMP_LTZ(`w_day` * 86400000, 3), 'yyyy-MM-dd HH:mm:ss') || '+00', `d_device_type`, `d_is_bot`, m0, m1
  FROM `web_behaviour_sums_of_devices`;

  INSERT INTO `web_behaviour_to_campaign_days` (`window_start`, `campaign_source`, `campaign_medium`, `campaign_name`, `is_bot`, `events`, `views`, `carts`, `orders`)
  SELECT DATE_FORMAT(TO_TIMESTAMP_LTZ(`w_day` * 86400000, 3), 'yyyy-MM-dd HH:mm:ss') || '+00', `d_campaign_source`, `d_campaign_medium`, `d_campaign_name`, `d_is_bot`, m0, m1, m2, m3
  FROM `web_behaviour_sums_of_campaign_days`;

  INSERT INTO `web_behaviour_to_product_views_distinct` (`window_start`, `product_id`, `is_bot`, `visitors`)
  SELECT DATE_FORMAT(TO_TIMESTAMP_LTZ(`w_day` * 86400000, 3), 'yyyy-MM-dd HH:mm:ss') || '+00', `d_product_id`, `d_is_bot`, m0
  FROM `web_behaviour_distinct_of_product_views`;

  INSERT INTO `web_behaviour_to_country_views_distinct` (`window_start`, `country`, `is_bot`, `visitors`)
  SELECT DATE_FORMAT(TO_TIMESTAMP_LTZ(`w_day` * 86400000, 3), 'yyyy-MM-dd HH:mm:ss') || '+00', `d_country`, `d_is_bot`, m0
  FROM `web_behaviour_distinct_of_country_views`;

  INSERT INTO `web_behaviour_to_traffic_minute_distinct` (`window_start`, `is_bot`, `visitors`)
  SELECT DATE_FORMAT(TO_TIMESTAMP_LTZ(`w_minute` * 60000, 3), 'yyyy-MM-dd HH:mm:ss') || '+00', `d_is_bot`, m0
  FROM `web_behaviour_distinct_of_traffic_minute`;

  INSERT INTO `web_behaviour_to_traffic_hour_distinct` (`window_start`, `is_bot`, `visitors`)
  SELECT DATE_FORMAT(TO_TIMESTAMP_LTZ(`w_hour` * 3600000, 3), 'yyyy-MM-dd HH:mm:ss') || '+00', `d_is_bot`, m0
  FROM `web_behaviour_distinct_of_traffic_hour`;

  INSERT INTO `web_behaviour_to_traffic_day_distinct` (`window_start`, `is_bot`, `visitors`)
  SELECT DATE_FORMAT(TO_TIMESTAMP_LTZ(`w_day` * 86400000, 3), 'yyyy-MM-dd HH:mm:ss') || '+00', `d_is_bot`, m0
  FROM `web_behaviour_distinct_of_traffic_day`;

  INSERT INTO `web_behaviour_to_campaign_days_distinct` (`window_start`, `campaign_source`, `campaign_medium`, `campaign_name`, `is_bot`, `visitors`)
  SELECT DATE_FORMAT(TO_TIMESTAMP_LTZ(`w_day` * 86400000, 3), 'yyyy-MM-dd HH:mm:ss') || '+00', `d_campaign_source`, `d_campaign_medium`, `d_campaign_name`, `d_is_bot`, m0
  FROM `web_behaviour_distinct_of_campaign_days`;
END;
