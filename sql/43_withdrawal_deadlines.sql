-- One row: a deadline as stated for a force in a country on one day, in the order
-- of statement; of several milestones that state it on one day the best supported.
-- What is demanded or threatened is a thread of its own beside what the force or
-- its host declares: `is_demand`.
-- `state`: met when a completed withdrawal of that force is dated from the
-- statement to the deadline or, where the deadline is one for a number of troops, a
-- level held by then is no higher than that number; moved when a later statement of
-- the thread names another deadline before this one passed; missed when it passed,
-- by the last publication day, without either; set while it still runs.
create view withdrawal_deadlines as
with stated as (
    select distinct on (force, country, is_demand, stated_on, deadline)
        *, coalesce(date_start, first_reported) as stated_on, status in ('demanded', 'threatened') as is_demand
    from milestones
    where deadline is not null and status <> 'denied'
    order by
        force, country, is_demand, stated_on, deadline,
        n_independent desc, troops_to is null, confidence desc, milestone_id
),
told as (
    select max(published) as last_day from articles
),
ordered as (
    select
        *,
        lag(deadline) over thread as deadline_before,
        lead(deadline) over thread as deadline_after,
        lead(stated_on) over thread as moved_on
    from stated
    window thread as (partition by force, country, is_demand order by stated_on, deadline, milestone_id)
)
select
    force, country, is_demand, stated_on, deadline, deadline_before, troops_to,
    case
        when exists (
            select 1 from milestones as done
            where done.type = 'withdrawal' and done.status = 'completed' and done.place is null
                and done.force is not distinct from ordered.force
                and done.country is not distinct from ordered.country
                and done.date_start between ordered.stated_on and ordered.deadline
        ) then 'met'
        when exists (
            select 1 from troop_levels as level
            where level.basis = 'held' and level.troops <= ordered.troops_to
                and level.force is not distinct from ordered.force
                and level.country is not distinct from ordered.country
                and level.valid_from between ordered.stated_on and ordered.deadline
        ) then 'met'
        when deadline_after is distinct from deadline and moved_on <= deadline then 'moved'
        when deadline < last_day then 'missed'
        else 'set'
    end as state,
    type, status, announced_by, speaker, evidence_grade, source, source_url, source_quote, milestone_id
from ordered
cross join told
left join first_sources on event_id = milestone_id
order by force, country, is_demand, stated_on, milestone_id;

comment on view withdrawal_deadlines is
'One row: a deadline as stated for a force in a country: set, moved, met or missed.';
