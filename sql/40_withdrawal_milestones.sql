-- One row: a milestone, numbered in time within its force and host country.
-- `day` orders them: the first day of the step, else the day it was first
-- reported. `status` says whether it is done or only spoken of.
create view withdrawal_milestones as
with placed as (
    select *, coalesce(date_start, first_reported) as day
    from milestones
)
select
    force, country,
    row_number() over (partition by force, country order by day nulls last, type, milestone_id) as step,
    day, date_start, date_end, date_precision, type, status, place,
    troops_from, troops_to, troops_change, deadline, announced_by, speaker,
    n_reports, n_independent, evidence_grade, confidence, source, source_url, source_quote, milestone_id
from placed
left join first_sources on event_id = milestone_id
order by force, country, step;

comment on view withdrawal_milestones is
'One row: a milestone, numbered in time within its force and host country, with status and source.';
