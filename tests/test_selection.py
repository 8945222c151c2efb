"""What a run leaves of what earlier ones refused."""

from pathlib import Path

import pytest
import warehouses

from flows.extraction import EXTRACTION
from flows.lake import read_table
from flows.publication import publish, writing
from flows.selection import Selection, stage_rejects
from flows.warehouse import replace_table
from transforms.arrow import table_of
from transforms.schema import Article, Reject


def reject(source: str, location: str, reason: str = "not coded: earlier") -> Reject:
    return Reject(source=source, location=location, reason=reason, first_bytes="")


def selection(*fresh: str, everything: bool = False) -> Selection:
    return Selection(
        new=frozenset(fresh), changed=frozenset(), months=frozenset(), everything=everything, remerges=everything
    )


BEFORE = [
    reject("news.jsonl", "3", "empty text"),
    reject("other.jsonl", "9", "empty text"),
    reject(EXTRACTION, "not read again"),
    reject(EXTRACTION, "held"),
    reject(EXTRACTION, "read again"),
    reject(EXTRACTION, "read in vain"),
]
NOW = [reject(EXTRACTION, "read in vain", "not coded: now"), reject("news.jsonl", "4", "empty text")]


@pytest.mark.parametrize("everything", [False, True])
def test_rejects_of_articles_not_read_again_stay(tmp_path: Path, everything: bool) -> None:
    chosen = selection("read again", "read in vain", everything=everything)
    with writing(tmp_path) as publication:
        replace_table(publication, "rejects", table_of(Reject, BEFORE))
        replace_table(publication, "articles", table_of(Article, [warehouses.article(article_id="held")]))
        publish(publication)
        stage_rejects(publication, ["news.jsonl"], chosen, [table_of(Reject, NOW)])
        publish(publication)
    left = {(row["source"], row["location"]): row["reason"] for row in read_table(tmp_path, "rejects").to_pylist()}
    expected = {
        ("news.jsonl", "4"): "empty text",
        ("other.jsonl", "9"): "empty text",
        (EXTRACTION, "not read again"): "not coded: earlier",
        (EXTRACTION, "held"): "not coded: earlier",
        (EXTRACTION, "read in vain"): "not coded: now",
    }
    if everything:
        del expected[EXTRACTION, "held"]
    assert left == expected
