"""An S3-compatible server on this machine."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

AWS = {
    "AWS_ACCESS_KEY_ID": "key",
    "AWS_SECRET_ACCESS_KEY": "secret",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
}


@contextlib.contextmanager
def bucket_server(name: str) -> Iterator[Any]:
    """An empty bucket; the variables that lead to it are set."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    address = "http://{}:{}".format(*server.get_host_and_port())
    before = dict(os.environ)
    os.environ.update(AWS | {"AWS_ENDPOINT_URL": address})
    try:
        import boto3

        yield boto3.resource("s3", endpoint_url=address).create_bucket(Bucket=name)
    finally:
        server.stop()
        os.environ.clear()
        os.environ.update(before)


def objects(bucket: Any, folder: str) -> dict[str, bytes]:
    """What lies in that folder, by name within it; marks of empty folders left out."""
    found = bucket.objects.filter(Prefix=f"{folder}/")
    return {o.key.removeprefix(f"{folder}/"): o.get()["Body"].read() for o in found if not o.key.endswith("/")}


def taken(bucket: Any, folder: str, target: Path) -> Path:
    """The same as files of this machine."""
    for name, data in objects(bucket, folder).items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_bytes(data)
    return target
