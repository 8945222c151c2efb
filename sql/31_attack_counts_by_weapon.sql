-- One row: a month, a country and a kind of weapon.
-- Counted: incidents, once under each weapon they name, so rows must not be added
-- up over weapons; '(none stated)' holds those that name none. Grades as in
-- attack_counts_monthly; the dead are the best estimate, unknown tolls as 0.
create view attack_counts_by_weapon as
with named as (
    select *, unnest(case when len(weapons) = 0 then ['(none stated)'] else list_distinct(weapons) end) as weapon
    from incidents
)
select
    month, country, weapon,
    count(*) as attacks,
    count(*) filter (evidence_grade in ('fair', 'confirmed')) as attacks_fair,
    count(*) filter (evidence_grade = 'confirmed') as attacks_confirmed,
    coalesce(sum(killed_best), 0)::bigint as killed_best
from named
group by month, country, weapon
order by all;

comment on view attack_counts_by_weapon is
'One row: incidents in one month and country that name one kind of weapon; an incident counts under each it names.';
