"""From one article to its records: the entry point of extraction."""

import hashlib
from dataclasses import dataclass
from functools import cache

from transforms.annotate import Annotated, Sentence, annotate
from transforms.arithmetic import on_one_core
from transforms.attacks import Attack, find_attacks
from transforms.evidence import attack_evidence, milestone_evidence
from transforms.gate import may_hold_records
from transforms.milestones import Milestone, find_milestones, troops_value
from transforms.refusals import Refusal, refusals
from transforms.schema import Article, AttackReport, Evidence, MilestoneReport
from transforms.seeds import seeds_sha256
from transforms.slot_places import PlaceChoice
from transforms.slot_speaker import SpeakerChoice

RULES_VERSION = 6  # raise when the code of extraction changes what is coded


@dataclass(frozen=True, kw_only=True, slots=True)
class Coding:
    """All that one article gives."""

    attacks: tuple[AttackReport, ...]
    milestones: tuple[MilestoneReport, ...]
    evidence: tuple[Evidence, ...]
    refusals: tuple[Refusal, ...]


@cache
def extractor_version() -> str:
    """Short id that changes whenever rules, lexicons or weights change."""
    return f"{RULES_VERSION}-{seeds_sha256()[:10]}"


def code_article(article: Article) -> Coding:
    """Code one article. Pure: the same article always gives the same records."""
    annotated = annotate(article.title, article.text, article.published)
    if not may_hold_records(annotated):
        return Coding(attacks=(), milestones=(), evidence=(), refusals=())
    with on_one_core():
        return _code(article, annotated)


def _code(article: Article, annotated: Annotated) -> Coding:
    attacks, other_sentences = find_attacks(annotated)
    reports: list[AttackReport] = []
    evidence: list[Evidence] = []
    for attack in attacks:
        report = attack_report(article, annotated, attack)
        reports.append(report)
        evidence += attack_evidence(article, annotated, attack, report)
    steps, other_steps = find_milestones(annotated)
    step_reports: list[MilestoneReport] = []
    for step in steps:
        step_report = milestone_report(article, annotated, step)
        step_reports.append(step_report)
        evidence += milestone_evidence(article, annotated, step, step_report)
    refused = refusals(annotated, "attacks", other_sentences) + refusals(annotated, "milestones", other_steps)
    return Coding(
        attacks=tuple(reports), milestones=tuple(step_reports), evidence=tuple(evidence), refusals=tuple(refused)
    )


def report_id(article: Article, section: str, first: Sentence, type_name: str, taken: int = 0) -> str:
    """Stable id of a record: article, section, place in the text and type."""
    text = f"{article.article_id}|{section}|{first.start}|{type_name}|{taken}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def attack_report(article: Article, annotated: Annotated, attack: Attack) -> AttackReport:
    """The codebook's record of one attack."""
    draft, date, place = attack.draft, attack.date, attack.place
    return AttackReport(
        report_id=report_id(article, "attack", draft.sentences[0], draft.type),
        article_id=article.article_id,
        published=article.published,
        type=draft.type,
        kind=draft.kind,
        incident_count=attack.incident_count.low if attack.incident_count else None,
        outcome=attack.outcome,
        date_start=date.start,
        date_end=date.end,
        date_precision=date.precision,
        date_basis=date.basis,
        country=attack.country,
        admin1=attack.admin1,
        place=_raw_place(article, annotated, place) if place else None,
        places=[_raw_place(article, annotated, place)] if place else [],
        place_id=place.entry.place_id if place and place.entry else None,
        weapons=attack.weapons,
        perpetrator=attack.perpetrator.code,
        targets=attack.targets,
        victims=attack.victims.code or None,
        killed_min=attack.killed.low if attack.killed else None,
        killed_max=attack.killed.high if attack.killed else None,
        wounded_min=attack.wounded.low if attack.wounded else None,
        wounded_max=attack.wounded.high if attack.wounded else None,
        confidence=round(attack.confidence, 4),
        extractor_version=extractor_version(),
    )


def milestone_report(article: Article, annotated: Annotated, step: Milestone) -> MilestoneReport:
    """The codebook's record of one milestone."""
    draft, date, place = step.draft, step.date, step.place
    return MilestoneReport(
        report_id=report_id(article, "milestone", draft.sentences[0], draft.type),
        article_id=article.article_id,
        published=article.published,
        type=draft.type,
        status=step.status,
        force=step.force.code or None,
        country=step.country,
        place=_raw_place(article, annotated, place) if place else None,
        place_id=place.entry.place_id if place and place.entry else None,
        troops_from=troops_value(step, "from"),
        troops_to=troops_value(step, "to"),
        troops_change=troops_value(step, "change"),
        date_start=date.start,
        date_end=date.end,
        date_precision=date.precision,
        date_basis=date.basis,
        deadline=step.deadline.end if step.deadline else None,
        announced_by=step.announced_by.code or None,
        speaker=_raw_speaker(article, annotated, step.speaker) if step.speaker else None,
        confidence=round(step.confidence, 4),
        extractor_version=extractor_version(),
    )


def _raw_speaker(article: Article, annotated: Annotated, speaker: SpeakerChoice) -> str:
    """The speaker's name exactly as printed."""
    tokens = speaker.sentence.tokens
    start, end = annotated.norm.raw_span(tokens[speaker.first].start, tokens[speaker.last - 1].end)
    return article.text[start:end]


def _raw_place(article: Article, annotated: Annotated, place: PlaceChoice) -> str:
    """The place's name exactly as printed."""
    in_title = place.sentence.index < 0
    raw, norm = (article.title, annotated.title_norm) if in_title else (article.text, annotated.norm)
    start, end = norm.raw_span(place.mention.start, place.mention.end)
    return raw[start:end]
