-- One row: a handover of a base, camp or post, or its being vacated, in time.
create view site_handovers as
select
    force, country, coalesce(date_start, first_reported) as day, date_start, date_end, date_precision,
    place, place_id, latitude, longitude, status, announced_by, speaker, deadline,
    n_reports, n_independent, evidence_grade, confidence, source, source_url, source_quote, milestone_id
from milestones
left join first_sources on event_id = milestone_id
where type = 'site_handover'
order by force, country, day nulls last, milestone_id;

comment on view site_handovers is
'One row: a base, camp or post handed over or vacated, or about to be: see status.';
