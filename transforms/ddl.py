"""The DuckDB definition of each table, derived from its declaration in `schema.py`."""

import pyarrow as pa

from transforms.arrow import STRINGS, schema_of
from transforms.schema import Table

DUCKDB = {
    pa.string(): "varchar",
    pa.int64(): "bigint",
    pa.float64(): "double",
    pa.bool_(): "boolean",
    pa.date32(): "date",
    pa.timestamp("us", tz="UTC"): "timestamptz",
    STRINGS: "varchar[]",
}


def table_ddl(table: Table) -> str:
    """Statements that create the table, empty, with a comment on it and on every column."""
    fields = list(schema_of(table.row))
    columns = ",\n".join(f"    {quoted(field.name)} {column_type(field)}" for field in fields)
    comments = [
        f"comment on column {table.name}.{quoted(field.name)} is {literal(field.metadata[b'description'].decode())};"
        for field in fields
    ]
    about = f"comment on table {table.name} is {literal(description(table))};"
    return "\n".join([f"create table {table.name} (\n{columns}\n);", about, *comments])


def deletion(table: Table, gone: str) -> str:
    """A statement that takes out of the table the rows whose keys another one holds."""
    same = " and ".join(f"{table.name}.{quoted(key)} = {gone}.{quoted(key)}" for key in table.key)
    return f"delete from {table.name} using {gone} where {same}"


def description(table: Table) -> str:
    """What one row of the table is."""
    return (table.row.__doc__ or "").strip().splitlines()[0]


def column_type(field: pa.Field) -> str:
    return DUCKDB[field.type] + ("" if field.nullable else " not null")


def quoted(name: str) -> str:
    return f'"{name}"'


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
