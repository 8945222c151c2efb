-- One row: an attack on a foreign presence, and which presence it was.
-- Told by target or by place: the Green Zone, an embassy or consulate, foreign
-- forces in themselves. An airport, a base or a convoy is one when those hit are
-- foreign forces, or when in Iraq nobody but a militia, Iran or unknown attackers
-- fired at it. Force used against protesters there is none. Incidents and
-- recurring series both, told apart by `kind`: count one of them.
create view attacks_on_foreign_presence as
with judged as (
    select
        attacks.*, places.kind as place_kind,
        victims in ('us', 'coalition', 'nato', 'uk', 'france', 'turkey', 'russia', 'un', 'other_state') as hits_foreigners,
        attacks.country = 'IQ' and perpetrator in ('unidentified', 'iran_aligned_militia', 'iran') as is_likely
    from attacks
    left join places using (place_id)
    where attacks.type <> 'protest_repression'
),
named as (
    select
        *,
        case
            when list_contains(targets, 'green_zone') or place_id = 'iq-green-zone' then 'green_zone'
            when list_contains(targets, 'embassy') or place_kind = 'embassy' then 'embassy'
            when list_contains(targets, 'foreign_forces') and list_contains(targets, 'convoy') then 'convoy'
            when list_contains(targets, 'foreign_forces') and list_contains(targets, 'military_base') then 'base'
            when list_contains(targets, 'foreign_forces') and list_contains(targets, 'airport') then 'airport'
            when list_contains(targets, 'foreign_forces') then 'forces'
            when not coalesce(hits_foreigners, false) and not coalesce(is_likely, false) then null
            when list_contains(targets, 'airport') or place_kind = 'airport' then 'airport'
            when list_contains(targets, 'military_base') or place_kind = 'military_base' then 'base'
            when list_contains(targets, 'convoy') then 'convoy'
        end as presence
    from judged
)
select
    presence, kind, date_start, date_end, date_precision, country, admin1, place, latitude, longitude,
    type, outcome, weapons, perpetrator, targets, victims,
    killed_low, killed_best, killed_high, wounded_low, wounded_best, wounded_high,
    n_reports, n_independent, evidence_grade, confidence, source, source_url, source_quote, attack_id
from named
left join first_sources on event_id = attack_id
where presence is not null
order by date_start, date_end, attack_id;

comment on view attacks_on_foreign_presence is
'One row: an attack on the Green Zone, an embassy, foreign forces, or an airport, base or convoy that they use.';
