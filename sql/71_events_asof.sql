-- One row: an event, attack or milestone, as believed at the moment `ts`: its
-- whole row as JSON, made of the row with which it appeared and of the changes
-- of single fields up to then. Events that had gone by then are left out.
create macro events_asof(ts, name) as table
with known as (
    select * from revisions where valid_from <= ts::timestamptz and "table" = name
),
appeared as (
    select distinct on (event_id) event_id, new as body, valid_from as since
    from known
    where field = 'event'
    order by event_id, valid_from desc
),
patched as (
    select
        known.event_id,
        json_group_object(known.field, known.new::json) as patch
    from (
        select distinct on (event_id, field) *
        from known
        where field <> 'event'
        order by event_id, field, valid_from desc
    ) as known
    join appeared on appeared.event_id = known.event_id and known.valid_from > appeared.since
    group by known.event_id
)
select
    appeared.event_id,
    case when patch is null then body::json else json_merge_patch(body::json, patch) end as body
from appeared
left join patched using (event_id)
where body is not null;

comment on macro table events_asof is
'One row: an event as believed at the moment `ts`, its whole row as JSON.';
