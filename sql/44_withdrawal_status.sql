-- One row: a force in a country as the latest milestones tell it.
-- `latest_*`: the last step of any status, a stated level only where there is no
-- other; `done_*`: the last step completed or under way, stated levels left out, for
-- they are no step; `threads`: sites with milestones, and the presence as a whole;
-- `troops`: the last level held; `next_deadline`: the earliest deadline declared,
-- not only demanded, that still runs.
create view withdrawal_status as
with steps as (
    select *, (type <> 'troop_level', step) as rank
    from withdrawal_milestones
    where force is not null and country is not null
),
latest as (
    select force, country, arg_max(type, rank) as latest_type, arg_max(status, rank) as latest_status,
        arg_max(day, rank) as latest_day, arg_max(source_quote, rank) as latest_quote, count(*) as milestones,
        count(distinct thread_id) as threads
    from steps
    group by force, country
),
done as (
    select force, country, arg_max(type, step) as done_type, arg_max(day, step) as done_day
    from steps
    where status in ('completed', 'under_way') and type <> 'troop_level'
    group by force, country
),
levels as (
    select force, country, troops, valid_from as troops_since
    from troop_levels
    where basis = 'held' and valid_to is null
),
deadlines as (
    select force, country, min(deadline) as next_deadline
    from withdrawal_deadlines
    where state = 'set' and not is_demand
    group by force, country
)
select
    force, country, milestones, threads, latest_day, latest_type, latest_status, done_day, done_type,
    troops, troops_since, next_deadline, latest_quote
from latest
left join done using (force, country)
left join levels using (force, country)
left join deadlines using (force, country)
order by force, country;

comment on view withdrawal_status is
'One row: a force in a country with its latest milestone, last step done, troops and next deadline.';
