"""Explaining: which words gave which field, as text, page and JSON; from files, standard input and the dataset."""

import json
from pathlib import Path

import pytest
import warehouses
from commands import ROCKETS, article, rasid, write_jsonl
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from flows.errors import UserError
from flows.explain import explain
from flows.explain_terminal import print_explanation
from transforms import refusals
from transforms.coding import Coding, Refusal
from transforms.documents import Article
from transforms.drawing_words import names
from transforms.explaining import Field, explained, field_of
from transforms.explaining_page import explanation_page
from transforms.explaining_spans import Piece, Span, pieces


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write_jsonl(tmp_path / "in.jsonl", [article("one", ROCKETS)])


def refused() -> tuple[Article, Coding]:
    text = "هدد الفصيل بقصف السفارة."
    found = (Refusal(start=4, end=len(text), section="attacks", reason="threat"),)
    return warehouses.article(text), Coding(attacks=(), milestones=(), evidence=(), refusals=found)


def test_text_names_words_and_rules(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert explain(str(file), file.parent, "text", None, "ar", 9) == 0
    told = capsys.readouterr().out
    assert "attack shelling, confidence 0." in told
    assert "المنطقة الخضراء" in told and "(admin1, country, place, targets)" in told and "place_model" in told


def test_json_is_one_article_a_line(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    explain(str(file), file.parent, "json", None, "ar", 9)
    (line,) = capsys.readouterr().out.splitlines()
    record = json.loads(line)
    assert record["article_id"] == "one" and record["attacks"][0]["type"] == "shelling"
    for evidence in record["evidence"]:
        assert ROCKETS[evidence["start"] : evidence["end"]] == evidence["quote"]


def test_page_marks_the_words(file: Path) -> None:
    page = file.with_suffix(".html")
    explain(str(file), file.parent, "html", page, "en", 9)
    tree = LexborHTMLParser(page.read_text("utf-8"))
    assert any("المنطقة الخضراء" in mark.text() for mark in tree.css(".record blockquote mark.where"))
    assert any("shelling" in code.text() for code in tree.css(".fields td code"))
    assert len(tree.css("script")) == 1


def test_refused_mentions_are_told_with_their_reason(capsys: pytest.CaptureFixture[str]) -> None:
    explanation = explained(*refused())
    print_explanation(explanation)
    told = capsys.readouterr().out
    assert "no attack and no milestone" in told and "threat (attacks): الفصيل بقصف السفارة." in told
    page = explanation_page([explanation], "ar")
    assert "الفصيل بقصف السفارة." in page and "ليس هجوما" in page and "تهديد" in page


def test_what_follows_from_words_shows_them() -> None:
    text = "سقط صاروخ أمس"
    start = warehouses.evidence("r", warehouses.article(text), "date_start", text.index("أمس"), len(text))
    assert field_of("date_precision", "day", [start]).words == ("أمس",)
    assert field_of("date_precision", "unknown", []) == Field("date_precision", ("unknown",), "", ())


@pytest.mark.parametrize("reason", refusals._REASONS.values())
def test_every_reason_has_a_name(reason: str) -> None:
    assert ("refusal", reason) in names()


def test_hostile_text_does_not_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    article = warehouses.article("\x1b[31mقصف\u202e\x07", title="[bold]\x1b]0;x\x07")
    print_explanation(explained(article, Coding(attacks=(), milestones=(), evidence=(), refusals=())))
    told = capsys.readouterr().out
    assert "\x1b" not in told and "\x07" not in told and "\u202e" not in told and "[bold]" in told


@pytest.mark.parametrize("kind", ["article", "report", "event"])
def test_ids_of_the_dataset(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = warehouses.told([warehouses.attack()], [warehouses.article(ROCKETS)])
    folder = warehouses.warehouse(tmp_path / "w", **rows)
    key = {
        "article": rows["articles"][0].article_id,
        "report": rows["attack_reports"][0].report_id,
        "event": rows["attacks"][0].attack_id,
    }[kind]
    assert explain(key, folder, "text", None, "ar", 9) == 0
    told = capsys.readouterr().out
    assert "attack shelling" in told and ("alone" in told) == (kind == "event")


def test_unknown_names_are_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="nosuch: no such file, and no dataset"):
        explain("nosuch", tmp_path, "text", None, "ar", 9)
    with pytest.raises(UserError, match="neither a file nor the id"):
        explain("nosuch", warehouses.small(tmp_path / "w"), "text", None, "ar", 9)


def test_reads_standard_input_and_fails_with_a_reason() -> None:
    done = rasid("explain", "-", input=ROCKETS.encode())
    assert done.returncode == 0 and "shelling" in done.stdout
    failed = rasid("explain", "-", input=b"Only English words here, nothing to code at all.")
    assert (
        failed.returncode == 1
        and failed.stderr.startswith("rasid: -: not Arabic")
        and len(failed.stderr.splitlines()) == 1
    )


def test_overlapping_spans_are_cut_into_pieces() -> None:
    found = pieces("abcdef", [Span(1, 4, "place"), Span(3, 6, "type"), Span(9, 12, "force")])
    assert found == [Piece("a", ()), Piece("bc", ("place",)), Piece("d", ("place", "type")), Piece("ef", ("type",))]


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=6), st.integers(0, 9))
def test_pieces_are_the_text(text: str, bounds: list[tuple[int, int]], start: int) -> None:
    assert "".join(piece.text for piece in pieces(text, [Span(*pair, "x") for pair in bounds], start)) == text
