-- One row: a series of attacks told in aggregate ("39 attacks this year").
-- Its members may also stand as incidents in `attacks`, so `incident_count` is
-- never added to any count of incidents.
create view recurring_attacks as
select
    date_start, date_end, date_precision, country, admin1, place, places, type, incident_count,
    weapons, perpetrator, targets, victims, killed_low, killed_best, killed_high,
    wounded_low, wounded_best, wounded_high,
    n_reports, n_independent, evidence_grade, confidence, source, source_url, source_quote, attack_id
from attacks
left join first_sources on event_id = attack_id
where kind = 'recurring'
order by date_start, date_end, attack_id;

comment on view recurring_attacks is
'One row: a series of attacks told in aggregate; never added to counts of incidents.';
