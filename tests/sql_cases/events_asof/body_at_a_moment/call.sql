events_asof('2020-01-06', 'attacks') order by event_id
