-- One row: a month, a country and an attacking side.
-- Counted: incidents, each once. Grades as in attack_counts_monthly; the dead are
-- the best estimate, unknown tolls as 0.
create view attack_counts_by_perpetrator as
select
    month, country, perpetrator,
    count(*) as attacks,
    count(*) filter (evidence_grade in ('fair', 'confirmed')) as attacks_fair,
    count(*) filter (evidence_grade = 'confirmed') as attacks_confirmed,
    coalesce(sum(killed_best), 0)::bigint as killed_best
from incidents
group by month, country, perpetrator
order by all;

comment on view attack_counts_by_perpetrator is
'One row: incidents in one month and country by one attacking side.';
