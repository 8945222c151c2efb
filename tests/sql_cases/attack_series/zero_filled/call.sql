attack_series order by all
