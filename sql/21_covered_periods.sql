-- One row: a day, week or month that the articles cover, from the first
-- publication day to the last. Within it, no attack means none was read.
create view covered_periods as
with covered as (
    select min(published) as first_day, max(published) as last_day
    from articles
),
units as (
    select 'day' as unit, interval 1 day as step
    union all select 'week', interval 7 days
    union all select 'month', interval 1 month
)
select unit, unnest(generate_series(date_trunc(unit, first_day), last_day::timestamp, step))::date as period
from units, covered
where first_day is not null;

comment on view covered_periods is
'One row: a day, week or month between the first and the last publication day of the articles.';
