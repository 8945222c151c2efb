attacks_asof('2020-02-01') order by attack_id
