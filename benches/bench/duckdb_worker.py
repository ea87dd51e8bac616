"""DuckDB's part, run by a Python that has it.

`prepare CSV PARQUET TRUTH SAMPLE` writes the table as Parquet, and the rows of a listing's truth in the table's own
spelling: DuckDB needs no canonical forms. `semi-joins PARQUET SAMPLE COLUMN …` prints, for each column, how many
distinct values the sample has, how many of them the table has, and the seconds of that one query.
"""

import argparse
import json
import time

import duckdb

parser = argparse.ArgumentParser()
parser.add_argument("--threads", type=int, required=True)
parser.add_argument("--memory", required=True)
parser.add_argument("--temporary", required=True)
parser.add_argument("job", choices=["prepare", "semi-joins"])
parser.add_argument("words", nargs="+")
options = parser.parse_args()

connection = duckdb.connect()
connection.execute(f"SET threads = {options.threads}")
connection.execute(f"SET memory_limit = '{options.memory}'")
connection.execute(f"SET temp_directory = '{options.temporary}'")

if options.job == "prepare":
    table, parquet, truth, sample = options.words
    connection.execute(
        f"""COPY (
            SELECT * REPLACE (
                nullif(ssn, '000-00-0000') AS ssn,
                regexp_replace(phone, '[^0-9]', '', 'g') AS phone,
                lower(email) AS email)
            FROM read_csv('{table}', header = true, all_varchar = true)
        ) TO '{parquet}' (FORMAT parquet)"""
    )
    connection.execute(
        f"""COPY (
            SELECT records.* EXCLUDE (file_row_number)
            FROM read_parquet('{parquet}', file_row_number = true) AS records
            JOIN read_csv('{truth}', header = true) AS truth ON truth.customer = records.file_row_number
        ) TO '{sample}' (FORMAT parquet)"""
    )
else:
    parquet, sample, *columns = options.words
    counts = {}
    for column in columns:
        values = f"SELECT count(DISTINCT {column}) FROM read_parquet('{sample}')"
        query = f"{values} SEMI JOIN read_parquet('{parquet}') AS records USING ({column})"
        started = time.perf_counter()
        found = connection.execute(query).fetchone()[0]
        seconds = time.perf_counter() - started
        counts[column] = (connection.execute(values).fetchone()[0], found, seconds)
    print(json.dumps(counts))
