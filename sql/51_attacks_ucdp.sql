-- One row: an incident with at least one death and a date, in UCDP GED's columns.
-- Numbers that UCDP gives out (conflicts, dyads, actors) are null; deaths are not
-- known by side, so all but those of civilians are in deaths_unknown. where_prec
-- and date_prec follow GED's scales as far as ours reach. Deaths are the best
-- estimate; `low` and `high` fall back on it where open.
create view attacks_ucdp as
with told as (
    select
        event_id,
        count(distinct article_id) as number_of_sources,
        first(outlet order by published, report_id) as source_office,
        first(title order by published, report_id) as source_headline,
        min(published) as source_date,
        string_agg(coalesce(outlet, '') || ': ' || coalesce(url, article_id), '; ' order by published, article_id)
            as source_article
    from report_sources
    group by event_id
),
lethal as (
    select *, coalesce(killed_best, killed_low, killed_high) as deaths
    from incidents
    where coalesce(killed_best, killed_low, killed_high) > 0 and date_start is not null
)
select
    cast(hash(attack_id) % 2147483647 as bigint) as id,
    attack_id as relid,
    year(date_start) as year,
    cast(null as integer) as active_year,
    'Clear' as code_status,
    case
        when victims = 'civilians' then 3
        when attacker.interaction in ('State forces', 'External/Other forces')
            or hit.interaction in ('State forces', 'External/Other forces') then 1
        else 2
    end as type_of_violence,
    cast(null as varchar) as conflict_dset_id,
    cast(null as bigint) as conflict_new_id,
    attacker.name_en || ' - ' || coalesce(hit.name_en, 'unknown') as conflict_name,
    cast(null as varchar) as dyad_dset_id,
    cast(null as bigint) as dyad_new_id,
    attacker.name_en || ' - ' || coalesce(hit.name_en, 'unknown') as dyad_name,
    cast(null as varchar) as side_a_dset_id,
    cast(null as bigint) as side_a_new_id,
    attacker.name_en as side_a,
    cast(null as varchar) as side_b_dset_id,
    cast(null as bigint) as side_b_new_id,
    hit.name_en as side_b,
    number_of_sources,
    source_article,
    source_office,
    source_date,
    source_headline,
    source_office as source_original,
    case when geo_precision = 1 then 1 when geo_precision = 2 then 2 when lethal.admin1 is not null then 4 else 6 end
        as where_prec,
    coalesce(places.name_en, lethal.place) as where_coordinates,
    lethal.place as where_description,
    lethal.admin1 as adm_1,
    cast(null as varchar) as adm_2,
    lethal.latitude as latitude,
    lethal.longitude as longitude,
    'POINT (' || lethal.longitude || ' ' || lethal.latitude || ')' as geom_wkt,
    (floor((lethal.latitude + 90) * 2) * 720 + floor((lethal.longitude + 180) * 2) + 1)::bigint as priogrid_gid,
    country_row.name_en as country,
    country_row.gwno as country_id,
    case when country_row.region = 'Middle East' then 'Middle East'
        when country_row.region like '%Africa' then 'Africa'
        when country_row.region like '%Asia' then 'Asia'
        when country_row.region = 'Europe' then 'Europe'
        else 'Americas' end as region,
    case when evidence_grade in ('confirmed', 'fair') then 1 else 2 end as event_clarity,
    case when date_end = date_start then 1 when date_end - date_start <= 6 then 2
        when date_precision = 'week' then 3 when month is not null then 4 else 5 end as date_prec,
    date_start,
    coalesce(date_end, date_start) as date_end,
    0 as deaths_a,
    0 as deaths_b,
    case when victims = 'civilians' then deaths else 0 end as deaths_civilians,
    case when victims = 'civilians' then 0 else deaths end as deaths_unknown,
    deaths as best,
    coalesce(killed_high, deaths) as high,
    coalesce(killed_low, deaths) as low,
    case when attacker.interaction = 'State forces' then country_row.gwno end as gwnoa,
    case when hit.interaction = 'State forces' then country_row.gwno end as gwnob
from lethal
left join told on told.event_id = attack_id
left join actor_codes as attacker on attacker.code = perpetrator
left join actor_codes as hit on hit.code = victims
left join countries as country_row on country_row.country = lethal.country
left join places on places.place_id = lethal.place_id
order by date_start, relid;

comment on view attacks_ucdp is
'One row: a dated incident with at least one death, in the columns of UCDP GED.';
