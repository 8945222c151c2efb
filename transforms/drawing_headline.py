"""The report's headline figures, each with what it counts."""

from transforms.drawing_findings import Findings, Row
from transforms.drawing_markup import Markup, element, joined
from transforms.drawing_parts import added, of_focus
from transforms.drawing_timeline import LANE
from transforms.drawing_words import day, name, told

MASSACRE = 500  # dead of one attack that are doubted when they are most of all


def figures(findings: Findings) -> Markup:
    tiles = [attacks_tile(findings), killed_tile(findings), presence_tile(findings)]
    tiles += [milestones_tile(findings), handovers_tile(findings)]
    tiles += [troops_tile(row) for row in troop_rows(findings)[:1]]
    return element(
        "section", element("h2", told("figures"), class_="aside"), element("ul", *tiles, class_="tiles"), id="figures"
    )


def tile(number: str, what: Markup, note: Markup) -> Markup:
    figure = element("strong", number, style=f"--length:{len(number)}")
    return element("li", figure, element("span", what), element("small", note))


def attacks_tile(findings: Findings) -> Markup:
    rows = of_focus(findings, findings.months)
    note = told("figure_attacks_note", fair=added(rows, "attacks_fair"), series=findings.recurring)
    return tile(f"{added(rows, 'attacks'):,}", told("figure_attacks"), note)


def killed_tile(findings: Findings) -> Markup:
    rows = of_focus(findings, findings.casualties)
    low, best, high = (added(rows, f"killed_{bound}") for bound in ("low", "best", "high"))
    key = "figure_killed_note_same" if low == high else "figure_killed_note"
    note = told(key, low=low, high=high, unknown=added(rows, "no_toll"))
    return tile(f"{best:,}", told("figure_killed"), joined((note, outlier(findings, best))))


def outlier(findings: Findings, killed: int) -> Markup | None:
    """A word of warning where one attack makes up most of the dead: such a number is a total misread more often."""
    most = max((row["killed_best"] for row in findings.deadly), default=0)
    return element("em", told("figure_killed_outlier", n=most)) if most > max(MASSACRE, killed / 2) else None


def presence_tile(findings: Findings) -> Markup:
    return tile(f"{findings.presence_all:,}", told("figure_presence"), told("figure_presence_note"))


def milestones_tile(findings: Findings) -> Markup:
    done = sum(LANE.get(row["status"]) == "done" for row in findings.milestones)
    return tile(f"{len(findings.milestones):,}", told("figure_milestones"), told("figure_milestones_note", done=done))


def handovers_tile(findings: Findings) -> Markup:
    done = sum(row["status"] == "completed" for row in findings.handovers)
    return tile(f"{done:,}", told("figure_handovers"), told("figure_handovers_note", all=len(findings.handovers)))


def troop_rows(findings: Findings) -> list[Row]:
    """Forces whose troops are known, the latest statement first; those lumped together as others last."""
    stated = [row for row in findings.status if row["troops"] is not None]
    return sorted(stated, key=lambda row: (not row["force"].startswith("other"), row["troops_since"]), reverse=True)


def troops_tile(row: Row) -> Markup:
    force = told("figure_troops", force=name("actor", row["force"]))
    return tile(f"{row['troops']:,}", force, told("figure_troops_note", day=day(row["troops_since"])))
