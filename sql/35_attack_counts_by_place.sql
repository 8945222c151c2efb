-- One row: a place where attacks happened, or, with null coordinates, the attacks
-- of a division or country that name no place the gazetteer knows.
-- Counted: incidents, each once. Grades as in attack_counts_monthly; the dead are
-- the best estimate, unknown tolls as 0. `place` is the name most reports use;
-- geo_precision as ACLED has it: 3 stands in the middle of a province.
create view attack_counts_by_place as
select
    incidents.country, incidents.admin1, incidents.place_id, any_value(places.name_en) as name_en,
    mode(place order by place) as place, incidents.latitude, incidents.longitude, geo_precision,
    count(*) as attacks,
    count(*) filter (evidence_grade in ('fair', 'confirmed')) as attacks_fair,
    count(*) filter (evidence_grade = 'confirmed') as attacks_confirmed,
    coalesce(sum(killed_best), 0)::bigint as killed_best,
    min(date_start) as first_day,
    max(date_end) as last_day
from incidents
left join places using (place_id)
group by incidents.country, incidents.admin1, incidents.place_id, incidents.latitude, incidents.longitude, geo_precision
order by attacks desc, incidents.country, incidents.admin1, incidents.place_id;

comment on view attack_counts_by_place is
'One row: incidents at one place, or without known place in one division of a country.';
