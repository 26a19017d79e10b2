"""What peers take to read and write formats, each in a process of its own; prints one line of JSON, as Measure does.

  peer_formats.py pyarrow decode csv FILE TYPE [sums]          read_csv into a table, on one thread
  peer_formats.py pyarrow stream csv FILE TYPE [sums]          open_csv, batch by batch
  peer_formats.py duckdb decode csv|json FILE TYPE THREADS [sums]   into a table in memory
  peer_formats.py duckdb encode csv|json FILE TYPE OUT         `copy to` of a table in memory, on one thread
"""
import json
import sys
import time

TIMES = ["order_purchase_timestamp", "order_approved_at", "order_delivered_carrier_date",
         "order_delivered_customer_date", "order_estimated_delivery_date"]
TYPES = {
    "orders": {**dict.fromkeys(["order_id", "customer_id", "order_status"], "varchar"), **dict.fromkeys(TIMES, "timestamp")},
    "people": {
        "person_name": "varchar", "user_name": "varchar", "email": "varchar", "personal_number": "varchar",
        "birth_date": "date", "address": "varchar", "phone_number": "varchar", "mac_address": "varchar",
        "ip_address": "varchar", "iban": "varchar", "accessed_at": "timestamp", "session_duration": "integer",
        "download_speed": "integer", "upload_speed": "integer", "consumed_traffic": "bigint", "unique_id": "varchar"},
}


def measured(work):
    """Does the work; returns what it took and its result."""
    wall, cpu = time.monotonic(), time.process_time()
    result = work()
    return {"cpu": time.process_time() - cpu, "wall": time.monotonic() - wall}, result


def sums(connection, table, types):
    """For each column how many values there are, and the sum of the first 32 bits of the MD5 of each."""
    parts = ", ".join(f"count({c}), sum(('0x' || left(md5({c}::varchar), 8))::bigint)::bigint" for c in types)
    row = connection.execute(f"select {parts} from {table}").fetchone()
    return {c: list(row[2 * i:2 * i + 2]) for i, c in enumerate(types)}


def pyarrow(what, path, types, wants_sums):
    import pyarrow
    from pyarrow import csv
    kinds = {"varchar": pyarrow.string(), "timestamp": pyarrow.timestamp("us")}
    convert = csv.ConvertOptions(column_types={name: kinds[kind] for name, kind in types.items()})
    read = csv.ReadOptions(use_threads=False)
    if what == "stream" and not wants_sums:
        reader = lambda: csv.open_csv(path, read_options=read, convert_options=convert)
        taken, taken_rows = measured(lambda: sum(batch.num_rows for batch in reader()))
        return {**taken, "rows": taken_rows}
    taken, table = measured(lambda: csv.read_csv(path, read_options=read, convert_options=convert))
    taken["rows"] = table.num_rows
    if wants_sums:
        import duckdb
        connection = duckdb.connect()
        connection.register("rows", table)
        taken["sums"] = sums(connection, "rows", types)
    return taken


def duckdb(threads):
    import duckdb
    return duckdb.connect(config={"threads": threads})


def load(connection, kind, path, types):
    columns = "{" + ", ".join(f"'{name}': '{type}'" for name, type in types.items()) + "}"
    reader = f"read_csv('{path}', header = true, columns = {columns})" if kind == "csv" else \
        f"read_json('{path}', format = 'newline_delimited', columns = {columns})"
    connection.execute(f"create table rows as select * from {reader}")


def main(peer, what, kind, path, type_name, *rest):
    types = TYPES[type_name]
    if peer == "pyarrow":
        taken = pyarrow(what, path, types, "sums" in rest)
    elif what == "decode":
        connection = duckdb(int(rest[0]))
        taken, _ = measured(lambda: load(connection, kind, path, types))
        taken["rows"] = connection.execute("select count(*) from rows").fetchone()[0]
        if "sums" in rest:
            taken["sums"] = sums(connection, "rows", types)
    else:
        connection = duckdb(1)
        load(connection, "csv" if path.endswith(".csv") else "json", path, types)
        taken, _ = measured(lambda: connection.execute(f"copy rows to '{rest[0]}' (format {kind})"))
        taken["rows"] = connection.execute("select count(*) from rows").fetchone()[0]
    print(json.dumps(taken))


main(*sys.argv[1:])
