-- One row: a stretch of time in which a force in a country had one stated level.
-- Taken from milestones that state the troops after a step or a standing level.
-- `basis` is held for steps completed or under way, announced for those only
-- announced or planned; each basis is a series of its own. A level holds from its
-- statement to the day before the next one; the last one's `valid_to` is null. Of
-- several levels stated for one day the best supported counts.
create view troop_levels as
with stated as (
    select
        force, country,
        case when status in ('completed', 'under_way') then 'held' else 'announced' end as basis,
        coalesce(date_start, first_reported) as valid_from,
        troops_to as troops,
        type, status, evidence_grade, n_independent, confidence, milestone_id
    from milestones
    where troops_to is not null and status in ('completed', 'under_way', 'announced', 'planned')
),
supported as (
    select distinct on (force, country, basis, valid_from) *
    from stated
    where valid_from is not null
    order by force, country, basis, valid_from, n_independent desc, confidence desc, milestone_id
),
changed as (
    select *, lag(troops) over series as troops_before
    from supported
    window series as (partition by force, country, basis order by valid_from)
),
steps as (
    select *, lead(valid_from) over (partition by force, country, basis order by valid_from) as next_from
    from changed
    where troops is distinct from troops_before
)
select
    force, country, basis, valid_from, next_from - 1 as valid_to, troops, troops_before,
    type, status, evidence_grade, source, source_url, source_quote, milestone_id
from steps
left join first_sources on event_id = milestone_id
order by force, country, basis desc, valid_from;

comment on view troop_levels is
'One row: a stretch of time in which a force in a country had one stated level of troops, with the stating source.';
