covered_periods order by all
