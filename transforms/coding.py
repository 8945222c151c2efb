"""From one article to its records: the entry point of extraction."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from transforms.annotate import Annotated, Sentence, annotate
from transforms.attacks import Attack, find_attacks
from transforms.gate import may_hold_records
from transforms.milestones import Milestone, find_milestones, troops_value
from transforms.refusals import Refusal, refusals
from transforms.schema import Article, AttackReport, Evidence, MilestoneReport
from transforms.seeds import seeds_sha256
from transforms.slot_actors import ActorChoice
from transforms.slot_dates import DateChoice
from transforms.slot_places import PlaceChoice
from transforms.slot_speaker import SpeakerChoice

RULES_VERSION = 1  # raise when the code of extraction changes what is coded


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


def milestone_evidence(
    article: Article, annotated: Annotated, step: Milestone, report: MilestoneReport
) -> Iterable[Evidence]:
    """The words behind each filled field of a milestone."""
    draft = step.draft
    make = EvidenceMaker(article, annotated, report.report_id)
    for sentence in draft.sentences:
        yield make.sentence("event", report.type, sentence, "step_model")
    first = draft.sentences[0]
    anchor = draft.anchors[first.index][0]
    yield make.tokens("type", report.type, first, anchor, anchor + 1, "step_model")
    yield make.sentence("status", report.status, first, "status_model")
    yield from _date_evidence(make, step.date, first, report)
    yield from _place_evidence(make, step.place, first, report)
    yield from _actor_evidence(make, first, (("force", step.force), ("announced_by", step.announced_by)))
    for role, choice in step.troops.items():
        if choice is not None:
            yield make.tokens(
                f"troops_{role}",
                str(troops_value(step, role)),
                choice.sentence,
                choice.first,
                choice.last,
                f"troops_{role}",
            )
    if step.deadline is not None and step.deadline.sentence is not None and step.deadline.mention is not None:
        mention = step.deadline.mention
        yield make.tokens(
            "deadline",
            str(report.deadline),
            step.deadline.sentence,
            mention.first,
            mention.last,
            f"deadline_{mention.kind}",
        )
    if step.speaker is not None:
        yield make.tokens(
            "speaker",
            report.speaker or "",
            step.speaker.sentence,
            step.speaker.first,
            step.speaker.last,
            "speaker_titled" if step.speaker.titled else "speaker_known",
        )


def _raw_place(article: Article, annotated: Annotated, place: PlaceChoice) -> str:
    """The place's name exactly as printed."""
    in_title = place.sentence.index < 0
    raw, norm = (article.title, annotated.title_norm) if in_title else (article.text, annotated.norm)
    start, end = norm.raw_span(place.mention.start, place.mention.end)
    return raw[start:end]


def attack_evidence(article: Article, annotated: Annotated, attack: Attack, report: AttackReport) -> Iterable[Evidence]:
    """The words behind each filled field; fields that follow from the whole event point to its first sentence."""
    draft = attack.draft
    make = EvidenceMaker(article, annotated, report.report_id)
    for sentence in draft.sentences:
        yield make.sentence("event", report.type, sentence, "sentence_model")
    first = draft.sentences[0]
    anchor = draft.anchors[first.index][0]
    yield make.tokens("type", report.type, first, anchor, anchor + 1, "type_model")
    yield make.sentence("kind", report.kind, first, "kind_model")
    yield make.sentence("outcome", report.outcome, first, "outcome_model")
    yield from _date_evidence(make, attack.date, first, report)
    yield from _place_evidence(make, attack.place, first, report)
    yield from _actor_evidence(make, first, (("perpetrator", attack.perpetrator), ("victims", attack.victims)))
    yield from _code_evidence(make, attack, report)
    yield from _toll_evidence(make, attack, report)


Report = AttackReport | MilestoneReport


def _date_evidence(make: "EvidenceMaker", date: DateChoice, first: Sentence, report: Report) -> Iterable[Evidence]:
    for name, value in (("date_start", report.date_start), ("date_end", report.date_end)):
        if value is None:
            continue
        if date.mention is not None and date.sentence is not None and date.sentence.index >= 0:
            yield make.tokens(
                name, str(value), date.sentence, date.mention.first, date.mention.last, f"date_{date.mention.kind}"
            )
        else:
            yield make.sentence(name, str(value), first, f"date_{date.form}")


def _place_evidence(
    make: "EvidenceMaker", place: PlaceChoice | None, first: Sentence, report: Report
) -> Iterable[Evidence]:
    admin1 = report.admin1 if isinstance(report, AttackReport) else None
    for name, value in (("place", report.place), ("country", report.country), ("admin1", admin1)):
        if value is None:
            continue
        if place is not None and place.sentence.index >= 0:
            yield make.span(
                name, value, place.mention.start, place.mention.end, "place_model" if name == "place" else "gazetteer"
            )
        else:
            yield make.sentence(name, value, first, "place_of_title" if place else "context")


def _actor_evidence(
    make: "EvidenceMaker", first: Sentence, roles: Iterable[tuple[str, ActorChoice]]
) -> Iterable[Evidence]:
    for name, choice in roles:
        if not choice.code:
            continue
        if choice.own:
            sentence, mention = choice.own[0]
            yield make.tokens(name, choice.code, sentence, mention.first, mention.last, f"{name}_{mention.source}")
        else:
            yield make.sentence(name, choice.code, first, f"{name}_context")


def _code_evidence(make: "EvidenceMaker", attack: Attack, report: AttackReport) -> Iterable[Evidence]:
    first = attack.draft.sentences[0]
    for name, list_name, codes in (("weapons", "weapon", report.weapons), ("targets", "target", report.targets)):
        for code in codes:
            hit = next(
                ((s, h) for s in attack.draft.sentences for h in s.hits.get(list_name, []) if h.value == code), None
            )
            if hit is not None:
                yield make.tokens(name, code, hit[0], hit[1].first, hit[1].last, f"{list_name}_word")
            else:
                yield make.sentence(name, code, first, f"{list_name}_model")


def _toll_evidence(make: "EvidenceMaker", attack: Attack, report: AttackReport) -> Iterable[Evidence]:
    bounds = (
        ("killed_min", report.killed_min, attack.killed),
        ("killed_max", report.killed_max, attack.killed),
        ("wounded_min", report.wounded_min, attack.wounded),
        ("wounded_max", report.wounded_max, attack.wounded),
    )
    for name, value, choice in bounds:
        if value is not None and choice is not None:
            yield make.tokens(name, str(value), choice.sentence, choice.first, choice.last, f"toll_{choice.form}")
    counted = attack.incident_count
    if report.incident_count is not None and counted is not None:
        yield make.tokens(
            "incident_count",
            str(report.incident_count),
            counted.sentence,
            counted.first,
            counted.last,
            "counted_incidents",
        )


class EvidenceMaker:
    """Builds evidence rows of one report: folded spans back to raw offsets and quotes."""

    def __init__(self, article: Article, annotated: Annotated, report_id: str) -> None:
        self._article, self._annotated, self._report_id = article, annotated, report_id

    def span(self, name: str, value: str, start: int, end: int, rule: str) -> Evidence:
        raw_start, raw_end = self._annotated.norm.raw_span(start, end)
        return Evidence(
            report_id=self._report_id,
            article_id=self._article.article_id,
            published=self._article.published,
            field=name,
            value=value,
            start=raw_start,
            end=raw_end,
            quote=self._article.text[raw_start:raw_end],
            rule=rule,
        )

    def sentence(self, name: str, value: str, sentence: Sentence, rule: str) -> Evidence:
        return self.span(name, value, sentence.start, sentence.end, rule)

    def tokens(self, name: str, value: str, sentence: Sentence, first: int, last: int, rule: str) -> Evidence:
        return self.span(name, value, sentence.tokens[first].start, sentence.tokens[last - 1].end, rule)
