-- One row: a month, a country and a kind of target.
-- Counted: incidents, once under each target they name, so rows must not be added
-- up over targets; '(none stated)' holds those that name none. Grades as in
-- attack_counts_monthly; the dead are the best estimate, unknown tolls as 0.
create view attack_counts_by_target as
with named as (
    select *, unnest(case when len(targets) = 0 then ['(none stated)'] else list_distinct(targets) end) as target
    from incidents
)
select
    month, country, target,
    count(*) as attacks,
    count(*) filter (evidence_grade in ('fair', 'confirmed')) as attacks_fair,
    count(*) filter (evidence_grade = 'confirmed') as attacks_confirmed,
    coalesce(sum(killed_best), 0)::bigint as killed_best
from named
group by month, country, target
order by all;

comment on view attack_counts_by_target is
'One row: incidents in one month and country that name one kind of target; an incident counts under each it names.';
