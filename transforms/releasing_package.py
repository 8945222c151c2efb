"""The descriptor of a release: a Frictionless Data Package made of the declared schema."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import pyarrow as pa

from transforms.arrow import schema_of
from transforms.ddl import description
from transforms.schema import Table

LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
TYPES = {
    pa.string(): "string",
    pa.int64(): "integer",
    pa.float64(): "number",
    pa.bool_(): "boolean",
    pa.date32(): "date",
    pa.timestamp("us", tz="UTC"): "datetime",
}


class Part(NamedTuple):
    """One file of the release that holds a table."""

    table: Table
    path: str
    sha256: str
    size: int


def package(version: str, created: dt.datetime, parts: Iterable[Part], about: Mapping[str, str]) -> dict[str, Any]:
    """datapackage.json as a dict."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "rasid",
        "title": about["title"],
        "description": about["description"],
        "version": version,
        "created": created.isoformat().replace("+00:00", "Z"),
        "licenses": [LICENCE],
        "resources": [resource(part) for part in parts],
    }


def resource(part: Part) -> dict[str, Any]:
    is_csv = part.path.endswith(".csv")
    return {
        "name": f"{part.table.name.replace('_', '-')}{'-csv' if is_csv else ''}",
        "path": part.path,
        "description": description(part.table),
        "format": "csv" if is_csv else "parquet",
        "mediatype": "text/csv" if is_csv else "application/vnd.apache.parquet",
        **({"encoding": "utf-8"} if is_csv else {}),
        "bytes": part.size,
        "hash": f"sha256:{part.sha256}",
        "schema": table_schema(part.table),
    }


def table_schema(table: Table) -> dict[str, Any]:
    return {
        "fields": [field(item) for item in schema_of(table.row)],
        "primaryKey": list(table.key),
        "missingValues": [""],
    }


def field(declared: pa.Field) -> dict[str, Any]:
    told = {
        "name": declared.name,
        "type": "array" if pa.types.is_list(declared.type) else TYPES[declared.type],
        "description": declared.metadata[b"description"].decode(),
    }
    return told if declared.nullable else told | {"constraints": {"required": True}}
