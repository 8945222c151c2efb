"""The words behind each field of a record, as offsets into the article and quotes."""

from collections.abc import Iterable

from transforms.annotate import Annotated, Sentence
from transforms.attacks import Attack
from transforms.milestones import Milestone, troops_value
from transforms.schema import Article, AttackReport, Evidence, MilestoneReport
from transforms.slot_actors import ActorChoice
from transforms.slot_dates import DateChoice
from transforms.slot_places import PlaceChoice

Report = AttackReport | MilestoneReport


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
    yield from _number_evidence(make, step)
    yield from _deadline_and_speaker_evidence(make, step, report)


def _date_evidence(make: EvidenceMaker, date: DateChoice, first: Sentence, report: Report) -> Iterable[Evidence]:
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
    make: EvidenceMaker, place: PlaceChoice | None, first: Sentence, report: Report
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
    make: EvidenceMaker, first: Sentence, roles: Iterable[tuple[str, ActorChoice]]
) -> Iterable[Evidence]:
    for name, choice in roles:
        if not choice.code:
            continue
        if choice.own:
            sentence, mention = choice.own[0]
            yield make.tokens(name, choice.code, sentence, mention.first, mention.last, f"{name}_{mention.source}")
        else:
            yield make.sentence(name, choice.code, first, f"{name}_context")


def _code_evidence(make: EvidenceMaker, attack: Attack, report: AttackReport) -> Iterable[Evidence]:
    first = attack.draft.sentences[0]
    for name, list_name, codes in (("weapons", "weapon", report.weapons), ("targets", "target", report.targets)):
        for code in codes:
            hits = ((s, h) for s in attack.draft.sentences for h in s.hits.get(list_name, []))
            hit = next(((s, h) for s, h in hits if h.value == code), None)
            if hit is not None:
                yield make.tokens(name, code, hit[0], hit[1].first, hit[1].last, f"{list_name}_word")
            else:
                yield make.sentence(name, code, first, f"{list_name}_model")


def _toll_evidence(make: EvidenceMaker, attack: Attack, report: AttackReport) -> Iterable[Evidence]:
    bounds = (
        ("killed_min", report.killed_min, attack.killed),
        ("killed_max", report.killed_max, attack.killed),
        ("wounded_min", report.wounded_min, attack.wounded),
        ("wounded_max", report.wounded_max, attack.wounded),
    )
    for name, value, choice in bounds:
        if value is None or choice is None:
            continue
        parts = choice.parts
        if choice.form == "range":
            parts = parts[:1] if name.endswith("_min") else parts[1:]
        for part in parts:
            yield make.tokens(name, str(value), part.sentence, part.first, part.last, f"toll_{choice.form}")
    counted, count = attack.incident_count, report.incident_count
    if count is not None and counted is not None:
        sentence, first, last = counted.sentence, counted.first, counted.last
        yield make.tokens("incident_count", str(count), sentence, first, last, "counted_incidents")


def _number_evidence(make: EvidenceMaker, step: Milestone) -> Iterable[Evidence]:
    for role, choice in step.troops.items():
        if choice is not None:
            value = str(troops_value(step, role))
            yield make.tokens(f"troops_{role}", value, choice.sentence, choice.first, choice.last, f"troops_{role}")


def _deadline_and_speaker_evidence(make: EvidenceMaker, step: Milestone, report: MilestoneReport) -> Iterable[Evidence]:
    deadline, speaker = step.deadline, step.speaker
    if deadline is not None and deadline.sentence is not None and deadline.mention is not None:
        mention, value = deadline.mention, str(report.deadline)
        yield make.tokens("deadline", value, deadline.sentence, mention.first, mention.last, f"deadline_{mention.kind}")
    if speaker is not None:
        rule = "speaker_titled" if speaker.titled else "speaker_known"
        yield make.tokens("speaker", report.speaker or "", speaker.sentence, speaker.first, speaker.last, rule)
