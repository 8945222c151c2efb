-- One row: a unit (day, week, month), a period of it, a country, a first-level
-- division and a type of attack; periods without attacks are there with 0.
-- Counted: incidents. A period that is null counts those whose date is not known
-- that exactly, so that every incident is in exactly one row of each unit.
create view attack_series as
with dated as (
    select 'day' as unit, day as period, * from incidents
    union all select 'week', week, * from incidents
    union all select 'month', month, * from incidents
),
counted as (
    select
        unit, period, country, admin1, type,
        count(*) as attacks,
        count(*) filter (evidence_grade in ('fair', 'confirmed')) as attacks_fair,
        count(*) filter (evidence_grade = 'confirmed') as attacks_confirmed
    from dated
    group by all
),
series as (
    select distinct unit, country, admin1, type from counted where period is not null
),
calendar as (
    select unit, period from covered_periods
    union
    select unit, period from counted where period is not null
),
filled as (
    select
        series.unit, calendar.period, series.country, series.admin1, series.type,
        coalesce(counted.attacks, 0) as attacks,
        coalesce(counted.attacks_fair, 0) as attacks_fair,
        coalesce(counted.attacks_confirmed, 0) as attacks_confirmed
    from series
    join calendar on calendar.unit = series.unit
    left join counted
        on counted.unit = series.unit
        and counted.period = calendar.period
        and counted.country is not distinct from series.country
        and counted.admin1 is not distinct from series.admin1
        and counted.type = series.type
)
select * from filled
union all
select * from counted where period is null;

comment on view attack_series is
'One row: incidents of one type in one division of a country in one period; zero-filled; see attack_counts_*.';
