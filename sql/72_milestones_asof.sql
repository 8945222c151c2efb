-- One row: a milestone as believed at the moment `ts`, in the columns of `milestones`.
create macro milestones_asof(ts) as table
with told as (
    select from_json(body, '{
        "milestone_id": "varchar",
        "thread_id": "varchar",
        "type": "varchar",
        "status": "varchar",
        "force": "varchar",
        "country": "varchar",
        "place": "varchar",
        "place_id": "varchar",
        "latitude": "double",
        "longitude": "double",
        "geo_precision": "bigint",
        "troops_from": "bigint",
        "troops_to": "bigint",
        "troops_change": "bigint",
        "date_start": "date",
        "date_end": "date",
        "date_precision": "varchar",
        "date_basis": "varchar",
        "deadline": "date",
        "announced_by": "varchar",
        "speaker": "varchar",
        "n_reports": "bigint",
        "n_outlets": "bigint",
        "n_independent": "bigint",
        "evidence_grade": "varchar",
        "confidence": "double",
        "first_reported": "date",
        "last_reported": "date",
        "acled_event_type": "varchar",
        "acled_sub_event_type": "varchar",
        "plover_event": "varchar",
        "plover_mode": "varchar",
        "cameo_code": "varchar"
    }') as row
    from events_asof(ts, 'milestones')
)
select unnest(row) from told;

comment on macro table milestones_asof is
'One row: a milestone as believed at the moment `ts`, in the columns of `milestones`.';
