-- Stream posts: 56 statements for one session of the SQL Gateway.
-- Not in it: the mentions of campaigns (campaign_minutes, campaign_hashtag_hours, campaign_word_hours, campaign_author_hours, campaign_place_hours, campaign_source_hours, campaign_entity_hours): campaigns change while the job runs.

-- The job of the stream posts.
SET 'execution.runtime-mode' = 'streaming';
SET 'pipeline.name' = 'crosscurrent posts';
SET 'parallelism.default' = '4';

-- Windows are in UTC (W1).
SET 'table.local-time-zone' = 'UTC';

-- Ids are remembered for ever: an edit or a deletion may come at any time (R1).
SET 'table.exec.state.ttl' = '0 s';

-- The sinks write before each checkpoint, at the latest.
SET 'execution.checkpointing.interval' = '5 s';

-- The newest checkpoint outlives its job, which can be submitted again with it.
SET 'execution.checkpointing.externalized-checkpoint-retention' = 'RETAIN_ON_CANCELLATION';

-- What was taken in and back before a crash has to be written once more in the replay: gathered, it would come to nothing.
SET 'table.exec.mini-batch.enabled' = 'false';

-- Views that several inserts read are computed once. Else each has its own memory of ids.
SET 'table.optimizer.reuse-optimize-block-with-digest-enabled' = 'true';

-- The planner does not see that the start of a window stands for its number, and would keep each row once more.
SET 'table.exec.sink.upsert-materialize' = 'NONE';
SET 'pipeline.object-reuse' = 'true';

-- Enriched events: validated and derived before they come here. Time stamps are epoch milliseconds.
-- From the beginning: the sums are absolute. A job that resumes takes its offsets from the savepoint.
-- No message is passed over: only enrichment workers write this topic, and a lost one would be a wrong figure.
CREATE TEMPORARY TABLE `posts_enriched` (
  `id` STRING,
  `platform` STRING,
  `author_id` STRING,
  `author_name` STRING,
  `author_followers` BIGINT,
  `created_at` BIGINT,
  `source` STRING,
  `deleted` BOOLEAN,
  `version` BIGINT,
  `hashtags` ARRAY<STRING>,
  `hashtag_spellings` ARRAY<STRING>,
  `hashtag_pairs` ARRAY<STRING>,
  `copy_key` STRING,
  `language` STRING,
  `polarity` DECIMAL(27, 9),
  `sentiment` STRING,
  `entities` ARRAY<STRING>,
  `words` ARRAY<STRING>,
  `city` STRING,
  `country` STRING,
  `us_state` STRING,
  `engagement` BIGINT,
  `is_bot` BOOLEAN,
  `kind` STRING,
  `arrived at` AS PROCTIME(),
  `kafka offset` BIGINT METADATA FROM 'offset' VIRTUAL
) WITH (
  'connector' = 'kafka',
  'topic' = 'posts.enriched',
  'properties.bootstrap.servers' = 'kafka:9092',
  'properties.group.id' = 'crosscurrent-flink-posts',
  'properties.isolation.level' = 'read_committed',
  'scan.startup.mode' = 'earliest-offset',
  'value.format' = 'json',
  'value.json.ignore-parse-errors' = 'false'
);

-- Revisions (R1): of the events of an id a deletion counts before the highest version, of one version the first.
-- Deletions are filtered out behind this view, not in front of it: that retracts what they delete.
CREATE TEMPORARY VIEW `posts_events` AS
SELECT `platform`, `author_id`, `author_name`, `author_followers`, `created_at`, `source`, `deleted`, `hashtags`, `hashtag_spellings`, `hashtag_pairs`, `copy_key`, `language`, `polarity`, `sentiment`, `entities`, `words`, `city`, `country`, `us_state`, `engagement`, `is_bot`, `kind`
FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY `id` ORDER BY CASE WHEN `deleted` THEN 1 ELSE 0 END DESC, COALESCE(`version`, 0) DESC, `kafka offset` ASC) AS `place of id`
  FROM `posts_enriched`
)
WHERE `place of id` = 1;

-- Sums: post_minutes.
CREATE TEMPORARY VIEW `posts_sums_of_post_minutes` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_minute`,
  `d_sentiment`,
  `d_platform`,
  `d_language`,
  `d_is_bot`,
  COUNT(*) AS m0,
  COALESCE(SUM(CAST(`v_engagement` AS DECIMAL(38, 0))), 0) AS m1,
  COUNT(*) FILTER (WHERE (NOT (`v_sentiment` IS NULL))) AS m2,
  COUNT(*) FILTER (WHERE (`v_sentiment` = 'positive')) AS m3,
  COUNT(*) FILTER (WHERE (`v_sentiment` = 'neutral')) AS m4,
  COUNT(*) FILTER (WHERE (`v_sentiment` = 'negative')) AS m5,
  COALESCE(SUM(`v_polarity`), 0) AS m6,
  COUNT(*) FILTER (WHERE (`v_kind` = 'post')) AS m7,
  COUNT(*) FILTER (WHERE (`v_kind` = 'reply')) AS m8,
  COUNT(*) FILTER (WHERE (`v_kind` = 'repost')) AS m9,
  COUNT(*) FILTER (WHERE (`v_kind` = 'quote')) AS m10
FROM (
  SELECT
    `created_at` / 60000 AS `w_minute`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`sentiment`) > 150 AND CHAR_LENGTH(HEX(`sentiment`)) > 1200 THEN LEFT(`sentiment`, 140) || U&'\2026' || MD5(`sentiment`) ELSE `sentiment` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_sentiment`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`platform`) > 150 AND CHAR_LENGTH(HEX(`platform`)) > 1200 THEN LEFT(`platform`, 140) || U&'\2026' || MD5(`platform`) ELSE `platform` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_platform`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`language`) > 150 AND CHAR_LENGTH(HEX(`language`)) > 1200 THEN LEFT(`language`, 140) || U&'\2026' || MD5(`language`) ELSE `language` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_language`,
    COALESCE(`is_bot`, FALSE) AS `d_is_bot`,
    `engagement` AS `v_engagement`,
    `sentiment` AS `v_sentiment`,
    `polarity` AS `v_polarity`,
    `kind` AS `v_kind`
  FROM `posts_events`
  WHERE (NOT COALESCE(`deleted`, FALSE))
) AS event
GROUP BY `w_minute`, `d_sentiment`, `d_platform`, `d_language`, `d_is_bot`;

-- Sums: author_days.
CREATE TEMPORARY VIEW `posts_sums_of_author_days` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_day`,
  `d_author_id`,
  `d_author_name`,
  `d_platform`,
  `d_language`,
  `d_is_bot`,
  COUNT(*) AS m0,
  COALESCE(SUM(CAST(`v_engagement` AS DECIMAL(38, 0))), 0) AS m1,
  COALESCE(SUM(CAST(`v_author_followers` AS DECIMAL(38, 0))), 0) AS m11,
  COUNT(*) FILTER (WHERE (NOT (`v_author_followers` IS NULL))) AS m12
FROM (
  SELECT
    `created_at` / 86400000 AS `w_day`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`author_id`) > 150 AND CHAR_LENGTH(HEX(`author_id`)) > 1200 THEN LEFT(`author_id`, 140) || U&'\2026' || MD5(`author_id`) ELSE `author_id` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_author_id`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`author_name`) > 150 AND CHAR_LENGTH(HEX(`author_name`)) > 1200 THEN LEFT(`author_name`, 140) || U&'\2026' || MD5(`author_name`) ELSE `author_name` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_author_name`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`platform`) > 150 AND CHAR_LENGTH(HEX(`platform`)) > 1200 THEN LEFT(`platform`, 140) || U&'\2026' || MD5(`platform`) ELSE `platform` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_platform`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`language`) > 150 AND CHAR_LENGTH(HEX(`language`)) > 1200 THEN LEFT(`language`, 140) || U&'\2026' || MD5(`language`) ELSE `language` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_language`,
    COALESCE(`is_bot`, FALSE) AS `d_is_bot`,
    `engagement` AS `v_engagement`,
    `author_followers` AS `v_author_followers`
  FROM `posts_events`
  WHERE (NOT COALESCE(`deleted`, FALSE))
) AS event
GROUP BY `w_day`, `d_author_id`, `d_author_name`, `d_platform`, `d_language`, `d_is_bot`;

-- Sums: source_hours.
CREATE TEMPORARY VIEW `posts_sums_of_source_hours` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_hour`,
  `d_source`,
  `d_platform`,
  `d_language`,
  `d_is_bot`,
  COUNT(*) AS m0
FROM (
  SELECT
    `created_at` / 3600000 AS `w_hour`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`source`) > 150 AND CHAR_LENGTH(HEX(`source`)) > 1200 THEN LEFT(`source`, 140) || U&'\2026' || MD5(`source`) ELSE `source` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_source`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`platform`) > 150 AND CHAR_LENGTH(HEX(`platform`)) > 1200 THEN LEFT(`platform`, 140) || U&'\2026' || MD5(`platform`) ELSE `platform` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_platform`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`language`) > 150 AND CHAR_LENGTH(HEX(`language`)) > 1200 THEN LEFT(`language`, 140) || U&'\2026' || MD5(`language`) ELSE `language` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_language`,
    COALESCE(`is_bot`, FALSE) AS `d_is_bot`
  FROM `posts_events`
  WHERE (NOT COALESCE(`deleted`, FALSE))
) AS event
GROUP BY `w_hour`, `d_source`, `d_platform`, `d_language`, `d_is_bot`;

-- Sums: place_hours.
CREATE TEMPORARY VIEW `posts_sums_of_place_hours` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_hour`,
  `d_country`,
  `d_us_state`,
  `d_city`,
  `d_platform`,
  `d_language`,
  `d_is_bot`,
  COUNT(*) AS m0
FROM (
  SELECT
    `created_at` / 3600000 AS `w_hour`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`country`) > 150 AND CHAR_LENGTH(HEX(`country`)) > 1200 THEN LEFT(`country`, 140) || U&'\2026' || MD5(`country`) ELSE `country` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_country`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`us_state`) > 150 AND CHAR_LENGTH(HEX(`us_state`)) > 1200 THEN LEFT(`us_state`, 140) || U&'\2026' || MD5(`us_state`) ELSE `us_state` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_us_state`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`city`) > 150 AND CHAR_LENGTH(HEX(`city`)) > 1200 THEN LEFT(`city`, 140) || U&'\2026' || MD5(`city`) ELSE `city` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_city`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`platform`) > 150 AND CHAR_LENGTH(HEX(`platform`)) > 1200 THEN LEFT(`platform`, 140) || U&'\2026' || MD5(`platform`) ELSE `platform` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_platform`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`language`) > 150 AND CHAR_LENGTH(HEX(`language`)) > 1200 THEN LEFT(`language`, 140) || U&'\2026' || MD5(`language`) ELSE `language` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_language`,
    COALESCE(`is_bot`, FALSE) AS `d_is_bot`
  FROM `posts_events`
  WHERE (NOT COALESCE(`deleted`, FALSE))
) AS event
GROUP BY `w_hour`, `d_country`, `d_us_state`, `d_city`, `d_platform`, `d_language`, `d_is_bot`;

-- Sums: hashtag_hours.
CREATE TEMPORARY VIEW `posts_sums_of_hashtag_hours` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_hour`,
  `d_hashtag`,
  `d_platform`,
  `d_language`,
  `d_is_bot`,
  COUNT(*) AS m0,
  COALESCE(SUM(CAST(`v_engagement` AS DECIMAL(38, 0))), 0) AS m1
FROM (
  SELECT
    `w_hour`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`t_hashtags`) > 150 AND CHAR_LENGTH(HEX(`t_hashtags`)) > 1200 THEN LEFT(`t_hashtags`, 140) || U&'\2026' || MD5(`t_hashtags`) ELSE `t_hashtags` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_hashtag`,
    `d_platform`,
    `d_language`,
    `d_is_bot`,
    `v_engagement`
  FROM (
    SELECT
      `created_at` / 3600000 AS `w_hour`,
      COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`platform`) > 150 AND CHAR_LENGTH(HEX(`platform`)) > 1200 THEN LEFT(`platform`, 140) || U&'\2026' || MD5(`platform`) ELSE `platform` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_platform`,
      COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`language`) > 150 AND CHAR_LENGTH(HEX(`language`)) > 1200 THEN LEFT(`language`, 140) || U&'\2026' || MD5(`language`) ELSE `language` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_language`,
      COALESCE(`is_bot`, FALSE) AS `d_is_bot`,
      `engagement` AS `v_engagement`,
      `hashtags` AS `l_hashtags`
    FROM `posts_events`
    WHERE (NOT COALESCE(`deleted`, FALSE))
  )
  CROSS JOIN UNNEST(`l_hashtags`) AS `u0` (`t_hashtags`)
) AS event
GROUP BY `w_hour`, `d_hashtag`, `d_platform`, `d_language`, `d_is_bot`;

-- Sums: hashtag_spelling_days.
CREATE TEMPORARY VIEW `posts_sums_of_hashtag_spelling_days` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_day`,
  `d_spelled_hashtag`,
  `d_spelling`,
  `d_is_bot`,
  COUNT(*) AS m0
FROM (
  SELECT
    `w_day`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(NULLIF(SPLIT_INDEX(`t_hashtag_spellings`, U&'\001F', 0), '')) > 150 AND CHAR_LENGTH(HEX(NULLIF(SPLIT_INDEX(`t_hashtag_spellings`, U&'\001F', 0), ''))) > 1200 THEN LEFT(NULLIF(SPLIT_INDEX(`t_hashtag_spellings`, U&'\001F', 0), ''), 140) || U&'\2026' || MD5(NULLIF(SPLIT_INDEX(`t_hashtag_spellings`, U&'\001F', 0), '')) ELSE NULLIF(SPLIT_INDEX(`t_hashtag_spellings`, U&'\001F', 0), '') END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_spelled_hashtag`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(NULLIF(SPLIT_INDEX(`t_hashtag_spellings`, U&'\001F', 1), '')) > 150 AND CHAR_LENGTH(HEX(NULLIF(SPLIT_INDEX(`t_hashtag_spellings`, U&'\001F', 1), ''))) > 1200 THEN LEFT(NULLIF(SPLIT_INDEX(`t_hashtag_spellings`, U&'\001F', 1), ''), 140) || U&'\2026' || MD5(NULLIF(SPLIT_INDEX(`t_hashtag_spellings`, U&'\001F', 1), '')) ELSE NULLIF(SPLIT_INDEX(`t_hashtag_spellings`, U&'\001F', 1), '') END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_spelling`,
    `d_is_bot`
  FROM (
    SELECT
      `created_at` / 86400000 AS `w_day`,
      COALESCE(`is_bot`, FALSE) AS `d_is_bot`,
      `hashtag_spellings` AS `l_hashtag_spellings`
    FROM `posts_events`
    WHERE (NOT COALESCE(`deleted`, FALSE))
  )
  CROSS JOIN UNNEST(`l_hashtag_spellings`) AS `u0` (`t_hashtag_spellings`)
) AS event
GROUP BY `w_day`, `d_spelled_hashtag`, `d_spelling`, `d_is_bot`;

-- Sums: hashtag_pair_days.
CREATE TEMPORARY VIEW `posts_sums_of_hashtag_pair_days` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_day`,
  `d_first_hashtag`,
  `d_second_hashtag`,
  `d_platform`,
  `d_language`,
  `d_is_bot`,
  COUNT(*) AS m0
FROM (
  SELECT
    `w_day`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(NULLIF(SPLIT_INDEX(`t_hashtag_pairs`, U&'\001F', 0), '')) > 150 AND CHAR_LENGTH(HEX(NULLIF(SPLIT_INDEX(`t_hashtag_pairs`, U&'\001F', 0), ''))) > 1200 THEN LEFT(NULLIF(SPLIT_INDEX(`t_hashtag_pairs`, U&'\001F', 0), ''), 140) || U&'\2026' || MD5(NULLIF(SPLIT_INDEX(`t_hashtag_pairs`, U&'\001F', 0), '')) ELSE NULLIF(SPLIT_INDEX(`t_hashtag_pairs`, U&'\001F', 0), '') END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_first_hashtag`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(NULLIF(SPLIT_INDEX(`t_hashtag_pairs`, U&'\001F', 1), '')) > 150 AND CHAR_LENGTH(HEX(NULLIF(SPLIT_INDEX(`t_hashtag_pairs`, U&'\001F', 1), ''))) > 1200 THEN LEFT(NULLIF(SPLIT_INDEX(`t_hashtag_pairs`, U&'\001F', 1), ''), 140) || U&'\2026' || MD5(NULLIF(SPLIT_INDEX(`t_hashtag_pairs`, U&'\001F', 1), '')) ELSE NULLIF(SPLIT_INDEX(`t_hashtag_pairs`, U&'\001F', 1), '') END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_second_hashtag`,
    `d_platform`,
    `d_language`,
    `d_is_bot`
  FROM (
    SELECT
      `created_at` / 86400000 AS `w_day`,
      COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`platform`) > 150 AND CHAR_LENGTH(HEX(`platform`)) > 1200 THEN LEFT(`platform`, 140) || U&'\2026' || MD5(`platform`) ELSE `platform` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_platform`,
      COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`language`) > 150 AND CHAR_LENGTH(HEX(`language`)) > 1200 THEN LEFT(`language`, 140) || U&'\2026' || MD5(`language`) ELSE `language` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_language`,
      COALESCE(`is_bot`, FALSE) AS `d_is_bot`,
      `hashtag_pairs` AS `l_hashtag_pairs`
    FROM `posts_events`
    WHERE (NOT COALESCE(`deleted`, FALSE))
  )
  CROSS JOIN UNNEST(`l_hashtag_pairs`) AS `u0` (`t_hashtag_pairs`)
) AS event
GROUP BY `w_day`, `d_first_hashtag`, `d_second_hashtag`, `d_platform`, `d_language`, `d_is_bot`;

-- Sums: word_days.
CREATE TEMPORARY VIEW `posts_sums_of_word_days` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_day`,
  `d_word`,
  `d_platform`,
  `d_language`,
  `d_is_bot`,
  COUNT(*) AS m0
FROM (
  SELECT
    `w_day`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`t_words`) > 150 AND CHAR_LENGTH(HEX(`t_words`)) > 1200 THEN LEFT(`t_words`, 140) || U&'\2026' || MD5(`t_words`) ELSE `t_words` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_word`,
    `d_platform`,
    `d_language`,
    `d_is_bot`
  FROM (
    SELECT
      `created_at` / 86400000 AS `w_day`,
      COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`platform`) > 150 AND CHAR_LENGTH(HEX(`platform`)) > 1200 THEN LEFT(`platform`, 140) || U&'\2026' || MD5(`platform`) ELSE `platform` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_platform`,
      COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`language`) > 150 AND CHAR_LENGTH(HEX(`language`)) > 1200 THEN LEFT(`language`, 140) || U&'\2026' || MD5(`language`) ELSE `language` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_language`,
      COALESCE(`is_bot`, FALSE) AS `d_is_bot`,
      `words` AS `l_words`
    FROM `posts_events`
    WHERE (NOT COALESCE(`deleted`, FALSE))
  )
  CROSS JOIN UNNEST(`l_words`) AS `u0` (`t_words`)
) AS event
GROUP BY `w_day`, `d_word`, `d_platform`, `d_language`, `d_is_bot`;

-- Sums: entity_hours.
CREATE TEMPORARY VIEW `posts_sums_of_entity_hours` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_hour`,
  `d_entity_type`,
  `d_entity`,
  `d_platform`,
  `d_language`,
  `d_is_bot`,
  COUNT(*) AS m0
FROM (
  SELECT
    `w_hour`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(NULLIF(SPLIT_INDEX(`t_entities`, U&'\001F', 0), '')) > 150 AND CHAR_LENGTH(HEX(NULLIF(SPLIT_INDEX(`t_entities`, U&'\001F', 0), ''))) > 1200 THEN LEFT(NULLIF(SPLIT_INDEX(`t_entities`, U&'\001F', 0), ''), 140) || U&'\2026' || MD5(NULLIF(SPLIT_INDEX(`t_entities`, U&'\001F', 0), '')) ELSE NULLIF(SPLIT_INDEX(`t_entities`, U&'\001F', 0), '') END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_entity_type`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(NULLIF(SPLIT_INDEX(`t_entities`, U&'\001F', 1), '')) > 150 AND CHAR_LENGTH(HEX(NULLIF(SPLIT_INDEX(`t_entities`, U&'\001F', 1), ''))) > 1200 THEN LEFT(NULLIF(SPLIT_INDEX(`t_entities`, U&'\001F', 1), ''), 140) || U&'\2026' || MD5(NULLIF(SPLIT_INDEX(`t_entities`, U&'\001F', 1), '')) ELSE NULLIF(SPLIT_INDEX(`t_entities`, U&'\001F', 1), '') END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_entity`,
    `d_platform`,
    `d_language`,
    `d_is_bot`
  FROM (
    SELECT
      `created_at` / 3600000 AS `w_hour`,
      COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`platform`) > 150 AND CHAR_LENGTH(HEX(`platform`)) > 1200 THEN LEFT(`platform`, 140) || U&'\2026' || MD5(`platform`) ELSE `platform` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_platform`,
      COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`language`) > 150 AND CHAR_LENGTH(HEX(`language`)) > 1200 THEN LEFT(`language`, 140) || U&'\2026' || MD5(`language`) ELSE `language` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_language`,
      COALESCE(`is_bot`, FALSE) AS `d_is_bot`,
      `entities` AS `l_entities`
    FROM `posts_events`
    WHERE (NOT COALESCE(`deleted`, FALSE))
  )
  CROSS JOIN UNNEST(`l_entities`) AS `u0` (`t_entities`)
) AS event
GROUP BY `w_hour`, `d_entity_type`, `d_entity`, `d_platform`, `d_language`, `d_is_bot`;

-- Each value that post_minutes counts distinctly, once: COUNT(DISTINCT ...) takes three times as long.
CREATE TEMPORARY VIEW `posts_members_of_post_minutes` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_minute`,
  `d_sentiment`,
  `d_platform`,
  `d_language`,
  `d_is_bot`,
  `v_author_id`,
  `v_copy_key`
FROM (
  SELECT
    `created_at` / 60000 AS `w_minute`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`sentiment`) > 150 AND CHAR_LENGTH(HEX(`sentiment`)) > 1200 THEN LEFT(`sentiment`, 140) || U&'\2026' || MD5(`sentiment`) ELSE `sentiment` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_sentiment`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`platform`) > 150 AND CHAR_LENGTH(HEX(`platform`)) > 1200 THEN LEFT(`platform`, 140) || U&'\2026' || MD5(`platform`) ELSE `platform` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_platform`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`language`) > 150 AND CHAR_LENGTH(HEX(`language`)) > 1200 THEN LEFT(`language`, 140) || U&'\2026' || MD5(`language`) ELSE `language` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_language`,
    COALESCE(`is_bot`, FALSE) AS `d_is_bot`,
    `author_id` AS `v_author_id`,
    `copy_key` AS `v_copy_key`
  FROM `posts_events`
  WHERE (NOT COALESCE(`deleted`, FALSE))
) AS event
GROUP BY GROUPING SETS (
  (`w_minute`, `d_sentiment`, `d_platform`, `d_language`, `d_is_bot`, `v_author_id`),
  (`w_minute`, `d_sentiment`, `d_platform`, `d_language`, `d_is_bot`, `v_copy_key`)
);

-- How many there are. Of several columns each is NULL in the rows of the others.
CREATE TEMPORARY VIEW `posts_distinct_of_post_minutes` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_minute`,
  `d_sentiment`,
  `d_platform`,
  `d_language`,
  `d_is_bot`,
  COUNT(`v_author_id`) AS m0,
  COUNT(`v_copy_key`) AS m1
FROM `posts_members_of_post_minutes` AS event
GROUP BY `w_minute`, `d_sentiment`, `d_platform`, `d_language`, `d_is_bot`;

-- Each value that author_days counts distinctly, once: COUNT(DISTINCT ...) takes three times as long.
CREATE TEMPORARY VIEW `posts_members_of_author_days` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_day`,
  `d_author_id`,
  `d_author_name`,
  `d_platform`,
  `d_language`,
  `d_is_bot`,
  `v_copy_key`
FROM (
  SELECT
    `created_at` / 86400000 AS `w_day`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`author_id`) > 150 AND CHAR_LENGTH(HEX(`author_id`)) > 1200 THEN LEFT(`author_id`, 140) || U&'\2026' || MD5(`author_id`) ELSE `author_id` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_author_id`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`author_name`) > 150 AND CHAR_LENGTH(HEX(`author_name`)) > 1200 THEN LEFT(`author_name`, 140) || U&'\2026' || MD5(`author_name`) ELSE `author_name` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_author_name`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`platform`) > 150 AND CHAR_LENGTH(HEX(`platform`)) > 1200 THEN LEFT(`platform`, 140) || U&'\2026' || MD5(`platform`) ELSE `platform` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_platform`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`language`) > 150 AND CHAR_LENGTH(HEX(`language`)) > 1200 THEN LEFT(`language`, 140) || U&'\2026' || MD5(`language`) ELSE `language` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_language`,
    COALESCE(`is_bot`, FALSE) AS `d_is_bot`,
    `copy_key` AS `v_copy_key`
  FROM `posts_events`
  WHERE (NOT COALESCE(`deleted`, FALSE))
) AS event
GROUP BY `w_day`, `d_author_id`, `d_author_name`, `d_platform`, `d_language`, `d_is_bot`, `v_copy_key`;

-- How many there are. Of several columns each is NULL in the rows of the others.
CREATE TEMPORARY VIEW `posts_distinct_of_author_days` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_day`,
  `d_author_id`,
  `d_author_name`,
  `d_platform`,
  `d_language`,
  `d_is_bot`,
  COUNT(`v_copy_key`) AS m1
FROM `posts_members_of_author_days` AS event
GROUP BY `w_day`, `d_author_id`, `d_author_name`, `d_platform`, `d_language`, `d_is_bot`;

-- Each value that source_hours counts distinctly, once: COUNT(DISTINCT ...) takes three times as long.
CREATE TEMPORARY VIEW `posts_members_of_source_hours` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_hour`,
  `d_source`,
  `d_platform`,
  `d_language`,
  `d_is_bot`,
  `v_author_id`
FROM (
  SELECT
    `created_at` / 3600000 AS `w_hour`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`source`) > 150 AND CHAR_LENGTH(HEX(`source`)) > 1200 THEN LEFT(`source`, 140) || U&'\2026' || MD5(`source`) ELSE `source` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_source`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`platform`) > 150 AND CHAR_LENGTH(HEX(`platform`)) > 1200 THEN LEFT(`platform`, 140) || U&'\2026' || MD5(`platform`) ELSE `platform` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_platform`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`language`) > 150 AND CHAR_LENGTH(HEX(`language`)) > 1200 THEN LEFT(`language`, 140) || U&'\2026' || MD5(`language`) ELSE `language` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_language`,
    COALESCE(`is_bot`, FALSE) AS `d_is_bot`,
    `author_id` AS `v_author_id`
  FROM `posts_events`
  WHERE (NOT COALESCE(`deleted`, FALSE))
) AS event
GROUP BY `w_hour`, `d_source`, `d_platform`, `d_language`, `d_is_bot`, `v_author_id`;

-- How many there are. Of several columns each is NULL in the rows of the others.
CREATE TEMPORARY VIEW `posts_distinct_of_source_hours` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_hour`,
  `d_source`,
  `d_platform`,
  `d_language`,
  `d_is_bot`,
  COUNT(`v_author_id`) AS m0
FROM `posts_members_of_source_hours` AS event
GROUP BY `w_hour`, `d_source`, `d_platform`, `d_language`, `d_is_bot`;

-- Each value that place_hours counts distinctly, once: COUNT(DISTINCT ...) takes three times as long.
CREATE TEMPORARY VIEW `posts_members_of_place_hours` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_hour`,
  `d_country`,
  `d_us_state`,
  `d_city`,
  `d_platform`,
  `d_language`,
  `d_is_bot`,
  `v_author_id`
FROM (
  SELECT
    `created_at` / 3600000 AS `w_hour`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`country`) > 150 AND CHAR_LENGTH(HEX(`country`)) > 1200 THEN LEFT(`country`, 140) || U&'\2026' || MD5(`country`) ELSE `country` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_country`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`us_state`) > 150 AND CHAR_LENGTH(HEX(`us_state`)) > 1200 THEN LEFT(`us_state`, 140) || U&'\2026' || MD5(`us_state`) ELSE `us_state` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_us_state`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`city`) > 150 AND CHAR_LENGTH(HEX(`city`)) > 1200 THEN LEFT(`city`, 140) || U&'\2026' || MD5(`city`) ELSE `city` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_city`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`platform`) > 150 AND CHAR_LENGTH(HEX(`platform`)) > 1200 THEN LEFT(`platform`, 140) || U&'\2026' || MD5(`platform`) ELSE `platform` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_platform`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`language`) > 150 AND CHAR_LENGTH(HEX(`language`)) > 1200 THEN LEFT(`language`, 140) || U&'\2026' || MD5(`language`) ELSE `language` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_language`,
    COALESCE(`is_bot`, FALSE) AS `d_is_bot`,
    `author_id` AS `v_author_id`
  FROM `posts_events`
  WHERE (NOT COALESCE(`deleted`, FALSE))
) AS event
GROUP BY `w_hour`, `d_country`, `d_us_state`, `d_city`, `d_platform`, `d_language`, `d_is_bot`, `v_author_id`;

-- How many there are. Of several columns each is NULL in the rows of the others.
CREATE TEMPORARY VIEW `posts_distinct_of_place_hours` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_hour`,
  `d_country`,
  `d_us_state`,
  `d_city`,
  `d_platform`,
  `d_language`,
  `d_is_bot`,
  COUNT(`v_author_id`) AS m0
FROM `posts_members_of_place_hours` AS event
GROUP BY `w_hour`, `d_country`, `d_us_state`, `d_city`, `d_platform`, `d_language`, `d_is_bot`;

-- Each value that hashtag_hours counts distinctly, once: COUNT(DISTINCT ...) takes three times as long.
CREATE TEMPORARY VIEW `posts_members_of_hashtag_hours` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_hour`,
  `d_hashtag`,
  `d_platform`,
  `d_language`,
  `d_is_bot`,
  `v_author_id`,
  `v_copy_key`
FROM (
  SELECT
    `w_hour`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`t_hashtags`) > 150 AND CHAR_LENGTH(HEX(`t_hashtags`)) > 1200 THEN LEFT(`t_hashtags`, 140) || U&'\2026' || MD5(`t_hashtags`) ELSE `t_hashtags` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_hashtag`,
    `d_platform`,
    `d_language`,
    `d_is_bot`,
    `v_author_id`,
    `v_copy_key`
  FROM (
    SELECT
      `created_at` / 3600000 AS `w_hour`,
      COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`platform`) > 150 AND CHAR_LENGTH(HEX(`platform`)) > 1200 THEN LEFT(`platform`, 140) || U&'\2026' || MD5(`platform`) ELSE `platform` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_platform`,
      COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`language`) > 150 AND CHAR_LENGTH(HEX(`language`)) > 1200 THEN LEFT(`language`, 140) || U&'\2026' || MD5(`language`) ELSE `language` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_language`,
      COALESCE(`is_bot`, FALSE) AS `d_is_bot`,
      `author_id` AS `v_author_id`,
      `copy_key` AS `v_copy_key`,
      `hashtags` AS `l_hashtags`
    FROM `posts_events`
    WHERE (NOT COALESCE(`deleted`, FALSE))
  )
  CROSS JOIN UNNEST(`l_hashtags`) AS `u0` (`t_hashtags`)
) AS event
GROUP BY GROUPING SETS (
  (`w_hour`, `d_hashtag`, `d_platform`, `d_language`, `d_is_bot`, `v_author_id`),
  (`w_hour`, `d_hashtag`, `d_platform`, `d_language`, `d_is_bot`, `v_copy_key`)
);

-- How many there are. Of several columns each is NULL in the rows of the others.
CREATE TEMPORARY VIEW `posts_distinct_of_hashtag_hours` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_hour`,
  `d_hashtag`,
  `d_platform`,
  `d_language`,
  `d_is_bot`,
  COUNT(`v_author_id`) AS m0,
  COUNT(`v_copy_key`) AS m1
FROM `posts_members_of_hashtag_hours` AS event
GROUP BY `w_hour`, `d_hashtag`, `d_platform`, `d_language`, `d_is_bot`;

-- Each value that hashtag_pair_days counts distinctly, once: COUNT(DISTINCT ...) takes three times as long.
CREATE TEMPORARY VIEW `posts_members_of_hashtag_pair_days` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_day`,
  `d_first_hashtag`,
  `d_second_hashtag`,
  `d_platform`,
  `d_language`,
  `d_is_bot`,
  `v_author_id`
FROM (
  SELECT
    `w_day`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(NULLIF(SPLIT_INDEX(`t_hashtag_pairs`, U&'\001F', 0), '')) > 150 AND CHAR_LENGTH(HEX(NULLIF(SPLIT_INDEX(`t_hashtag_pairs`, U&'\001F', 0), ''))) > 1200 THEN LEFT(NULLIF(SPLIT_INDEX(`t_hashtag_pairs`, U&'\001F', 0), ''), 140) || U&'\2026' || MD5(NULLIF(SPLIT_INDEX(`t_hashtag_pairs`, U&'\001F', 0), '')) ELSE NULLIF(SPLIT_INDEX(`t_hashtag_pairs`, U&'\001F', 0), '') END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_first_hashtag`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(NULLIF(SPLIT_INDEX(`t_hashtag_pairs`, U&'\001F', 1), '')) > 150 AND CHAR_LENGTH(HEX(NULLIF(SPLIT_INDEX(`t_hashtag_pairs`, U&'\001F', 1), ''))) > 1200 THEN LEFT(NULLIF(SPLIT_INDEX(`t_hashtag_pairs`, U&'\001F', 1), ''), 140) || U&'\2026' || MD5(NULLIF(SPLIT_INDEX(`t_hashtag_pairs`, U&'\001F', 1), '')) ELSE NULLIF(SPLIT_INDEX(`t_hashtag_pairs`, U&'\001F', 1), '') END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_second_hashtag`,
    `d_platform`,
    `d_language`,
    `d_is_bot`,
    `v_author_id`
  FROM (
    SELECT
      `created_at` / 86400000 AS `w_day`,
      COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`platform`) > 150 AND CHAR_LENGTH(HEX(`platform`)) > 1200 THEN LEFT(`platform`, 140) || U&'\2026' || MD5(`platform`) ELSE `platform` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_platform`,
      COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`language`) > 150 AND CHAR_LENGTH(HEX(`language`)) > 1200 THEN LEFT(`language`, 140) || U&'\2026' || MD5(`language`) ELSE `language` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_language`,
      COALESCE(`is_bot`, FALSE) AS `d_is_bot`,
      `author_id` AS `v_author_id`,
      `hashtag_pairs` AS `l_hashtag_pairs`
    FROM `posts_events`
    WHERE (NOT COALESCE(`deleted`, FALSE))
  )
  CROSS JOIN UNNEST(`l_hashtag_pairs`) AS `u0` (`t_hashtag_pairs`)
) AS event
GROUP BY `w_day`, `d_first_hashtag`, `d_second_hashtag`, `d_platform`, `d_language`, `d_is_bot`, `v_author_id`;

-- How many there are. Of several columns each is NULL in the rows of the others.
CREATE TEMPORARY VIEW `posts_distinct_of_hashtag_pair_days` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_day`,
  `d_first_hashtag`,
  `d_second_hashtag`,
  `d_platform`,
  `d_language`,
  `d_is_bot`,
  COUNT(`v_author_id`) AS m0
FROM `posts_members_of_hashtag_pair_days` AS event
GROUP BY `w_day`, `d_first_hashtag`, `d_second_hashtag`, `d_platform`, `d_language`, `d_is_bot`;

-- Each value that word_days counts distinctly, once: COUNT(DISTINCT ...) takes three times as long.
CREATE TEMPORARY VIEW `posts_members_of_word_days` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_day`,
  `d_word`,
  `d_platform`,
  `d_language`,
  `d_is_bot`,
  `v_author_id`
FROM (
  SELECT
    `w_day`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`t_words`) > 150 AND CHAR_LENGTH(HEX(`t_words`)) > 1200 THEN LEFT(`t_words`, 140) || U&'\2026' || MD5(`t_words`) ELSE `t_words` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_word`,
    `d_platform`,
    `d_language`,
    `d_is_bot`,
    `v_author_id`
  FROM (
    SELECT
      `created_at` / 86400000 AS `w_day`,
      COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`platform`) > 150 AND CHAR_LENGTH(HEX(`platform`)) > 1200 THEN LEFT(`platform`, 140) || U&'\2026' || MD5(`platform`) ELSE `platform` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_platform`,
      COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`language`) > 150 AND CHAR_LENGTH(HEX(`language`)) > 1200 THEN LEFT(`language`, 140) || U&'\2026' || MD5(`language`) ELSE `language` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_language`,
      COALESCE(`is_bot`, FALSE) AS `d_is_bot`,
      `author_id` AS `v_author_id`,
      `words` AS `l_words`
    FROM `posts_events`
    WHERE (NOT COALESCE(`deleted`, FALSE))
  )
  CROSS JOIN UNNEST(`l_words`) AS `u0` (`t_words`)
) AS event
GROUP BY `w_day`, `d_word`, `d_platform`, `d_language`, `d_is_bot`, `v_author_id`;

-- How many there are. Of several columns each is NULL in the rows of the others.
CREATE TEMPORARY VIEW `posts_distinct_of_word_days` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_day`,
  `d_word`,
  `d_platform`,
  `d_language`,
  `d_is_bot`,
  COUNT(`v_author_id`) AS m0
FROM `posts_members_of_word_days` AS event
GROUP BY `w_day`, `d_word`, `d_platform`, `d_language`, `d_is_bot`;

-- Each value that entity_hours counts distinctly, once: COUNT(DISTINCT ...) takes three times as long.
CREATE TEMPORARY VIEW `posts_members_of_entity_hours` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_hour`,
  `d_entity_type`,
  `d_entity`,
  `d_platform`,
  `d_language`,
  `d_is_bot`,
  `v_author_id`
FROM (
  SELECT
    `w_hour`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(NULLIF(SPLIT_INDEX(`t_entities`, U&'\001F', 0), '')) > 150 AND CHAR_LENGTH(HEX(NULLIF(SPLIT_INDEX(`t_entities`, U&'\001F', 0), ''))) > 1200 THEN LEFT(NULLIF(SPLIT_INDEX(`t_entities`, U&'\001F', 0), ''), 140) || U&'\2026' || MD5(NULLIF(SPLIT_INDEX(`t_entities`, U&'\001F', 0), '')) ELSE NULLIF(SPLIT_INDEX(`t_entities`, U&'\001F', 0), '') END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_entity_type`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(NULLIF(SPLIT_INDEX(`t_entities`, U&'\001F', 1), '')) > 150 AND CHAR_LENGTH(HEX(NULLIF(SPLIT_INDEX(`t_entities`, U&'\001F', 1), ''))) > 1200 THEN LEFT(NULLIF(SPLIT_INDEX(`t_entities`, U&'\001F', 1), ''), 140) || U&'\2026' || MD5(NULLIF(SPLIT_INDEX(`t_entities`, U&'\001F', 1), '')) ELSE NULLIF(SPLIT_INDEX(`t_entities`, U&'\001F', 1), '') END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_entity`,
    `d_platform`,
    `d_language`,
    `d_is_bot`,
    `v_author_id`
  FROM (
    SELECT
      `created_at` / 3600000 AS `w_hour`,
      COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`platform`) > 150 AND CHAR_LENGTH(HEX(`platform`)) > 1200 THEN LEFT(`platform`, 140) || U&'\2026' || MD5(`platform`) ELSE `platform` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_platform`,
      COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`language`) > 150 AND CHAR_LENGTH(HEX(`language`)) > 1200 THEN LEFT(`language`, 140) || U&'\2026' || MD5(`language`) ELSE `language` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_language`,
      COALESCE(`is_bot`, FALSE) AS `d_is_bot`,
      `author_id` AS `v_author_id`,
      `entities` AS `l_entities`
    FROM `posts_events`
    WHERE (NOT COALESCE(`deleted`, FALSE))
  )
  CROSS JOIN UNNEST(`l_entities`) AS `u0` (`t_entities`)
) AS event
GROUP BY `w_hour`, `d_entity_type`, `d_entity`, `d_platform`, `d_language`, `d_is_bot`, `v_author_id`;

-- How many there are. Of several columns each is NULL in the rows of the others.
CREATE TEMPORARY VIEW `posts_distinct_of_entity_hours` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_hour`,
  `d_entity_type`,
  `d_entity`,
  `d_platform`,
  `d_language`,
  `d_is_bot`,
  COUNT(`v_author_id`) AS m0
FROM `posts_members_of_entity_hours` AS event
GROUP BY `w_hour`, `d_entity_type`, `d_entity`, `d_platform`, `d_language`, `d_is_bot`;

-- Posts, their authors, engagement and mood by minute. No other insert writes this table: two that fill columns of one row deadlock, and lose values.
CREATE TEMPORARY TABLE `posts_to_post_minutes` (
  `window_start` STRING,
  `sentiment` STRING,
  `platform` STRING,
  `language` STRING,
  `is_bot` BOOLEAN,
  `posts` BIGINT,
  `engagement` DECIMAL(38, 0),
  `scored` BIGINT,
  `positive` BIGINT,
  `neutral` BIGINT,
  `negative` BIGINT,
  `polarity` DECIMAL(38, 9),
  `originals` BIGINT,
  `replies` BIGINT,
  `reposts` BIGINT,
  `quotes` BIGINT,
  PRIMARY KEY (`window_start`, `sentiment`, `platform`, `language`, `is_bot`) NOT ENFORCED
) WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://warehouse:5432/crosscurrent?reWriteBatchedInserts=true&stringtype=unspecified',
  'table-name' = 'posts.post_minutes',
  'username' = 'crosscurrent',
  'password' = '<password>',
  'sink.buffer-flush.max-rows' = '5000',
  'sink.buffer-flush.interval' = '1 s'
);

-- Posts and engagement of each author by day. No other insert writes this table: two that fill columns of one row deadlock, and lose values.
CREATE TEMPORARY TABLE `posts_to_author_days` (
  `window_start` STRING,
  `author_id` STRING,
  `author_name` STRING,
  `platform` STRING,
  `language` STRING,
  `is_bot` BOOLEAN,
  `posts` BIGINT,
  `engagement` DECIMAL(38, 0),
  `followers` DECIMAL(38, 0),
  `followed` BIGINT,
  PRIMARY KEY (`window_start`, `author_id`, `author_name`, `platform`, `language`, `is_bot`) NOT ENFORCED
) WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://warehouse:5432/crosscurrent?reWriteBatchedInserts=true&stringtype=unspecified',
  'table-name' = 'posts.author_days',
  'username' = 'crosscurrent',
  'password' = '<password>',
  'sink.buffer-flush.max-rows' = '5000',
  'sink.buffer-flush.interval' = '1 s'
);

-- Posts from each client by hour. No other insert writes this table: two that fill columns of one row deadlock, and lose values.
CREATE TEMPORARY TABLE `posts_to_source_hours` (
  `window_start` STRING,
  `source` STRING,
  `platform` STRING,
  `language` STRING,
  `is_bot` BOOLEAN,
  `posts` BIGINT,
  PRIMARY KEY (`window_start`, `source`, `platform`, `language`, `is_bot`) NOT ENFORCED
) WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://warehouse:5432/crosscurrent?reWriteBatchedInserts=true&stringtype=unspecified',
  'table-name' = 'posts.source_hours',
  'username' = 'crosscurrent',
  'password' = '<password>',
  'sink.buffer-flush.max-rows' = '5000',
  'sink.buffer-flush.interval' = '1 s'
);

-- Posts from each place by hour. No other insert writes this table: two that fill columns of one row deadlock, and lose values.
CREATE TEMPORARY TABLE `posts_to_place_hours` (
  `window_start` STRING,
  `country` STRING,
  `us_state` STRING,
  `city` STRING,
  `platform` STRING,
  `language` STRING,
  `is_bot` BOOLEAN,
  `posts` BIGINT,
  PRIMARY KEY (`window_start`, `country`, `us_state`, `city`, `platform`, `language`, `is_bot`) NOT ENFORCED
) WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://warehouse:5432/crosscurrent?reWriteBatchedInserts=true&stringtype=unspecified',
  'table-name' = 'posts.place_hours',
  'username' = 'crosscurrent',
  'password' = '<password>',
  'sink.buffer-flush.max-rows' = '5000',
  'sink.buffer-flush.interval' = '1 s'
);

-- Posts with each hashtag by hour. No other insert writes this table: two that fill columns of one row deadlock, and lose values.
CREATE TEMPORARY TABLE `posts_to_hashtag_hours` (
  `window_start` STRING,
  `hashtag` STRING,
  `platform` STRING,
  `language` STRING,
  `is_bot` BOOLEAN,
  `posts` BIGINT,
  `engagement` DECIMAL(38, 0),
  PRIMARY KEY (`window_start`, `hashtag`, `platform`, `language`, `is_bot`) NOT ENFORCED
) WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://warehouse:5432/crosscurrent?reWriteBatchedInserts=true&stringtype=unspecified',
  'table-name' = 'posts.hashtag_hours',
  'username' = 'crosscurrent',
  'password' = '<password>',
  'sink.buffer-flush.max-rows' = '5000',
  'sink.buffer-flush.interval' = '1 s'
);

-- Posts with each spelling of a hashtag by day. No other insert writes this table: two that fill columns of one row deadlock, and lose values.
CREATE TEMPORARY TABLE `posts_to_hashtag_spelling_days` (
  `window_start` STRING,
  `spelled_hashtag` STRING,
  `spelling` STRING,
  `is_bot` BOOLEAN,
  `posts` BIGINT,
  PRIMARY KEY (`window_start`, `spelled_hashtag`, `spelling`, `is_bot`) NOT ENFORCED
) WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://warehouse:5432/crosscurrent?reWriteBatchedInserts=true&stringtype=unspecified',
  'table-name' = 'posts.hashtag_spelling_days',
  'username' = 'crosscurrent',
  'password' = '<password>',
  'sink.buffer-flush.max-rows' = '5000',
  'sink.buffer-flush.interval' = '1 s'
);

-- Posts with two hashtags together by day. No other insert writes this table: two that fill columns of one row deadlock, and lose values.
CREATE TEMPORARY TABLE `posts_to_hashtag_pair_days` (
  `window_start` STRING,
  `first_hashtag` STRING,
  `second_hashtag` STRING,
  `platform` STRING,
  `language` STRING,
  `is_bot` BOOLEAN,
  `posts` BIGINT,
  PRIMARY KEY (`window_start`, `first_hashtag`, `second_hashtag`, `platform`, `language`, `is_bot`) NOT ENFORCED
) WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://warehouse:5432/crosscurrent?reWriteBatchedInserts=true&stringtype=unspecified',
  'table-name' = 'posts.hashtag_pair_days',
  'username' = 'crosscurrent',
  'password' = '<password>',
  'sink.buffer-flush.max-rows' = '5000',
  'sink.buffer-flush.interval' = '1 s'
);

-- Posts with each word by day. No other insert writes this table: two that fill columns of one row deadlock, and lose values.
CREATE TEMPORARY TABLE `posts_to_word_days` (
  `window_start` STRING,
  `word` STRING,
  `platform` STRING,
  `language` STRING,
  `is_bot` BOOLEAN,
  `posts` BIGINT,
  PRIMARY KEY (`window_start`, `word`, `platform`, `language`, `is_bot`) NOT ENFORCED
) WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://warehouse:5432/crosscurrent?reWriteBatchedInserts=true&stringtype=unspecified',
  'table-name' = 'posts.word_days',
  'username' = 'crosscurrent',
  'password' = '<password>',
  'sink.buffer-flush.max-rows' = '5000',
  'sink.buffer-flush.interval' = '1 s'
);

-- Posts that name each person, organisation or place by hour. No other insert writes this table: two that fill columns of one row deadlock, and lose values.
CREATE TEMPORARY TABLE `posts_to_entity_hours` (
  `window_start` STRING,
  `entity_type` STRING,
  `entity` STRING,
  `platform` STRING,
  `language` STRING,
  `is_bot` BOOLEAN,
  `posts` BIGINT,
  PRIMARY KEY (`window_start`, `entity_type`, `entity`, `platform`, `language`, `is_bot`) NOT ENFORCED
) WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://warehouse:5432/crosscurrent?reWriteBatchedInserts=true&stringtype=unspecified',
  'table-name' = 'posts.entity_hours',
  'username' = 'crosscurrent',
  'password' = '<password>',
  'sink.buffer-flush.max-rows' = '5000',
  'sink.buffer-flush.interval' = '1 s'
);

-- Posts, their authors, engagement and mood by minute: distinct counts. No other insert writes this table: two that fill columns of one row deadlock, and lose values.
CREATE TEMPORARY TABLE `posts_to_post_minutes_distinct` (
  `window_start` STRING,
  `sentiment` STRING,
  `platform` STRING,
  `language` STRING,
  `is_bot` BOOLEAN,
  `authors` BIGINT,
  `texts` BIGINT,
  PRIMARY KEY (`window_start`, `sentiment`, `platform`, `language`, `is_bot`) NOT ENFORCED
) WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://warehouse:5432/crosscurrent?reWriteBatchedInserts=true&stringtype=unspecified',
  'table-name' = 'posts.post_minutes_distinct',
  'username' = 'crosscurrent',
  'password' = '<password>',
  'sink.buffer-flush.max-rows' = '5000',
  'sink.buffer-flush.interval' = '1 s'
);

-- Posts and engagement of each author by day: distinct counts. No other insert writes this table: two that fill columns of one row deadlock, and lose values.
CREATE TEMPORARY TABLE `posts_to_author_days_distinct` (
  `window_start` STRING,
  `author_id` STRING,
  `author_name` STRING,
  `platform` STRING,
  `language` STRING,
  `is_bot` BOOLEAN,
  `texts` BIGINT,
  PRIMARY KEY (`window_start`, `author_id`, `author_name`, `platform`, `language`, `is_bot`) NOT ENFORCED
) WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://warehouse:5432/crosscurrent?reWriteBatchedInserts=true&stringtype=unspecified',
  'table-name' = 'posts.author_days_distinct',
  'username' = 'crosscurrent',
  'password' = '<password>',
  'sink.buffer-flush.max-rows' = '5000',
  'sink.buffer-flush.interval' = '1 s'
);

-- Posts from each client by hour: distinct counts. No other insert writes this table: two that fill columns of one row deadlock, and lose values.
CREATE TEMPORARY TABLE `posts_to_source_hours_distinct` (
  `window_start` STRING,
  `source` STRING,
  `platform` STRING,
  `language` STRING,
  `is_bot` BOOLEAN,
  `authors` BIGINT,
  PRIMARY KEY (`window_start`, `source`, `platform`, `language`, `is_bot`) NOT ENFORCED
) WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://warehouse:5432/crosscurrent?reWriteBatchedInserts=true&stringtype=unspecified',
  'table-name' = 'posts.source_hours_distinct',
  'username' = 'crosscurrent',
  'password' = '<password>',
  'sink.buffer-flush.max-rows' = '5000',
  'sink.buffer-flush.interval' = '1 s'
);

-- Posts from each place by hour: distinct counts. No other insert writes this table: two that fill columns of one row deadlock, and lose values.
CREATE TEMPORARY TABLE `posts_to_place_hours_distinct` (
  `window_start` STRING,
  `country` STRING,
  `us_state` STRING,
  `city` STRING,
  `platform` STRING,
  `language` STRING,
  `is_bot` BOOLEAN,
  `authors` BIGINT,
  PRIMARY KEY (`window_start`, `country`, `us_state`, `city`, `platform`, `language`, `is_bot`) NOT ENFORCED
) WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://warehouse:5432/crosscurrent?reWriteBatchedInserts=true&stringtype=unspecified',
  'table-name' = 'posts.place_hours_distinct',
  'username' = 'crosscurrent',
  'password' = '<password>',
  'sink.buffer-flush.max-rows' = '5000',
  'sink.buffer-flush.interval' = '1 s'
);

-- Posts with each hashtag by hour: distinct counts. No other insert writes this table: two that fill columns of one row deadlock, and lose values.
CREATE TEMPORARY TABLE `posts_to_hashtag_hours_distinct` (
  `window_start` STRING,
  `hashtag` STRING,
  `platform` STRING,
  `language` STRING,
  `is_bot` BOOLEAN,
  `authors` BIGINT,
  `texts` BIGINT,
  PRIMARY KEY (`window_start`, `hashtag`, `platform`, `language`, `is_bot`) NOT ENFORCED
) WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://warehouse:5432/crosscurrent?reWriteBatchedInserts=true&stringtype=unspecified',
  'table-name' = 'posts.hashtag_hours_distinct',
  'username' = 'crosscurrent',
  'password' = '<password>',
  'sink.buffer-flush.max-rows' = '5000',
  'sink.buffer-flush.interval' = '1 s'
);

-- Posts with two hashtags together by day: distinct counts. No other insert writes this table: two that fill columns of one row deadlock, and lose values.
CREATE TEMPORARY TABLE `posts_to_hashtag_pair_days_distinct` (
  `window_start` STRING,
  `first_hashtag` STRING,
  `second_hashtag` STRING,
  `platform` STRING,
  `language` STRING,
  `is_bot` BOOLEAN,
  `authors` BIGINT,
  PRIMARY KEY (`window_start`, `first_hashtag`, `second_hashtag`, `platform`, `language`, `is_bot`) NOT ENFORCED
) WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://warehouse:5432/crosscurrent?reWriteBatchedInserts=true&stringtype=unspecified',
  'table-name' = 'posts.hashtag_pair_days_distinct',
  'username' = 'crosscurrent',
  'password' = '<password>',
  'sink.buffer-flush.max-rows' = '5000',
  'sink.buffer-flush.interval' = '1 s'
);

-- Posts with each word by day: distinct counts. No other insert writes this table: two that fill columns of one row deadlock, and lose values.
CREATE TEMPORARY TABLE `posts_to_word_days_distinct` (
  `window_start` STRING,
  `word` STRING,
  `platform` STRING,
  `language` STRING,
  `is_bot` BOOLEAN,
  `authors` BIGINT,
  PRIMARY KEY (`window_start`, `word`, `platform`, `language`, `is_bot`) NOT ENFORCED
) WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://warehouse:5432/crosscurrent?reWriteBatchedInserts=true&stringtype=unspecified',
  'table-name' = 'posts.word_days_distinct',
  'username' = 'crosscurrent',
  'password' = '<password>',
  'sink.buffer-flush.max-rows' = '5000',
  'sink.buffer-flush.interval' = '1 s'
);

-- Posts that name each person, organisation or place by hour: distinct counts. No other insert writes this table: two that fill columns of one row deadlock, and lose values.
CREATE TEMPORARY TABLE `posts_to_entity_hours_distinct` (
  `window_start` STRING,
  `entity_type` STRING,
  `entity` STRING,
  `platform` STRING,
  `language` STRING,
  `is_bot` BOOLEAN,
  `authors` BIGINT,
  PRIMARY KEY (`window_start`, `entity_type`, `entity`, `platform`, `language`, `is_bot`) NOT ENFORCED
) WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://warehouse:5432/crosscurrent?reWriteBatchedInserts=true&stringtype=unspecified',
  'table-name' = 'posts.entity_hours_distinct',
  'username' = 'crosscurrent',
  'password' = '<password>',
  'sink.buffer-flush.max-rows' = '5000',
  'sink.buffer-flush.interval' = '1 s'
);

-- One job for all of them, so that events are read and told apart once.
EXECUTE STATEMENT SET BEGIN
  INSERT INTO `posts_to_post_minutes` (`window_start`, `sentiment`, `platform`, `language`, `is_bot`, `posts`, `engagement`, `scored`, `positive`, `neutral`, `negative`, `polarity`, `originals`, `replies`, `reposts`, `quotes`)
  SELECT DATE_FORMAT(TO_TIMESTAMP_LTZ(`w_minute` * 60000, 3), 'yyyy-MM-dd HH:mm:ss') || '+00', `d_sentiment`, `d_platform`, `d_language`, `d_is_bot`, m0, m1, m2, m3, m4, m5, m6, m7, m8, m9, m10
  FROM `posts_sums_of_post_minutes`;

  INSERT INTO `posts_to_author_days` (`window_start`, `author_id`, `author_name`, `platform`, `language`, `is_bot`, `posts`, `engagement`, `followers`, `followed`)
  SELECT DATE_FORMAT(TO_TIMESTAMP_LTZ(`w_day` * 86400000, 3), 'yyyy-MM-dd HH:mm:ss') || '+00', `d_author_id`, `d_author_name`, `d_platform`, `d_language`, `d_is_bot`, m0, m1, m11, m12
  FROM `posts_sums_of_author_days`;

  INSERT INTO `posts_to_source_hours` (`window_start`, `source`, `platform`, `language`, `is_bot`, `posts`)
  SELECT DATE_FORMAT(TO_TIMESTAMP_LTZ(`w_hour` * 3600000, 3), 'yyyy-MM-dd HH:mm:ss') || '+00', `d_source`, `d_platform`, `d_language`, `d_is_bot`, m0
  FROM `posts_sums_of_source_hours`;

  INSERT INTO `posts_to_place_hours` (`window_start`, `country`, `us_state`, `city`, `platform`, `language`, `is_bot`, `posts`)
  SELECT DATE_FORMAT(TO_TIMESTAMP_LTZ(`w_hour` * 3600000, 3), 'yyyy-MM-dd HH:mm:ss') || '+00', `d_country`, `d_us_state`, `d_city`, `d_platform`, `d_language`, `d_is_bot`, m0
  FROM `posts_sums_of_place_hours`;

  INSERT INTO `posts_to_hashtag_hours` (`window_start`, `hashtag`, `platform`, `language`, `is_bot`, `posts`, `engagement`)
  SELECT DATE_FORMAT(TO_TIMESTAMP_LTZ(`w_hour` * 3600000, 3), 'yyyy-MM-dd HH:mm:ss') || '+00', `d_hashtag`, `d_platform`, `d_language`, `d_is_bot`, m0, m1
  FROM `posts_sums_of_hashtag_hours`;

  INSERT INTO `posts_to_hashtag_spelling_days` (`window_start`, `spelled_hashtag`, `spelling`, `is_bot`, `posts`)
  SELECT DATE_FORMAT(TO_TIMESTAMP_LTZ(`w_day` * 86400000, 3), 'yyyy-MM-dd HH:mm:ss') || '+00', `d_spelled_hashtag`, `d_spelling`, `d_is_bot`, m0
  FROM `posts_sums_of_hashtag_spelling_days`;

  INSERT INTO `posts_to_hashtag_pair_days` (`window_start`, `first_hashtag`, `second_hashtag`, `platform`, `language`, `is_bot`, `posts`)
  SELECT DATE_FORMAT(TO_TIMESTAMP_LTZ(`w_day` * 86400000, 3), 'yyyy-MM-dd HH:mm:ss') || '+00', `d_first_hashtag`, `d_second_hashtag`, `d_platform`, `d_language`, `d_is_bot`, m0
  FROM `posts_sums_of_hashtag_pair_days`;

  INSERT INTO `posts_to_word_days` (`window_start`, `word`, `platform`, `language`, `is_bot`, `posts`)
  SELECT DATE_FORMAT(TO_TIMESTAMP_LTZ(`w_day` * 86400000, 3), 'yyyy-MM-dd HH:mm:ss') || '+00', `d_word`, `d_platform`, `d_language`, `d_is_bot`, m0
  FROM `posts_sums_of_word_days`;

  INSERT INTO `posts_to_entity_hours` (`window_start`, `entity_type`, `entity`, `platform`, `language`, `is_bot`, `posts`)
  SELECT DATE_FORMAT(TO_TIMESTAMP_LTZ(`w_hour` * 3600000, 3), 'yyyy-MM-dd HH:mm:ss') || '+00', `d_entity_type`, `d_entity`, `d_platform`, `d_language`, `d_is_bot`, m0
  FROM `posts_sums_of_entity_hours`;

  INSERT INTO `posts_to_post_minutes_distinct` (`window_start`, `sentiment`, `platform`, `language`, `is_bot`, `authors`, `texts`)
  SELECT DATE_FORMAT(TO_TIMESTAMP_LTZ(`w_minute` * 60000, 3), 'yyyy-MM-dd HH:mm:ss') || '+00', `d_sentiment`, `d_platform`, `d_language`, `d_is_bot`, m0, m1
  FROM `posts_distinct_of_post_minutes`;

  INSERT INTO `posts_to_author_days_distinct` (`window_start`, `author_id`, `author_name`, `platform`, `language`, `is_bot`, `texts`)
  SELECT DATE_FORMAT(TO_TIMESTAMP_LTZ(`w_day` * 86400000, 3), 'yyyy-MM-dd HH:mm:ss') || '+00', `d_author_id`, `d_author_name`, `d_platform`, `d_language`, `d_is_bot`, m1
  FROM `posts_distinct_of_author_days`;

  INSERT INTO `posts_to_source_hours_distinct` (`window_start`, `source`, `platform`, `language`, `is_bot`, `authors`)
  SELECT DATE_FORMAT(TO_TIMESTAMP_LTZ(`w_hour` * 3600000, 3), 'yyyy-MM-dd HH:mm:ss') || '+00', `d_source`, `d_platform`, `d_language`, `d_is_bot`, m0
  FROM `posts_distinct_of_source_hours`;

  INSERT INTO `posts_to_place_hours_distinct` (`window_start`, `country`, `us_state`, `city`, `platform`, `language`, `is_bot`, `authors`)
  SELECT DATE_FORMAT(TO_TIMESTAMP_LTZ(`w_hour` * 3600000, 3), 'yyyy-MM-dd HH:mm:ss') || '+00', `d_country`, `d_us_state`, `d_city`, `d_platform`, `d_language`, `d_is_bot`, m0
  FROM `posts_distinct_of_place_hours`;

  INSERT INTO `posts_to_hashtag_hours_distinct` (`window_start`, `hashtag`, `platform`, `language`, `is_bot`, `authors`, `texts`)
  SELECT DATE_FORMAT(TO_TIMESTAMP_LTZ(`w_hour` * 3600000, 3), 'yyyy-MM-dd HH:mm:ss') || '+00', `d_hashtag`, `d_platform`, `d_language`, `d_is_bot`, m0, m1
  FROM `posts_distinct_of_hashtag_hours`;

  INSERT INTO `posts_to_hashtag_pair_days_distinct` (`window_start`, `first_hashtag`, `second_hashtag`, `platform`, `language`, `is_bot`, `authors`)
  SELECT DATE_FORMAT(TO_TIMESTAMP_LTZ(`w_day` * 86400000, 3), 'yyyy-MM-dd HH:mm:ss') || '+00', `d_first_hashtag`, `d_second_hashtag`, `d_platform`, `d_language`, `d_is_bot`, m0
  FROM `posts_distinct_of_hashtag_pair_days`;

  INSERT INTO `posts_to_word_days_distinct` (`window_start`, `word`, `platform`, `language`, `is_bot`, `authors`)
  SELECT DATE_FORMAT(TO_TIMESTAMP_LTZ(`w_day` * 86400000, 3), 'yyyy-MM-dd HH:mm:ss') || '+00', `d_word`, `d_platform`, `d_language`, `d_is_bot`, m0
  FROM `posts_distinct_of_word_days`;

  INSERT INTO `posts_to_entity_hours_distinct` (`window_start`, `entity_type`, `entity`, `platform`, `language`, `is_bot`, `authors`)
  SELECT DATE_FORMAT(TO_TIMESTAMP_LTZ(`w_hour` * 3600000, 3), 'yyyy-MM-dd HH:mm:ss') || '+00', `d_entity_type`, `d_entity`, `d_platform`, `d_language`, `d_is_bot`, m0
  FROM `posts_distinct_of_entity_hours`;
END;
