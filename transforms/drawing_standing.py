"""Where each foreign force stands: its latest step, the last one done, its troops, its next deadline."""

from transforms.drawing_findings import Findings, Row
from transforms.drawing_markup import Markup, element, joined
from transforms.drawing_parts import lead, section, status
from transforms.drawing_words import called, country, day, shown, told

LISTED = 8


def standing(findings: Findings) -> Markup | None:
    rows = sorted(findings.status, key=lambda row: -row["milestones"])[:LISTED]
    if not rows:
        return None
    return section(
        "standing", lead("standing_lead"), element("div", *(card(findings, row) for row in rows), class_="cards")
    )


def card(findings: Findings, row: Row) -> Markup:
    where = None if findings.focus else element("small", shown(country(row["country"])))
    latest = joined(
        (
            called("milestone", row["latest_type"]),
            " ",
            status(row["latest_status"]),
            element("small", shown(day(row["latest_day"]))),
        )
    )
    facts = [("standing_latest", latest)]
    if row["done_type"]:
        facts.append(
            (
                "standing_done",
                joined((called("milestone", row["done_type"]), element("small", shown(day(row["done_day"]))))),
            )
        )
    if row["troops"] is not None:
        facts.append(
            ("standing_troops", joined((f"{row['troops']:,}", element("small", shown(day(row["troops_since"]))))))
        )
    if row["next_deadline"] is not None:
        facts.append(("standing_deadline", shown(day(row["next_deadline"]))))
    listed = (joined((element("dt", told(key)), element("dd", value))) for key, value in facts)
    return element("article", element("h3", called("actor", row["force"]), where), element("dl", *listed))
