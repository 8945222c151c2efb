-- One row: a broken expectation. `error`: the dataset contradicts itself, and a
-- run that yields one does not publish. `warning`: a value that is unlikely.
create view data_quality as
with quotes as (
    select 'error' as severity, 'evidence quotes the article exactly' as expectation,
        report_id || '.' || field as subject, 'characters ' || "start" || ' to ' || "end" as detail
    from evidence
    join articles using (article_id)
    where text <> '' -- a release may leave the texts out
        and (substring(text, "start" + 1, "end" - "start") <> quote or "end" <= "start")
),
unasserted as (
    select 'error', 'every report has a sentence that asserts it', report_id, ''
    from (select report_id from attack_reports union all select report_id from milestone_reports)
    where report_id not in (select report_id from evidence where field = 'event')
),
orphans as (
    select 'error', 'every report has its article', report_id, article_id
    from (
        select report_id, article_id from attack_reports
        union all select report_id, article_id from milestone_reports
        union all select report_id, article_id from evidence
    )
    where article_id not in (select article_id from articles)
),
lost_evidence as (
    select distinct 'error', 'every piece of evidence has its report', report_id, article_id
    from evidence
    where report_id not in (select report_id from attack_reports)
        and report_id not in (select report_id from milestone_reports)
),
unmerged as (
    select 'error', 'every report is in one event', report_id, ''
    from (
        select report_id, event_id from attack_reports left join attack_reports_merged using (report_id)
        union all
        select report_id, event_id from milestone_reports left join milestone_reports_merged using (report_id)
    )
    group by report_id
    having count(event_id) <> 1
),
empty_events as (
    select 'error', 'every event has a report', event_id, ''
    from (select attack_id as event_id from attacks union all select milestone_id from milestones)
    where event_id not in (select event_id from attack_reports_merged)
        and event_id not in (select event_id from milestone_reports_merged)
),
repeated as (
    select 'error', 'ids are unique', id, count(*) || ' rows'
    from (
        select article_id as id from articles
        union all select report_id from attack_reports
        union all select report_id from milestone_reports
        union all select attack_id from attacks
        union all select milestone_id from milestones
    )
    group by id
    having count(*) > 1
),
disordered as (
    select 'error', 'tolls are ordered: low, best, high', attack_id,
        concat_ws(', ', killed_low, killed_best, killed_high) || '; ' || concat_ws(', ', wounded_low, wounded_best, wounded_high)
    from attacks
    where killed_low > killed_best or killed_best > killed_high or killed_low > killed_high
        or wounded_low > wounded_best or wounded_best > wounded_high or wounded_low > wounded_high
        or least(killed_low, killed_best, killed_high, wounded_low, wounded_best, wounded_high) < 0
),
backward as (
    select 'error', 'dates are ordered: start, end', id, date_start || ' to ' || date_end
    from (
        select attack_id as id, date_start, date_end from attacks
        union all select milestone_id, date_start, date_end from milestones
    )
    where date_start > date_end
),
off_the_map as (
    select 'error', 'coordinates are on the globe', id, latitude || ', ' || longitude
    from (
        select attack_id as id, latitude, longitude from attacks
        union all select milestone_id, latitude, longitude from milestones
    )
    where abs(latitude) > 90 or abs(longitude) > 180
),
elsewhere as (
    select 'warning', 'an event lies in the country of its place', id, event.country || ', ' || places.place_id
    from (
        select attack_id as id, country, place_id from attacks
        union all select milestone_id, country, place_id from milestones
    ) as event
    join places using (place_id)
    where event.country <> places.country
),
foretold as (
    select 'warning', 'an attack is not dated after it was reported', attack_id, date_start || ', reported ' || first_reported
    from attacks
    where date_start > first_reported
),
enormous as (
    select 'warning', 'no single incident kills thousands', attack_id, killed_best || ' killed'
    from attacks
    where kind = 'incident' and killed_best > 2000
),
unevidenced as (
    select 'warning', 'filled fields have evidence', filled_fields."table" || '.' || field,
        count(*) filter (evidence.report_id is null) || ' of ' || count(*) || ' without'
    from filled_fields
    left join (select distinct report_id, field from evidence) as evidence using (report_id, field)
    group by filled_fields."table", field
    having count(*) filter (evidence.report_id is null) > 0
)
select * from quotes
union all select * from unasserted
union all select * from orphans
union all select * from lost_evidence
union all select * from unmerged
union all select * from empty_events
union all select * from repeated
union all select * from disordered
union all select * from backward
union all select * from off_the_map
union all select * from elsewhere
union all select * from foretold
union all select * from enormous
union all select * from unevidenced
order by severity, expectation, subject, detail;

comment on view data_quality is
'One row: a broken expectation; an error stops a publication, a warning is an unlikely value.';
