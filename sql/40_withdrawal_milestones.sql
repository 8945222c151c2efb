-- One row: a milestone, numbered in time within its force and host country.
-- `day` orders them: the first day of the step, else the day it was first
-- reported. `status` says whether it is done or only spoken of.
-- `state` numbers it within its thread, what happens to one site or to the
-- force's presence as a whole; `type_before` and `status_before` are those of the
-- thread's state before it. They are null where the thread is.
create view withdrawal_milestones as
with placed as (
    select *, coalesce(date_start, first_reported) as day
    from milestones
),
threaded as (
    select
        milestone_id,
        row_number() over thread as state,
        lag(type) over thread as type_before,
        lag(status) over thread as status_before
    from placed
    where thread_id is not null
    window thread as (partition by thread_id order by day nulls last, type, milestone_id)
)
select
    force, country,
    row_number() over (partition by force, country order by day nulls last, type, milestone_id) as step,
    day, date_start, date_end, date_precision, type, status, place,
    troops_from, troops_to, troops_change, deadline, announced_by, speaker,
    n_reports, n_independent, evidence_grade, confidence, source, source_url, source_quote,
    thread_id, state, type_before, status_before, milestone_id
from placed
left join threaded using (milestone_id)
left join first_sources on event_id = milestone_id
order by force, country, step;

comment on view withdrawal_milestones is
'One row: a milestone, numbered in time within its force and host country, with status and source.';
