attacks_asof('2020-01-06') order by attack_id
