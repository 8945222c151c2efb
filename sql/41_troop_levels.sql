-- One row: a stretch of time in which a force in a country had one stated level.
-- Taken from milestones that state the troops after a step or a standing level;
-- those at one named site are left out: its garrison is not the force.
-- `basis` is held for steps completed or under way, announced for those only
-- announced or planned, doubtful for a lone number among those held: told by one
-- text, more than a tenth above or below both the statement before and the one
-- after, and given by no other statement within a month. News of a draw-down
-- recalls older numbers, and those of other forces. Each basis is a series of its
-- own; a doubtful number has no end. A level holds from its statement to the day
-- before the next one; the last one's `valid_to` is null. Of several levels stated
-- for one day the best supported counts.
create view troop_levels as
with stated as (
    select
        force, country,
        case when status in ('completed', 'under_way') then 'held' else 'announced' end as claim,
        coalesce(date_start, first_reported) as valid_from,
        troops_to as troops,
        type, status, evidence_grade, n_independent, confidence, milestone_id
    from milestones
    where troops_to is not null and place is null
        and type in ('troop_level', 'troop_reduction', 'withdrawal', 'timetable', 'reinforcement')
        and status in ('completed', 'under_way', 'announced', 'planned')
),
supported as (
    select distinct on (force, country, claim, valid_from) *
    from stated
    where valid_from is not null
    order by force, country, claim, valid_from, n_independent desc, confidence desc, milestone_id
),
beside as (
    select *, lag(troops) over series as troops_earlier, lead(troops) over series as troops_later
    from supported
    window series as (partition by force, country, claim order by valid_from)
),
judged as (
    select
        *,
        case
            when claim = 'held' and n_independent <= 1
                and (
                    troops < 0.9 * least(troops_earlier, troops_later)
                    or troops > 1.1 * greatest(troops_earlier, troops_later)
                )
                and troops_earlier is not null and troops_later is not null
                and not exists (
                    select 1 from stated as other
                    where other.force is not distinct from beside.force
                        and other.country is not distinct from beside.country
                        and other.milestone_id <> beside.milestone_id
                        and abs(other.valid_from - beside.valid_from) <= 30
                        and other.troops between 0.9 * beside.troops and 1.1 * beside.troops
                )
            then 'doubtful'
            else claim
        end as basis
    from beside
),
changed as (
    select *, lag(troops) over series as troops_before
    from judged
    window series as (partition by force, country, basis order by valid_from)
),
steps as (
    select *, lead(valid_from) over (partition by force, country, basis order by valid_from) as next_from
    from changed
    where troops is distinct from troops_before or basis = 'doubtful'
)
select
    force, country, basis, valid_from, case when basis <> 'doubtful' then next_from - 1 end as valid_to, troops,
    case when basis <> 'doubtful' then troops_before end as troops_before,
    type, status, evidence_grade, source, source_url, source_quote, milestone_id
from steps
left join first_sources on event_id = milestone_id
order by force, country, basis desc, valid_from;

comment on view troop_levels is
'One row: a stretch of time in which a force in a country had one stated level of troops, with the stating source; doubtful ones apart.';
