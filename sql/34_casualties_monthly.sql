-- One row: a month, a country and a first-level division.
-- Counted: people killed and wounded in incidents. `low` adds the lowest stated
-- numbers, `best` the best, `high` the highest; an open upper bound ("at least
-- 7") enters `high` with its best number and is counted in `open_ended`, so that
-- high is a floor where that is not 0. Incidents without a stated toll add
-- nothing and are counted in `no_toll`.
create view casualties_monthly as
select
    month, country, admin1,
    count(*) as attacks,
    coalesce(sum(coalesce(killed_low, 0)), 0)::bigint as killed_low,
    coalesce(sum(killed_best), 0)::bigint as killed_best,
    coalesce(sum(coalesce(killed_high, killed_best, killed_low)), 0)::bigint as killed_high,
    coalesce(sum(coalesce(wounded_low, 0)), 0)::bigint as wounded_low,
    coalesce(sum(wounded_best), 0)::bigint as wounded_best,
    coalesce(sum(coalesce(wounded_high, wounded_best, wounded_low)), 0)::bigint as wounded_high,
    count(*) filter (killed_high is null and killed_best is not null
        or wounded_high is null and wounded_best is not null) as open_ended,
    count(*) filter (coalesce(killed_low, killed_best, killed_high) is null
        and coalesce(wounded_low, wounded_best, wounded_high) is null) as no_toll
from incidents
group by month, country, admin1
order by all;

comment on view casualties_monthly is
'One row: people killed and wounded in incidents of one month in one division of a country, low, best and high.';
