-- Stream articles: 29 statements for one session of the SQL Gateway.
-- Not in it: the mentions of campaigns (campaign_article_hours, campaign_article_entity_hours): campaigns change while the job runs.

-- The job of the stream articles.
SET 'execution.runtime-mode' = 'streaming';
SET 'pipeline.name' = 'crosscurrent articles';
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
CREATE TEMPORARY TABLE `articles_enriched` (
  `id` STRING,
  `source_name` STRING,
  `published_at` BIGINT,
  `deleted` BOOLEAN,
  `version` BIGINT,
  `language` STRING,
  `polarity` DECIMAL(27, 9),
  `sentiment` STRING,
  `entities` ARRAY<STRING>,
  `words` ARRAY<STRING>,
  `arrived at` AS PROCTIME(),
  `kafka offset` BIGINT METADATA FROM 'offset' VIRTUAL
) WITH (
  'connector' = 'kafka',
  'topic' = 'articles.enriched',
  'properties.bootstrap.servers' = 'kafka:9092',
  'properties.group.id' = 'crosscurrent-flink-articles',
  'properties.isolation.level' = 'read_committed',
  'scan.startup.mode' = 'earliest-offset',
  'value.format' = 'json',
  'value.json.ignore-parse-errors' = 'false'
);

-- Revisions (R1): of the events of an id a deletion counts before the highest version, of one version the first.
-- Deletions are filtered out behind this view, not in front of it: that retracts what they delete.
CREATE TEMPORARY VIEW `articles_events` AS
SELECT `source_name`, `published_at`, `deleted`, `language`, `polarity`, `sentiment`, `entities`, `words`
FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY `id` ORDER BY CASE WHEN `deleted` THEN 1 ELSE 0 END DESC, COALESCE(`version`, 0) DESC, `kafka offset` ASC) AS `place of id`
  FROM `articles_enriched`
)
WHERE `place of id` = 1;

-- Sums: article_hours.
CREATE TEMPORARY VIEW `articles_sums_of_article_hours` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_hour`,
  `d_source_name`,
  `d_language`,
  COUNT(*) AS m0,
  COUNT(*) FILTER (WHERE (NOT (`v_sentiment` IS NULL))) AS m1,
  COUNT(*) FILTER (WHERE (`v_sentiment` = 'positive')) AS m2,
  COUNT(*) FILTER (WHERE (`v_sentiment` = 'negative')) AS m3,
  COALESCE(SUM(`v_polarity`), 0) AS m4
FROM (
  SELECT
    `published_at` / 3600000 AS `w_hour`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`source_name`) > 150 AND CHAR_LENGTH(HEX(`source_name`)) > 1200 THEN LEFT(`source_name`, 140) || U&'\2026' || MD5(`source_name`) ELSE `source_name` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_source_name`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`language`) > 150 AND CHAR_LENGTH(HEX(`language`)) > 1200 THEN LEFT(`language`, 140) || U&'\2026' || MD5(`language`) ELSE `language` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_language`,
    `sentiment` AS `v_sentiment`,
    `polarity` AS `v_polarity`
  FROM `articles_events`
  WHERE (NOT COALESCE(`deleted`, FALSE))
) AS event
GROUP BY `w_hour`, `d_source_name`, `d_language`;

-- Sums: article_entity_hours.
CREATE TEMPORARY VIEW `articles_sums_of_article_entity_hours` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_hour`,
  `d_entity_type`,
  `d_entity`,
  `d_language`,
  COUNT(*) AS m0
FROM (
  SELECT
    `w_hour`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(NULLIF(SPLIT_INDEX(`t_entities`, U&'\001F', 0), '')) > 150 AND CHAR_LENGTH(HEX(NULLIF(SPLIT_INDEX(`t_entities`, U&'\001F', 0), ''))) > 1200 THEN LEFT(NULLIF(SPLIT_INDEX(`t_entities`, U&'\001F', 0), ''), 140) || U&'\2026' || MD5(NULLIF(SPLIT_INDEX(`t_entities`, U&'\001F', 0), '')) ELSE NULLIF(SPLIT_INDEX(`t_entities`, U&'\001F', 0), '') END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_entity_type`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(NULLIF(SPLIT_INDEX(`t_entities`, U&'\001F', 1), '')) > 150 AND CHAR_LENGTH(HEX(NULLIF(SPLIT_INDEX(`t_entities`, U&'\001F', 1), ''))) > 1200 THEN LEFT(NULLIF(SPLIT_INDEX(`t_entities`, U&'\001F', 1), ''), 140) || U&'\2026' || MD5(NULLIF(SPLIT_INDEX(`t_entities`, U&'\001F', 1), '')) ELSE NULLIF(SPLIT_INDEX(`t_entities`, U&'\001F', 1), '') END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_entity`,
    `d_language`
  FROM (
    SELECT
      `published_at` / 3600000 AS `w_hour`,
      COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`language`) > 150 AND CHAR_LENGTH(HEX(`language`)) > 1200 THEN LEFT(`language`, 140) || U&'\2026' || MD5(`language`) ELSE `language` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_language`,
      `entities` AS `l_entities`
    FROM `articles_events`
    WHERE (NOT COALESCE(`deleted`, FALSE))
  )
  CROSS JOIN UNNEST(`l_entities`) AS `u0` (`t_entities`)
) AS event
GROUP BY `w_hour`, `d_entity_type`, `d_entity`, `d_language`;

-- Sums: article_word_days.
CREATE TEMPORARY VIEW `articles_sums_of_article_word_days` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_day`,
  `d_word`,
  `d_language`,
  COUNT(*) AS m0
FROM (
  SELECT
    `w_day`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`t_words`) > 150 AND CHAR_LENGTH(HEX(`t_words`)) > 1200 THEN LEFT(`t_words`, 140) || U&'\2026' || MD5(`t_words`) ELSE `t_words` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_word`,
    `d_language`
  FROM (
    SELECT
      `published_at` / 86400000 AS `w_day`,
      COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`language`) > 150 AND CHAR_LENGTH(HEX(`language`)) > 1200 THEN LEFT(`language`, 140) || U&'\2026' || MD5(`language`) ELSE `language` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_language`,
      `words` AS `l_words`
    FROM `articles_events`
    WHERE (NOT COALESCE(`deleted`, FALSE))
  )
  CROSS JOIN UNNEST(`l_words`) AS `u0` (`t_words`)
) AS event
GROUP BY `w_day`, `d_word`, `d_language`;

-- Each value that article_hours counts distinctly, once: COUNT(DISTINCT ...) takes three times as long.
CREATE TEMPORARY VIEW `articles_members_of_article_hours` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_hour`,
  `d_source_name`,
  `d_language`,
  `v_source_name`
FROM (
  SELECT
    `published_at` / 3600000 AS `w_hour`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`source_name`) > 150 AND CHAR_LENGTH(HEX(`source_name`)) > 1200 THEN LEFT(`source_name`, 140) || U&'\2026' || MD5(`source_name`) ELSE `source_name` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_source_name`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`language`) > 150 AND CHAR_LENGTH(HEX(`language`)) > 1200 THEN LEFT(`language`, 140) || U&'\2026' || MD5(`language`) ELSE `language` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_language`,
    `source_name` AS `v_source_name`
  FROM `articles_events`
  WHERE (NOT COALESCE(`deleted`, FALSE))
) AS event
GROUP BY `w_hour`, `d_source_name`, `d_language`, `v_source_name`;

-- How many there are. Of several columns each is NULL in the rows of the others.
CREATE TEMPORARY VIEW `articles_distinct_of_article_hours` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_hour`,
  `d_source_name`,
  `d_language`,
  COUNT(`v_source_name`) AS m0
FROM `articles_members_of_article_hours` AS event
GROUP BY `w_hour`, `d_source_name`, `d_language`;

-- Each value that article_entity_hours counts distinctly, once: COUNT(DISTINCT ...) takes three times as long.
CREATE TEMPORARY VIEW `articles_members_of_article_entity_hours` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_hour`,
  `d_entity_type`,
  `d_entity`,
  `d_language`,
  `v_source_name`
FROM (
  SELECT
    `w_hour`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(NULLIF(SPLIT_INDEX(`t_entities`, U&'\001F', 0), '')) > 150 AND CHAR_LENGTH(HEX(NULLIF(SPLIT_INDEX(`t_entities`, U&'\001F', 0), ''))) > 1200 THEN LEFT(NULLIF(SPLIT_INDEX(`t_entities`, U&'\001F', 0), ''), 140) || U&'\2026' || MD5(NULLIF(SPLIT_INDEX(`t_entities`, U&'\001F', 0), '')) ELSE NULLIF(SPLIT_INDEX(`t_entities`, U&'\001F', 0), '') END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_entity_type`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(NULLIF(SPLIT_INDEX(`t_entities`, U&'\001F', 1), '')) > 150 AND CHAR_LENGTH(HEX(NULLIF(SPLIT_INDEX(`t_entities`, U&'\001F', 1), ''))) > 1200 THEN LEFT(NULLIF(SPLIT_INDEX(`t_entities`, U&'\001F', 1), ''), 140) || U&'\2026' || MD5(NULLIF(SPLIT_INDEX(`t_entities`, U&'\001F', 1), '')) ELSE NULLIF(SPLIT_INDEX(`t_entities`, U&'\001F', 1), '') END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_entity`,
    `d_language`,
    `v_source_name`
  FROM (
    SELECT
      `published_at` / 3600000 AS `w_hour`,
      COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`language`) > 150 AND CHAR_LENGTH(HEX(`language`)) > 1200 THEN LEFT(`language`, 140) || U&'\2026' || MD5(`language`) ELSE `language` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_language`,
      `source_name` AS `v_source_name`,
      `entities` AS `l_entities`
    FROM `articles_events`
    WHERE (NOT COALESCE(`deleted`, FALSE))
  )
  CROSS JOIN UNNEST(`l_entities`) AS `u0` (`t_entities`)
) AS event
GROUP BY `w_hour`, `d_entity_type`, `d_entity`, `d_language`, `v_source_name`;

-- How many there are. Of several columns each is NULL in the rows of the others.
CREATE TEMPORARY VIEW `articles_distinct_of_article_entity_hours` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_hour`,
  `d_entity_type`,
  `d_entity`,
  `d_language`,
  COUNT(`v_source_name`) AS m0
FROM `articles_members_of_article_entity_hours` AS event
GROUP BY `w_hour`, `d_entity_type`, `d_entity`, `d_language`;

-- Each value that article_word_days counts distinctly, once: COUNT(DISTINCT ...) takes three times as long.
CREATE TEMPORARY VIEW `articles_members_of_article_word_days` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_day`,
  `d_word`,
  `d_language`,
  `v_source_name`
FROM (
  SELECT
    `w_day`,
    COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`t_words`) > 150 AND CHAR_LENGTH(HEX(`t_words`)) > 1200 THEN LEFT(`t_words`, 140) || U&'\2026' || MD5(`t_words`) ELSE `t_words` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_word`,
    `d_language`,
    `v_source_name`
  FROM (
    SELECT
      `published_at` / 86400000 AS `w_day`,
      COALESCE(REPLACE(CASE WHEN CHAR_LENGTH(`language`) > 150 AND CHAR_LENGTH(HEX(`language`)) > 1200 THEN LEFT(`language`, 140) || U&'\2026' || MD5(`language`) ELSE `language` END, U&'\0000', U&'\FFFD'), 'undefined') AS `d_language`,
      `source_name` AS `v_source_name`,
      `words` AS `l_words`
    FROM `articles_events`
    WHERE (NOT COALESCE(`deleted`, FALSE))
  )
  CROSS JOIN UNNEST(`l_words`) AS `u0` (`t_words`)
) AS event
GROUP BY `w_day`, `d_word`, `d_language`, `v_source_name`;

-- How many there are. Of several columns each is NULL in the rows of the others.
CREATE TEMPORARY VIEW `articles_distinct_of_article_word_days` AS
SELECT /*+ STATE_TTL('event' = '0 s') */
  `w_day`,
  `d_word`,
  `d_language`,
  COUNT(`v_source_name`) AS m0
FROM `articles_members_of_article_word_days` AS event
GROUP BY `w_day`, `d_word`, `d_language`;

-- Articles of each source by hour, and their mood. No other insert writes this table: two that fill columns of one row deadlock, and lose values.
CREATE TEMPORARY TABLE `articles_to_article_hours` (
  `window_start` STRING,
  `source_name` STRING,
  `language` STRING,
  `articles` BIGINT,
  `scored` BIGINT,
  `positive` BIGINT,
  `negative` BIGINT,
  `polarity` DECIMAL(38, 9),
  PRIMARY KEY (`window_start`, `source_name`, `language`) NOT ENFORCED
) WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://warehouse:5432/crosscurrent?reWriteBatchedInserts=true&stringtype=unspecified',
  'table-name' = 'articles.article_hours',
  'username' = 'crosscurrent',
  'password' = '<password>',
  'sink.buffer-flush.max-rows' = '5000',
  'sink.buffer-flush.interval' = '1 s'
);

-- Articles that name each person, organisation or place by hour. No other insert writes this table: two that fill columns of one row deadlock, and lose values.
CREATE TEMPORARY TABLE `articles_to_article_entity_hours` (
  `window_start` STRING,
  `entity_type` STRING,
  `entity` STRING,
  `language` STRING,
  `articles` BIGINT,
  PRIMARY KEY (`window_start`, `entity_type`, `entity`, `language`) NOT ENFORCED
) WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://warehouse:5432/crosscurrent?reWriteBatchedInserts=true&stringtype=unspecified',
  'table-name' = 'articles.article_entity_hours',
  'username' = 'crosscurrent',
  'password' = '<password>',
  'sink.buffer-flush.max-rows' = '5000',
  'sink.buffer-flush.interval' = '1 s'
);

-- Articles with each word by day. No other insert writes this table: two that fill columns of one row deadlock, and lose values.
CREATE TEMPORARY TABLE `articles_to_article_word_days` (
  `window_start` STRING,
  `word` STRING,
  `language` STRING,
  `articles` BIGINT,
  PRIMARY KEY (`window_start`, `word`, `language`) NOT ENFORCED
) WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://warehouse:5432/crosscurrent?reWriteBatchedInserts=true&stringtype=unspecified',
  'table-name' = 'articles.article_word_days',
  'username' = 'crosscurrent',
  'password' = '<password>',
  'sink.buffer-flush.max-rows' = '5000',
  'sink.buffer-flush.interval' = '1 s'
);

-- Articles of each source by hour, and their mood: distinct counts. No other insert writes this table: two that fill columns of one row deadlock, and lose values.
CREATE TEMPORARY TABLE `articles_to_article_hours_distinct` (
  `window_start` STRING,
  `source_name` STRING,
  `language` STRING,
  `sources` BIGINT,
  PRIMARY KEY (`window_start`, `source_name`, `language`) NOT ENFORCED
) WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://warehouse:5432/crosscurrent?reWriteBatchedInserts=true&stringtype=unspecified',
  'table-name' = 'articles.article_hours_distinct',
  'username' = 'crosscurrent',
  'password' = '<password>',
  'sink.buffer-flush.max-rows' = '5000',
  'sink.buffer-flush.interval' = '1 s'
);

-- Articles that name each person, organisation or place by hour: distinct counts. No other insert writes this table: two that fill columns of one row deadlock, and lose values.
CREATE TEMPORARY TABLE `articles_to_article_entity_hours_distinct` (
  `window_start` STRING,
  `entity_type` STRING,
  `entity` STRING,
  `language` STRING,
  `sources` BIGINT,
  PRIMARY KEY (`window_start`, `entity_type`, `entity`, `language`) NOT ENFORCED
) WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://warehouse:5432/crosscurrent?reWriteBatchedInserts=true&stringtype=unspecified',
  'table-name' = 'articles.article_entity_hours_distinct',
  'username' = 'crosscurrent',
  'password' = '<password>',
  'sink.buffer-flush.max-rows' = '5000',
  'sink.buffer-flush.interval' = '1 s'
);

-- Articles with each word by day: distinct counts. No other insert writes this table: two that fill columns of one row deadlock, and lose values.
CREATE TEMPORARY TABLE `articles_to_article_word_days_distinct` (
  `window_start` STRING,
  `word` STRING,
  `language` STRING,
  `sources` BIGINT,
  PRIMARY KEY (`window_start`, `word`, `language`) NOT ENFORCED
) WITH (
  'connector' = 'jdbc',
  'url' = 'jdbc:postgresql://warehouse:5432/crosscurrent?reWriteBatchedInserts=true&stringtype=unspecified',
  'table-name' = 'articles.article_word_days_distinct',
  'username' = 'crosscurrent',
  'password' = '<password>',
  'sink.buffer-flush.max-rows' = '5000',
  'sink.buffer-flush.interval' = '1 s'
);

-- One job for all of them, so that events are read and told apart once.
EXECUTE STATEMENT SET BEGIN
  INSERT INTO `articles_to_article_hours` (`window_start`, `source_name`, `language`, `articles`, `scored`, `positive`, `negative`, `polarity`)
  SELECT DATE_FORMAT(TO_TIMESTAMP_LTZ(`w_hour` * 3600000, 3), 'yyyy-MM-dd HH:mm:ss') || '+00', `d_source_name`, `d_language`, m0, m1, m2, m3, m4
  FROM `articles_sums_of_article_hours`;

  INSERT INTO `articles_to_article_entity_hours` (`window_start`, `entity_type`, `entity`, `language`, `articles`)
  SELECT DATE_FORMAT(TO_TIMESTAMP_LTZ(`w_hour` * 3600000, 3), 'yyyy-MM-dd HH:mm:ss') || '+00', `d_entity_type`, `d_entity`, `d_language`, m0
  FROM `articles_sums_of_article_entity_hours`;

  INSERT INTO `articles_to_article_word_days` (`window_start`, `word`, `language`, `articles`)
  SELECT DATE_FORMAT(TO_TIMESTAMP_LTZ(`w_day` * 86400000, 3), 'yyyy-MM-dd HH:mm:ss') || '+00', `d_word`, `d_language`, m0
  FROM `articles_sums_of_article_word_days`;

  INSERT INTO `articles_to_article_hours_distinct` (`window_start`, `source_name`, `language`, `sources`)
  SELECT DATE_FORMAT(TO_TIMESTAMP_LTZ(`w_hour` * 3600000, 3), 'yyyy-MM-dd HH:mm:ss') || '+00', `d_source_name`, `d_language`, m0
  FROM `articles_distinct_of_article_hours`;

  INSERT INTO `articles_to_article_entity_hours_distinct` (`window_start`, `entity_type`, `entity`, `language`, `sources`)
  SELECT DATE_FORMAT(TO_TIMESTAMP_LTZ(`w_hour` * 3600000, 3), 'yyyy-MM-dd HH:mm:ss') || '+00', `d_entity_type`, `d_entity`, `d_language`, m0
  FROM `articles_distinct_of_article_entity_hours`;

  INSERT INTO `articles_to_article_word_days_distinct` (`window_start`, `word`, `language`, `sources`)
  SELECT DATE_FORMAT(TO_TIMESTAMP_LTZ(`w_day` * 86400000, 3), 'yyyy-MM-dd HH:mm:ss') || '+00', `d_word`, `d_language`, m0
  FROM `articles_distinct_of_article_word_days`;
END;
