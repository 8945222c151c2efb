-- One row: an attack as a line of a list, with the place's English name, the
-- foreign presence it hit, if any, and its earliest source beside it. Weapons and
-- targets are told in one text each.
-- Incidents and recurring series both, told apart by `kind`: count one of them.
create view attack_list as
with presences as (
    select attack_id, presence from attacks_on_foreign_presence
)
select
    date_start, date_end, date_precision, attacks.country, attacks.admin1, place, places.name_en as place_en,
    type, attacks.kind, outcome, nullif(array_to_string(weapons, ', '), '') as weapons, perpetrator,
    nullif(array_to_string(targets, ', '), '') as targets, presence, victims,
    killed_low, killed_best, killed_high, wounded_low, wounded_best, wounded_high,
    evidence_grade, n_outlets, confidence, source, source_url, source_quote, attack_id
from attacks
left join places using (place_id)
left join presences using (attack_id)
left join first_sources on event_id = attack_id
order by date_start, date_end, attack_id;

comment on view attack_list is
'One row: an attack as a line of a list: the place in Arabic and English, weapons and targets as one text each, its earliest source.';
