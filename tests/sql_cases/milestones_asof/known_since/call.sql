milestones_asof('2020-01-03')
