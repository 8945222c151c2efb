"""What a round shows on its run's page: counts, rejects by reason, each outlet against its envelope."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from prefect.artifacts import create_table_artifact

from flows.fetching.visits import Report
from flows.summary import Summary, lines
from transforms.schema import SourceState

FAULTS_SHOWN = 20


def show_round(reports: Sequence[Report], summary: Summary, states: Sequence[SourceState]) -> None:
    """Put the tables on the page of the run."""
    create_table_artifact(count_rows(summary), key="counts", description="What came in and what the warehouse holds.")
    create_table_artifact(
        outlet_rows(reports, states), key="outlets", description="Each outlet, held against what is normal for it."
    )
    rejects = [{"reason": reason, "documents": number} for reason, number in summary.reasons.items()]
    if rejects:
        create_table_artifact(rejects, key="rejects", description="What could not be used, by reason.")
    faults = [{"outlet": report.outlet, "fault": fault} for report in reports for fault in report.faults[:FAULTS_SHOWN]]
    if faults:
        create_table_artifact(faults, key="faults", description="What could not be read, the first of each outlet.")


def count_rows(summary: Summary) -> list[dict[str, Any]]:
    return [{"what": name.strip(), "number": number} for name, number in lines(summary)]


def outlet_rows(reports: Sequence[Report], states: Sequence[SourceState]) -> list[dict[str, Any]]:
    told = {report.outlet: asdict(report) for report in reports}
    numbers = ("new", "pages_read", "changed", "vanished", "refused", "waiting")
    return [
        {
            "outlet": state.outlet,
            "state": state.state,
            "normal a day": f"{state.fewest_a_day:,}–{state.most_a_day:,}",
            **{name.replace("_", " "): told[state.outlet][name] for name in numbers if state.outlet in told},
            "last article": state.last_article_at.isoformat() if state.last_article_at else "",
            "fault": state.fault or "",
        }
        for state in states
    ]
