-- One row: an attack as believed at the moment `ts`, in the columns of `attacks`.
create macro attacks_asof(ts) as table
with told as (
    select from_json(body, '{
        "attack_id": "varchar",
        "type": "varchar",
        "kind": "varchar",
        "incident_count": "bigint",
        "outcome": "varchar",
        "date_start": "date",
        "date_end": "date",
        "date_precision": "varchar",
        "date_basis": "varchar",
        "country": "varchar",
        "admin1": "varchar",
        "place": "varchar",
        "places": "varchar[]",
        "place_id": "varchar",
        "latitude": "double",
        "longitude": "double",
        "geo_precision": "bigint",
        "weapons": "varchar[]",
        "perpetrator": "varchar",
        "targets": "varchar[]",
        "victims": "varchar",
        "killed_low": "bigint",
        "killed_best": "bigint",
        "killed_high": "bigint",
        "wounded_low": "bigint",
        "wounded_best": "bigint",
        "wounded_high": "bigint",
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
    from events_asof(ts, 'attacks')
)
select unnest(row) from told;

comment on macro table attacks_asof is
'One row: an attack as believed at the moment `ts`, in the columns of `attacks`.';
