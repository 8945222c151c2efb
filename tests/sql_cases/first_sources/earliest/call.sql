first_sources order by all
