-- Stream channel-metrics: 23 statements for one session of the SQL Gateway.

-- The job of the stream channel-metrics.
SET 'execution.runtime-mode' = 'streaming';
SET 'pipeline.name' = 'crosscurrent channel-metrics';
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
CREATE TEMPORARY TABLE `channel_metrics_enriched` (
  `id` STRING,
  `city` STRING,
  `usage_count` BIGINT,
  `sales` BIGINT,
  `visitors` BIGINT,
  `page_visitors` BIGINT,
  `ts` BIGINT,
  `channel` STRING,
  `conversions` BIGINT,
  `was_share` BOOLEAN,
  `conversion_rate_millionths` BIGINT,
  `conversion_visitors` BIGINT,
  `bounce_visitors` BIGINT,
  `bounce_rate_millionths` BIGINT,
  `arrived at` AS PROCTIME(),
  `kafka offset` BIGINT METADATA FROM 'offset' VIRTUAL
) WITH (
  'connector' = 'kafka',
  'topic' = 'channel-metrics.enriched',
  'properties.bootstrap.servers' = 'kafka:9092',
  'properties.group.id' = 'crosscurrent-flink-channel-metrics',
  'properties.isolation.level' = 'read_committed',
  'scan.startup.mode' = 'earliest-offset',
  'value.format' = 'json',
  'value.json.ignore-parse-errors' = 'false'
);

-- Duplicates: the first event of an id counts. Messages are keyed by id, so that all of them are in one partition.
CREATE TEMPORARY VIEW `channel_metrics_events` AS
SELECT `city`, `usage_count`, `sales`, `visitors`, `page_visitors`, `ts`, `channel`, `conversions`, `was_share`, `conversion_rate_millionths`, `conversion_visitors`, `bounce_visitors`, `bounce_rate_millionths`
FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY `id` ORDER BY `arrived at` ASC) AS `place of id`
  FROM `channel_metrics_enriched`
)
WHERE `place of id` = 1;

-- Sums: channel_minutes.
CREATE TEMPORARY VIEW `channel_metrics_sums_of_channel_minutes` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_minute`,
  `d_channel`,
  COUNT(*) AS m0,
  COALESCE(SUM(CAST(`v_usage_count` AS DECIMAL(38, 0))), 0) AS m1,
  COALESCE(SUM(CAST(`v_sales` AS DECIMAL(38, 0))), 0) AS m2,
  COALESCE(SUM(CAST(`v_visitors` AS DECIMAL(38, 0))), 0) AS m3
FROM (
  SELECT
    `ts` / 60000 AS `w_minute`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`channel`) > 150 AND CHAR_LENGTH(HEX(`channel`)) > 1200 THEN LEFT(`channel`, 140) || U&'\2026' || MD5(`channel`) ELSE `channel` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_channel`,
    `usage_count` AS `v_usage_count`,
    `sales` AS `v_sales`,
    `visitors` AS `v_visitors`
  FROM `channel_metrics_events`
) AS event
GROUP BY `w_minute`, `d_channel`;

-- Sums: channel_days.
CREATE TEMPORARY VIEW `channel_metrics_sums_of_channel_days` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_day`,
  `d_channel`,
  COUNT(*) AS m0,
  COALESCE(SUM(CAST(`v_usage_count` AS DECIMAL(38, 0))), 0) AS m1,
  COALESCE(SUM(CAST(`v_sales` AS DECIMAL(38, 0))), 0) AS m2,
  COALESCE(SUM(CAST(`v_visitors` AS DECIMAL(38, 0))), 0) AS m3,
  COALESCE(SUM(CAST(`v_page_visitors` AS DECIMAL(38, 0))), 0) AS m4,
  COALESCE(SUM(CAST(`v_conversions` AS DECIMAL(38, 0))), 0) AS m5,
  COUNT(*) FILTER (WHERE `v_was_share`) AS m6,
  COUNT(*) FILTER (WHERE ((`v_visitors` > 0) AND (NOT (`v_conversions` IS NULL)))) AS m7,
  COUNT(*) FILTER (WHERE ((`v_visitors` > 0) AND (NOT (`v_page_visitors` IS NULL)))) AS m8,
  COALESCE(SUM(CAST(`v_conversion_rate_millionths` AS DECIMAL(38, 0))), 0) AS m9,
  COALESCE(SUM(CAST(`v_bounce_rate_millionths` AS DECIMAL(38, 0))), 0) AS m10,
  COALESCE(SUM(CAST(`v_conversion_visitors` AS DECIMAL(38, 0))), 0) AS m11,
  COALESCE(SUM(CAST(`v_bounce_visitors` AS DECIMAL(38, 0))), 0) AS m12
FROM (
  SELECT
    `ts` / 86400000 AS `w_day`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`channel`) > 150 AND CHAR_LENGTH(HEX(`channel`)) > 1200 THEN LEFT(`channel`, 140) || U&'\2026' || MD5(`channel`) ELSE `channel` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_channel`,
    `usage_count` AS `v_usage_count`,
    `sales` AS `v_sales`,
    `visitors` AS `v_visitors`,
    `page_visitors` AS `v_page_visitors`,
    `conversions` AS `v_conversions`,
    `was_share` AS `v_was_share`,
    `conversion_rate_millionths` AS `v_conversion_rate_millionths`,
    `bounce_rate_millionths` AS `v_bounce_rate_millionths`,
    `conversion_visitors` AS `v_conversion_visitors`,
    `bounce_visitors` AS `v_bounce_visitors`
  FROM `channel_metrics_events`
) AS event
GROUP BY `w_day`, `d_channel`;

-- Sums: city_days.
CREATE TEMPORARY VIEW `channel_metrics_sums_of_city_days` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_day`,
  `d_city`,
  `d_channel`,
  COUNT(*) AS m0,
  COALESCE(SUM(CAST(`v_usage_count` AS DECIMAL(38, 0))), 0) AS m1,
  COALESCE(SUM(CAST(`v_sales` AS DECIMAL(38, 0))), 0) AS m2,
  COALESCE(SUM(CAST(`v_visitors` AS DECIMAL(38, 0))), 0) AS m3
FROM (
  SELECT
    `ts` / 86400000 AS `w_day`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`city`) > 150 AND CHAR_LENGTH(HEX(`city`)) > 1200 THEN LEFT(`city`, 140) || U&'\2026' || MD5(`city`) ELSE `city` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_city`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`channel`) > 150 AND CHAR_LENGTH(HEX(`channel`)) > 1200 THEN LEFT(`channel`, 140) || U&'\2026' || MD5(`channel`) ELSE `channel` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_channel`,
    `usage_count` AS `v_usage_count`,
    `sales` AS `v_sales`,
    `visitors` AS `v_visitors`
  FROM `channel_metrics_events`
) AS event
GROUP BY `w_day`, `d_city`, `d_channel`;

-- What each channel brings, by minute. No other insert writes this table: two that fill columns of one row deadlock, and lose values.
CREATE TEMPORARY TABLE `channel_metrics_to_channel_minutes` (
  `window_start` STRING,
  `channel` STRING,
  `readings` BIGINT,
  `usage_count` DECIMAL(38, 0),
  `sales` DECIMAL(38, 0),
  `visitors` DECIMAL(38, 0),
  PRIMARY KEY (`window_start`, `channel`) NOT ENFORCED
) WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://warehouse:5432/crosscurrent?reWriteBatchedInserts=true&stringtype=unspecified',
  'table-name' = 'channel_metrics.channel_minutes',
  'username' = 'crosscurrent',
  'password' = '<password>',
  'sink.buffer-flush.max-rows' = '5000',
  'sink.buffer-flush.interval' = '1 s'
);

-- What each channel brings and its rates, by day. No other insert writes this table: two that fill columns of one row deadlock, and lose values.
CREATE TEMPORARY TABLE `channel_metrics_to_channel_days` (
  `window_start` STRING,
  `channel` STRING,
  `readings` BIGINT,
  `usage_count` DECIMAL(38, 0),
  `sales` DECIMAL(38, 0),
  `visitors` DECIMAL(38, 0),
  `page_visitors` DECIMAL(38, 0),
  `conversions` DECIMAL(38, 0),
  `shares` BIGINT,
  `conversion_rows` BIGINT,
  `bounce_rows` BIGINT,
  `conversion_rate_millionths` DECIMAL(38, 0),
  `bounce_rate_millionths` DECIMAL(38, 0),
  `conversion_visitors` DECIMAL(38, 0),
  `bounce_visitors` DECIMAL(38, 0),
  PRIMARY KEY (`window_start`, `channel`) NOT ENFORCED
) WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://warehouse:5432/crosscurrent?reWriteBatchedInserts=true&stringtype=unspecified',
  'table-name' = 'channel_metrics.channel_days',
  'username' = 'crosscurrent',
  'password' = '<password>',
  'sink.buffer-flush.max-rows' = '5000',
  'sink.buffer-flush.interval' = '1 s'
);

-- Usage and sales of each city and channel, by day. No other insert writes this table: two that fill columns of one row deadlock, and lose values.
CREATE TEMPORARY TABLE `channel_metrics_to_city_days` (
  `window_start` STRING,
  `city` STRING,
  `channel` STRING,
  `readings` BIGINT,
  `usage_count` DECIMAL(38, 0),
  `sales` DECIMAL(38, 0),
  `visitors` DECIMAL(38, 0),
  PRIMARY KEY (`window_start`, `city`, `channel`) NOT ENFORCED
) WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://warehouse:5432/crosscurrent?reWriteBatchedInserts=true&stringtype=unspecified',
  'table-name' = 'channel_metrics.city_days',
  'username' = 'crosscurrent',
  'password' = '<password>',
  'sink.buffer-flush.max-rows' = '5000',
  'sink.buffer-flush.interval' = '1 s'
);

-- One job for all of them, so that events are read and told apart once.
EXECUTE STATEMENT SET BEGIN
  INSERT INTO `channel_metrics_to_channel_minutes` (`window_start`, `channel`, `readings`, `usage_count`, `sales`, `visitors`)
  SELECT DATE_FORMAT(TO_TIMESTAMP_LTZ(`w_minute` * 60000, 3), 'yyyy-MM-dd HH:mm:ss') || '+00', `d_channel`, m0, m1, m2, m3
  FROM `channel_metrics_sums_of_channel_minutes`;

  INSERT INTO `channel_metrics_to_channel_days` (`window_start`, `channel`, `readings`, `usage_count`, `sales`, `visitors`, `page_visitors`, `conversions`, `shares`, `conversion_rows`, `bounce_rows`, `conversion_rate_millionths`, `bounce_rate_millionths`, `conversion_visitors`, `bounce_visitors`)
  SELECT DATE_FORMAT(TO_TIMESTAMP_LTZ(`w_day` * 86400000, 3), 'yyyy-MM-dd HH:mm:ss') || '+00', `d_channel`, m0, m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12
  FROM `channel_metrics_sums_of_channel_days`;

  INSERT INTO `channel_metrics_to_city_days` (`window_start`, `city`, `channel`, `readings`, `usage_count`, `sales`, `visitors`)
  SELECT DATE_FORMAT(TO_TIMESTAMP_LTZ(`w_day` * 86400000, 3), 'yyyy-MM-dd HH:mm:ss') || '+00', `d_city`, `d_channel`, m0, m1, m2, m3
  FROM `channel_metrics_sums_of_city_days`;
END;
