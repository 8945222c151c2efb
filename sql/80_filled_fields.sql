-- One row: a field of a report that holds a value which words of the article
-- must have given. Defaults are not here (outcome hit, kind incident, nobody
-- named), nor what follows from another field (country and admin1 from a place).
create view filled_fields as
with attack_fields as (
    unpivot (
        select
            report_id,
            place,
            date_start::varchar as date_start,
            killed_min::varchar as killed_min,
            wounded_min::varchar as wounded_min,
            incident_count::varchar as incident_count,
            case when len(weapons) > 0 then weapons[1] end as weapons,
            nullif(perpetrator, 'unidentified') as perpetrator,
            nullif(outcome, 'hit') as outcome
        from attack_reports
    )
    on columns(* exclude (report_id))
    into name field value value
),
milestone_fields as (
    unpivot (
        select
            report_id,
            place,
            force,
            speaker,
            date_start::varchar as date_start,
            deadline::varchar as deadline,
            troops_from::varchar as troops_from,
            troops_to::varchar as troops_to,
            troops_change::varchar as troops_change
        from milestone_reports
    )
    on columns(* exclude (report_id))
    into name field value value
)
select 'attack_reports' as "table", * from attack_fields
union all
select 'milestone_reports', * from milestone_fields;

comment on view filled_fields is
'One row: a field of a report whose value must have evidence of its own.';
