filled_fields order by all
