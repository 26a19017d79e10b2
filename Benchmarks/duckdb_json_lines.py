"""What json-lines.yaml says, said to DuckDB: duckdb_json_lines.py ORDERS.csv > lines"""
import sys
import duckdb

duckdb.connect().execute(
    f"""copy (
      select *, hour(order_purchase_timestamp::timestamp)::int as hour,
        left(dayname(order_purchase_timestamp::timestamp), 3) as weekday
      from read_csv('{sys.argv[1]}', all_varchar = true) where order_status <> 'canceled'
    ) to '/dev/stdout' (format json)""")
