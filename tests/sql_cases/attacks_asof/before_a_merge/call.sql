attacks_asof('2020-01-03') order by attack_id
