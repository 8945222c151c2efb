"""From one article to its records: the entry point of extraction."""

from dataclasses import dataclass

from transforms.schema import Article, AttackReport, Evidence, MilestoneReport


@dataclass(frozen=True, kw_only=True, slots=True)
class Refusal:
    """A mention that was considered and not coded.

    `start` and `end` count characters of the article's text; `reason` is one
    word or phrase such as "denied", "threat" or "no place and no time".
    """

    start: int
    end: int
    section: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Coding:
    """All that one article gives."""

    attacks: tuple[AttackReport, ...]
    milestones: tuple[MilestoneReport, ...]
    evidence: tuple[Evidence, ...]
    refusals: tuple[Refusal, ...]


def code_article(article: Article) -> Coding:
    """Code one article. Pure: the same article always gives the same records."""
    raise NotImplementedError


def extractor_version() -> str:
    """Short id that changes whenever rules, lexicons or weights change."""
    raise NotImplementedError
