"""The tables of the dataset, each declared once.

A table is a frozen, keyword-only dataclass: one field a column, each with the
sentence that describes it. Parquet schemas, DuckDB tables and comments, empty
tables and the documented codebook are derived from these declarations (see
`transforms/arrow.py`), so a column is named, typed and described in one place.
"""

import dataclasses
import datetime as dt
from dataclasses import dataclass
from typing import Any, TypeVar, dataclass_transform

Row = TypeVar("Row")


def column(doc: str, **options: Any) -> Any:
    """A dataclass field that carries the sentence describing its column."""
    return dataclasses.field(metadata={"doc": doc}, **options)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(column,))
def row(declared: type[Row]) -> type[Row]:
    """Makes a class a row type: frozen, built by keyword only."""
    return dataclass(frozen=True, kw_only=True, slots=True)(declared)


@row
class Article:
    """One article as an outlet published it."""

    article_id: str = column("Stable id: given by the source, else derived from the canonical URL, else from the text.")
    outlet: str | None = column("Outlet as named by the source.")
    url: str | None = column("Canonical address, tracking parameters removed.")
    title: str = column("Headline, raw.")
    text: str = column("Body, raw: all offsets in `evidence` count characters of this string.")
    published: dt.date | None = column("Publication day in the outlet's time zone; null when unknown.")
    published_at: dt.datetime | None = column("Publication time (UTC) where the source states one.")
    published_basis: str = column("Where the publication date was read: feed, html, file or unknown.")
    fetched_at: dt.datetime | None = column("When the article was fetched (UTC); null for files.")
    text_sha256: str = column("SHA-256 of title and text, hex.")
    wire_group: str | None = column(
        "Shared by near-identical texts that tell of an event; null when the text is alone or tells of none."
    )
    status: str = column("current, or vanished when the page is gone from its outlet.", default="current")
    note: str | None = column(
        "What was odd about the document, such as a publication date in the future; null when nothing.", default=None
    )


@row
class AttackReport:
    """What one article says of one attack: one record of the coding rules."""

    report_id: str = column("Stable id of this record.")
    article_id: str = column("The article that says it.")
    published: dt.date | None = column("Publication day of that article.")
    type: str = column(
        "Kind of act: shelling, air_strike, explosive, suicide_bombing, armed_clash, armed_assault, abduction, mob_violence, protest_repression or other."
    )
    kind: str = column("incident (one event or wave) or recurring (a series told in aggregate).")
    incident_count: int | None = column("Stated number of incidents of a recurring series.")
    outcome: str = column("hit, intercepted or missed.")
    date_start: dt.date | None = column("First day of the event, inclusive; null when the text does not say.")
    date_end: dt.date | None = column("Last day of the event, inclusive.")
    date_precision: str = column("day, week, month, year, range or unknown.")
    date_basis: str = column("How the date was read: absolute, implied_year, weekday, relative, publication or none.")
    country: str | None = column("ISO 3166-1 alpha-2 of where it happened; PS for Gaza and the West Bank.")
    admin1: str | None = column("English name of the first-level division.")
    place: str | None = column("Most specific named place, as in the text.")
    places: list[str] = column("All named places of the record, as in the text.")
    place_id: str | None = column("Key into `places`, where the gazetteer knows the place.")
    weapons: list[str] = column("Weapons named or implied, codebook values.")
    perpetrator: str = column("Actor code of the attacking side; unidentified when nobody is named.")
    targets: list[str] = column("Kinds of target, codebook values.")
    victims: str | None = column("Actor code of those hit.")
    killed_min: int | None = column("Lower bound of people killed.")
    killed_max: int | None = column("Upper bound of people killed.")
    wounded_min: int | None = column("Lower bound of people wounded.")
    wounded_max: int | None = column("Upper bound of people wounded.")
    confidence: float = column("Calibrated probability, 0 to 1, that the record is right to exist.")
    extractor_version: str = column("Version of the rules, lexicons and weights that coded it.")


@row
class MilestoneReport:
    """What one article says of one withdrawal milestone: one record of the coding rules."""

    report_id: str = column("Stable id of this record.")
    article_id: str = column("The article that says it.")
    published: dt.date | None = column("Publication day of that article.")
    type: str = column(
        "timetable, troop_level, troop_reduction, withdrawal, site_handover, redeployment, reinforcement, negotiation, agreement, legislative_act, mission_change or embassy_drawdown."
    )
    status: str = column("demanded, threatened, planned, announced, under_way, completed, delayed or denied.")
    force: str | None = column("Actor code of the force that leaves, comes or stays.")
    country: str | None = column("Host country, ISO 3166-1 alpha-2.")
    place: str | None = column("Base, camp, embassy or city concerned, as in the text.")
    place_id: str | None = column("Key into `places`, where the gazetteer knows the place.")
    troops_from: int | None = column("Troops before the step.")
    troops_to: int | None = column("Troops after the step, or the level stated.")
    troops_change: int | None = column("Troops coming (positive) or leaving (negative).")
    date_start: dt.date | None = column("First day of the step or statement, inclusive.")
    date_end: dt.date | None = column("Last day of the step or statement, inclusive.")
    date_precision: str = column("day, week, month, year, range or unknown.")
    date_basis: str = column("How the date was read: absolute, implied_year, weekday, relative, publication or none.")
    deadline: dt.date | None = column("Last day by which the step is to be done.")
    announced_by: str | None = column("Actor code of the side that states the step.")
    speaker: str | None = column("Name of the person who states it, as in the text.")
    confidence: float = column("Calibrated probability, 0 to 1, that the record is right to exist.")
    extractor_version: str = column("Version of the rules, lexicons and weights that coded it.")


@row
class Evidence:
    """One field of one report and the words of the article that gave it."""

    report_id: str = column("The report.")
    article_id: str = column("Its article.")
    published: dt.date | None = column("Publication day of that article.")
    field: str = column("Field of the report; `event` for the sentences that assert it.")
    value: str = column("The field's value as text.")
    start: int = column("First character in the article's text, from 0.")
    end: int = column("Character after the last.")
    quote: str = column("Exactly text[start:end].")
    rule: str = column("Name of the rule that read it.")


@row
class Attack:
    """One real-world attack as believed now."""

    attack_id: str = column("Stable id, never reused; survives edits and merges.")
    type: str = column("Kind of act, as in `attack_reports`.")
    kind: str = column("incident or recurring.")
    incident_count: int | None = column("Stated number of incidents of a recurring series.")
    outcome: str = column("hit, intercepted or missed.")
    date_start: dt.date | None = column("First day, inclusive.")
    date_end: dt.date | None = column("Last day, inclusive.")
    date_precision: str = column("day, week, month, year, range or unknown.")
    date_basis: str = column("How the date was read.")
    country: str | None = column("ISO 3166-1 alpha-2 of where it happened.")
    admin1: str | None = column("English name of the first-level division.")
    place: str | None = column("Most specific named place, as in the text of the best report.")
    places: list[str] = column("All named places.")
    place_id: str | None = column("Key into `places`.")
    latitude: float | None = column("Degrees north, WGS 84, of the place.")
    longitude: float | None = column("Degrees east, WGS 84, of the place.")
    geo_precision: int | None = column("ACLED's: 1 exact place, 2 near or district, 3 province or less.")
    weapons: list[str] = column("Weapons, codebook values.")
    perpetrator: str = column("Actor code of the attacking side.")
    targets: list[str] = column("Kinds of target, codebook values.")
    victims: str | None = column("Actor code of those hit.")
    killed_low: int | None = column("Lowest number killed among the reports.")
    killed_best: int | None = column("Number killed by the latest report of the best grade.")
    killed_high: int | None = column("Highest number killed among the reports.")
    wounded_low: int | None = column("Lowest number wounded among the reports.")
    wounded_best: int | None = column("Number wounded by the latest report of the best grade.")
    wounded_high: int | None = column("Highest number wounded among the reports.")
    n_reports: int = column("Reports merged into this event.")
    n_outlets: int = column("Outlets among them.")
    n_independent: int = column("Independent texts among them: wire copies count once.")
    evidence_grade: str = column("confirmed, fair, weak or contested.")
    confidence: float = column("Probability, 0 to 1, that the event is right to exist.")
    first_reported: dt.date | None = column("Publication day of the earliest report.")
    last_reported: dt.date | None = column("Publication day of the latest report.")
    acled_event_type: str = column("ACLED event type.")
    acled_sub_event_type: str = column("ACLED sub-event type.")
    plover_event: str = column("PLOVER event code.")
    plover_mode: str | None = column("PLOVER mode.")
    cameo_code: str = column("CAMEO code.")


@row
class Milestone:
    """One step of a foreign force's presence or departure as believed now."""

    milestone_id: str = column("Stable id, never reused; survives edits and merges.")
    thread_id: str | None = column(
        "What it is a state of: one force in one country and one site, or no site; null when force or country are."
    )
    type: str = column("Type, as in `milestone_reports`.")
    status: str = column("Status, as in `milestone_reports`.")
    force: str | None = column("Actor code of the force concerned.")
    country: str | None = column("Host country, ISO 3166-1 alpha-2.")
    place: str | None = column("Site concerned, as in the text of the best report.")
    place_id: str | None = column("Key into `places`.")
    latitude: float | None = column("Degrees north, WGS 84, of the site.")
    longitude: float | None = column("Degrees east, WGS 84, of the site.")
    geo_precision: int | None = column("ACLED's: 1 exact place, 2 near or district, 3 province or less.")
    troops_from: int | None = column("Troops before the step.")
    troops_to: int | None = column("Troops after the step, or the level stated.")
    troops_change: int | None = column("Troops coming (positive) or leaving (negative).")
    date_start: dt.date | None = column("First day, inclusive.")
    date_end: dt.date | None = column("Last day, inclusive.")
    date_precision: str = column("day, week, month, year, range or unknown.")
    date_basis: str = column("How the date was read.")
    deadline: dt.date | None = column("Last day by which the step is to be done.")
    announced_by: str | None = column("Actor code of the side that states the step.")
    speaker: str | None = column("Name of the person who states it.")
    n_reports: int = column("Reports merged into this milestone.")
    n_outlets: int = column("Outlets among them.")
    n_independent: int = column("Independent texts among them: wire copies count once.")
    evidence_grade: str = column("confirmed, fair, weak or contested.")
    confidence: float = column("Probability, 0 to 1, that the milestone is right to exist.")
    first_reported: dt.date | None = column("Publication day of the earliest report.")
    last_reported: dt.date | None = column("Publication day of the latest report.")
    acled_event_type: str = column("ACLED event type.")
    acled_sub_event_type: str = column("ACLED sub-event type.")
    plover_event: str = column("PLOVER event code.")
    plover_mode: str | None = column("PLOVER mode.")
    cameo_code: str = column("CAMEO code.")


@row
class MergedReport:
    """One report's membership in one event, and why."""

    report_id: str = column("The report.")
    event_id: str = column("`attack_id` or `milestone_id` of its event.")
    rule: str = column("Rule that joined it: alone, the name of a merging rule, or correction.")
    score: float = column("Strength of the match, 0 to 1; 1 when alone or corrected by hand.")


@row
class Revision:
    """One change of one field of one event."""

    event_id: str = column("`attack_id` or `milestone_id`.")
    table: str = column("attacks or milestones.")
    valid_from: dt.datetime = column("From when the new value was believed (UTC).")
    valid_to: dt.datetime | None = column("Until when; null while it is still believed.")
    field: str = column("Field that changed; `event` when the event appeared or ended.")
    old: str | None = column("Value before, as JSON; null when there was none.")
    new: str | None = column("Value since, as JSON; null when there is none.")
    reason: str = column("new_report, correction, merge, split or model_upgrade.")


@row
class Reject:
    """An input that could not be used; nothing is dropped silently."""

    source: str = column("File, address or stream it came from.")
    location: str = column("Where in the source: a line, member or document number.")
    reason: str = column("Why it was refused, in one line.")
    first_bytes: str = column("Its first bytes, unprintable ones escaped.")


@row
class Run:
    """One pipeline run."""

    run_id: str = column("Id of the run.")
    started_at: dt.datetime = column("Start (UTC).")
    seconds: float = column("Duration, seconds.")
    inputs: int = column("Documents that came in.")
    articles: int = column("Of these, articles kept.")
    duplicates: int = column("Of these, exact copies of an article already held.")
    rejects: int = column("Of these, refused.")
    new_articles: int = column("Articles not held before this run.")
    changed_articles: int = column("Articles whose text changed.")
    attack_reports: int = column("Attack reports held after the run.")
    milestone_reports: int = column("Milestone reports held after the run.")
    attacks: int = column("Attacks held after the run.")
    milestones: int = column("Milestones held after the run.")
    extractor_version: str = column("Version of rules, lexicons and weights.")
    lexicon_sha256: str = column("Hash over the seeds, hex.")
    python_version: str = column("Python that ran it.")


@row
class Place:
    """One place of the gazetteer."""

    place_id: str = column("Key.")
    kind: str = column("city, military_base, airport and so on.")
    country: str = column("ISO 3166-1 alpha-2.")
    admin1: str | None = column("English name of the first-level division.")
    latitude: float = column("Degrees north, WGS 84.")
    longitude: float = column("Degrees east, WGS 84.")
    name_en: str = column("English name.")
    names_ar: list[str] = column("Arabic surface forms.")


@row
class Actor:
    """One surface form of one actor."""

    name_ar: str = column("Arabic surface form.")
    code: str = column("Actor code.")
    country: str | None = column("Home country, ISO 3166-1 alpha-2.")
    kind: str = column("state, military, militia and so on.")


@row
class Weapon:
    """One surface form of one weapon."""

    name_ar: str = column("Arabic surface form.")
    code: str = column("Weapon code.")


@row
class Outlet:
    """One news outlet that Rasid knows."""

    outlet: str = column("Key.")
    name: str = column("Name.")
    country: str | None = column("Home country, ISO 3166-1 alpha-2.")
    ownership: str | None = column("state, party, private, public_service or international.")
    timezone: str = column("IANA time zone of its dates.")


@row
class SourceState:
    """How one configured outlet was doing when its feeds were last read."""

    outlet: str = column("Key into `outlets`.")
    state: str = column(
        "normal, few or many articles for a day of it, silent for longer than is normal, failing, or unvisited."
    )
    last_article_at: dt.datetime | None = column("When a new article was last found (UTC).")
    fewest_a_day: int = column("Fewest articles a day that are normal.")
    most_a_day: int = column("Most articles a day that are normal.")
    fault: str | None = column("Why none of its feeds could be read; null when one could.")


@row
class Country:
    """One country with its codes in other datasets."""

    country: str = column("ISO 3166-1 alpha-2.")
    iso_numeric: int | None = column("ISO 3166-1 numeric.")
    gwno: int | None = column("Gleditsch and Ward number, as UCDP uses it.")
    region: str = column("Region as ACLED names it.")
    name_en: str = column("English name.")


@row
class ActorCode:
    """One actor code, and what it stands for."""

    code: str = column("Actor code.")
    interaction: str = column("Kind of actor as ACLED's inter1 and inter2 name it.")
    name_en: str = column("English name.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """How one row type is stored."""

    name: str
    row: type
    key: tuple[str, ...]
    partition: str | None  # date or time column whose year and month name the folder


TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table(name="articles", row=Article, key=("article_id",), partition="published"),
        Table(name="attack_reports", row=AttackReport, key=("report_id",), partition="published"),
        Table(name="milestone_reports", row=MilestoneReport, key=("report_id",), partition="published"),
        Table(name="evidence", row=Evidence, key=("report_id", "field", "start", "value"), partition="published"),
        Table(name="attacks", row=Attack, key=("attack_id",), partition="date_start"),
        Table(name="milestones", row=Milestone, key=("milestone_id",), partition="date_start"),
        Table(name="attack_reports_merged", row=MergedReport, key=("report_id",), partition=None),
        Table(name="milestone_reports_merged", row=MergedReport, key=("report_id",), partition=None),
        Table(name="revisions", row=Revision, key=("event_id", "field", "valid_from"), partition="valid_from"),
        Table(name="rejects", row=Reject, key=("source", "location"), partition=None),
        Table(name="runs", row=Run, key=("run_id",), partition=None),
        Table(name="places", row=Place, key=("place_id",), partition=None),
        Table(name="actors", row=Actor, key=("name_ar", "code"), partition=None),
        Table(name="actor_codes", row=ActorCode, key=("code",), partition=None),
        Table(name="countries", row=Country, key=("country",), partition=None),
        Table(name="weapons", row=Weapon, key=("name_ar", "code"), partition=None),
        Table(name="outlets", row=Outlet, key=("outlet",), partition=None),
        Table(name="source_states", row=SourceState, key=("outlet",), partition=None),
    )
}
