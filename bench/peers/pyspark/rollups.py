"""The usual hand-wired way: PySpark structured streaming from a Kafka topic to rollups in PostgreSQL.

Reads the topic of enriched web events from its beginning to its end, removes duplicates by id, and adds what each
micro-batch brings to six rollups: partial sums by JDBC into a staging table, then one upsert. With --distinct the
visitors of two of them are counted exactly as well, as such pipelines do it: a table of the keys and devices that
were seen, and a count over it. Prints one line of JSON.
"""

import argparse
import json
import time

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as f

VIEWS = "collection = 'view_product_detail'"
DAY, HOUR, MINUTE = 86_400_000, 3_600_000, 60_000

# Name -> length of a window in milliseconds, dimensions, condition.
ROLLUPS = {
    "product_views": (DAY, ["product_id", "is_bot"], VIEWS),
    "product_hours": (HOUR, ["product_id", "is_bot"], VIEWS),
    "country_views": (DAY, ["country", "is_bot"], VIEWS),
    "referrer_views": (DAY, ["referrer_url", "referrer_domain", "referrer_medium", "is_bot"], VIEWS),
    "browser_os_views": (HOUR, ["browser", "os", "is_bot"], VIEWS),
    "event_kinds": (MINUTE, ["collection", "is_bot"], "true"),
}
DISTINCT = ["product_views", "country_views"]

SCHEMA = (
    "id string, collection string, time_stamp bigint, product_id string, country string, device_id string, "
    "referrer_url string, referrer_domain string, referrer_medium string, browser string, os string, is_bot boolean"
)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--brokers", required=True, help="host:port,...")
    parser.add_argument("--topic", required=True)
    parser.add_argument("--jdbc-url", required=True, help="jdbc:postgresql://host:port/database")
    parser.add_argument("--jdbc-user", required=True)
    parser.add_argument("--jdbc-password", required=True)
    parser.add_argument("--jars", required=True, help="folder of the jars of pom.xml")
    parser.add_argument("--checkpoint", required=True, help="a folder that does not exist yet")
    parser.add_argument("--partitions", type=int, default=4)
    parser.add_argument("--batch", type=int, default=500_000, help="messages of a micro-batch")
    parser.add_argument("--distinct", action="store_true")
    return parser.parse_args()


class Warehouse:
    """Rollup tables in a schema `spark`, made anew."""

    def __init__(self, spark: SparkSession, given: argparse.Namespace):
        self.url = given.jdbc_url
        self.properties = {
            "user": given.jdbc_user,
            "password": given.jdbc_password,
            "driver": "org.postgresql.Driver",
            "reWriteBatchedInserts": "true",
        }
        jvm = spark.sparkContext._jvm
        jvm.java.lang.Class.forName("org.postgresql.Driver")
        self.connection = jvm.java.sql.DriverManager.getConnection(
            given.jdbc_url, given.jdbc_user, given.jdbc_password
        )

    def run(self, sql: str) -> None:
        statement = self.connection.createStatement()
        statement.execute(sql)
        statement.close()

    def create(self) -> None:
        self.run("DROP SCHEMA IF EXISTS spark CASCADE; CREATE SCHEMA spark")
        for name, (_, dimensions, _) in ROLLUPS.items():
            keys = ", ".join(["window_start", *dimensions])
            columns = ", ".join(f"{d} {'boolean' if d == 'is_bot' else 'text'} NOT NULL" for d in dimensions)
            self.run(
                f"CREATE TABLE spark.{name} (window_start bigint, {columns}, n bigint NOT NULL, PRIMARY KEY ({keys}))"
            )
            if name in DISTINCT:
                self.run(
                    f"CREATE TABLE spark.{name}_seen (window_start bigint, {columns}, device_id text NOT NULL, "
                    f"PRIMARY KEY ({keys}, device_id))"
                )

    def stage(self, frame: DataFrame, name: str) -> str:
        table = f"spark.{name}_staged"
        frame.write.jdbc(self.url, table, mode="overwrite", properties=self.properties)
        return table


def rows_of(events: DataFrame, name: str) -> tuple[DataFrame, list[str]]:
    window, dimensions, condition = ROLLUPS[name]
    start = (f.floor(f.col("time_stamp") / window) * window).cast("bigint").alias("window_start")
    columns = [
        f.coalesce(f.col(d), f.lit(False) if d == "is_bot" else f.lit("undefined")).alias(d) for d in dimensions
    ]
    return events.where(condition).select(start, *columns, "device_id"), ["window_start", *dimensions]


def main() -> None:
    given = arguments()
    spark = (
        SparkSession.builder.master("local[2]")
        .appName("rollups")
        .config("spark.driver.memory", "4g")
        .config("spark.driver.extraClassPath", f"{given.jars}/*")
        .config("spark.sql.shuffle.partitions", given.partitions)
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.ui.enabled", "false")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    warehouse = Warehouse(spark, given)
    warehouse.create()
    counted = {"events": 0}

    def add(batch: DataFrame, _: int) -> None:
        batch.persist()
        counted["events"] += batch.count()
        for name in ROLLUPS:
            rows, keys = rows_of(batch, name)
            names = ", ".join(keys)
            staged = warehouse.stage(rows.groupBy(*keys).agg(f.count("*").alias("n")), name)
            warehouse.run(
                f"INSERT INTO spark.{name} AS t ({names}, n) SELECT {names}, n FROM {staged} "
                f"ON CONFLICT ({names}) DO UPDATE SET n = t.n + excluded.n"
            )
            if given.distinct and name in DISTINCT:
                seen = warehouse.stage(rows.where("device_id IS NOT NULL").distinct(), f"{name}_seen")
                warehouse.run(
                    f"INSERT INTO spark.{name}_seen ({names}, device_id) SELECT {names}, device_id FROM {seen} "
                    "ON CONFLICT DO NOTHING"
                )
        batch.unpersist()

    events = (
        spark.readStream.format("kafka")
        .option("kafka.bootstrap.servers", given.brokers)
        .option("subscribe", given.topic)
        .option("startingOffsets", "earliest")
        .option("maxOffsetsPerTrigger", given.batch)
        .load()
        .select(f.from_json(f.col("value").cast("string"), SCHEMA).alias("e"))
        .select("e.*")
        .dropDuplicates(["id"])
    )
    began = time.monotonic()
    query = (
        events.writeStream.foreachBatch(add)
        .option("checkpointLocation", given.checkpoint)
        .trigger(availableNow=True)
        .start()
    )
    query.awaitTermination()
    seconds = time.monotonic() - began
    read = sum(int(p["numInputRows"]) for p in query.recentProgress)
    print(json.dumps({"read": read, "kept": counted["events"], "seconds": round(seconds, 2), "per_second": round(read / seconds)}))


if __name__ == "__main__":
    main()
