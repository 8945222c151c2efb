-- One row: a deadline as stated for a force in a country, in the order of statement.
-- `state`: met when a completed withdrawal of that force is dated from the
-- statement to the deadline; moved when a later statement names another deadline
-- before this one passed; missed when it passed, by the last publication day,
-- without either; set while it still runs.
create view withdrawal_deadlines as
with stated as (
    select *, coalesce(date_start, first_reported) as stated_on
    from milestones
    where deadline is not null and status <> 'denied'
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
    window thread as (partition by force, country order by stated_on, milestone_id)
)
select
    force, country, stated_on, deadline, deadline_before,
    case
        when exists (
            select 1 from milestones as done
            where done.type = 'withdrawal' and done.status = 'completed'
                and done.force is not distinct from ordered.force
                and done.country is not distinct from ordered.country
                and done.date_start between ordered.stated_on and ordered.deadline
        ) then 'met'
        when deadline_after is distinct from deadline and moved_on <= deadline then 'moved'
        when deadline < last_day then 'missed'
        else 'set'
    end as state,
    type, status, announced_by, speaker, evidence_grade, source, source_url, source_quote, milestone_id
from ordered
cross join told
left join first_sources on event_id = milestone_id
order by force, country, stated_on, milestone_id;

comment on view withdrawal_deadlines is
'One row: a deadline as stated for a force in a country: set, moved, met or missed.';
