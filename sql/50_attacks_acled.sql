-- One row: an incident with a date, in ACLED's 31 columns, names and order.
-- Not the same as ACLED: admin2 and admin3 are empty, tags hold the weapons and
-- the evidence grade, fatalities of unknown number are 0 as ACLED has them.
-- time_precision: 1 a day, 2 a week, 3 a month or less exact.
create view attacks_acled as
with told as (
    select
        event_id,
        string_agg(distinct outlet, '; ' order by outlet) as source,
        count(distinct outlet) as outlets,
        first(quote order by published, report_id) as notes
    from report_sources
    group by event_id
)
select
    coalesce(country_row.country, 'XX') || upper(attack_id) as event_id_cnty,
    date_start as event_date,
    year(date_start) as year,
    case date_precision when 'day' then 1 when 'week' then 2 else case when day is not null then 1 else 3 end end
        as time_precision,
    case
        when acled_event_type in ('Protests', 'Riots') then 'Demonstrations'
        when acled_event_type = 'Strategic developments' then 'Strategic developments'
        else 'Political violence'
    end as disorder_type,
    acled_event_type as event_type,
    acled_sub_event_type as sub_event_type,
    attacker.name_en as actor1,
    cast(null as varchar) as assoc_actor_1,
    attacker.interaction as inter1,
    hit.name_en as actor2,
    cast(null as varchar) as assoc_actor_2,
    hit.interaction as inter2,
    case when hit.interaction is null then attacker.interaction || ' only'
        else attacker.interaction || '-' || hit.interaction end as interaction,
    case when victims = 'civilians' then 'Civilian targeting' end as civilian_targeting,
    country_row.iso_numeric as iso,
    country_row.region as region,
    country_row.name_en as country,
    incidents.admin1 as admin1,
    cast(null as varchar) as admin2,
    cast(null as varchar) as admin3,
    coalesce(places.name_en, incidents.place, incidents.admin1) as location,
    incidents.latitude as latitude,
    incidents.longitude as longitude,
    incidents.geo_precision as geo_precision,
    told.source as source,
    case when told.outlets > 1 then 'Multiple' else 'National' end as source_scale,
    told.notes as notes,
    coalesce(killed_best, 0) as fatalities,
    array_to_string(list_concat(weapons, ['grade: ' || evidence_grade]), '; ') as tags,
    epoch(last_reported::timestamp)::bigint as timestamp
from incidents
left join told on told.event_id = attack_id
left join actor_codes as attacker on attacker.code = perpetrator
left join actor_codes as hit on hit.code = victims
left join countries as country_row on country_row.country = incidents.country
left join places on places.place_id = incidents.place_id
where date_start is not null
order by event_date, event_id_cnty;

comment on view attacks_acled is
'One row: a dated incident in the 31 columns of an ACLED export, in their names and order.';
