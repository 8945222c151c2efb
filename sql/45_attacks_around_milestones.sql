-- One row: a milestone with a day and a country, and the incidents in that
-- country in the 30 days before it and the 30 days after. The milestone's own day
-- belongs to neither. `on_presence_*` counts those on a foreign presence; the dead
-- are the best estimate, unknown tolls as 0.
create view attacks_around_milestones as
with steps as (
    select force, country, step, day, type, status, place, milestone_id
    from withdrawal_milestones
    where day is not null and country is not null
),
near as (
    select
        incidents.country, incidents.day as attack_day, incidents.killed_best,
        incidents.attack_id in (select attack_id from attacks_on_foreign_presence) as is_on_presence
    from incidents
    where incidents.day is not null
)
select
    steps.force, steps.country, steps.step, steps.day, steps.type, steps.status, steps.place,
    count(*) filter (attack_day < day) as attacks_before,
    count(*) filter (attack_day > day) as attacks_after,
    count(*) filter (attack_day < day and is_on_presence) as on_presence_before,
    count(*) filter (attack_day > day and is_on_presence) as on_presence_after,
    coalesce(sum(killed_best) filter (attack_day < day), 0)::bigint as killed_before,
    coalesce(sum(killed_best) filter (attack_day > day), 0)::bigint as killed_after,
    steps.milestone_id
from steps
left join near
    on near.country = steps.country
    and near.attack_day between steps.day - 30 and steps.day + 30
group by all
order by steps.force, steps.country, steps.step;

comment on view attacks_around_milestones is
'One row: a milestone and the incidents in its country in the 30 days before and after.';
