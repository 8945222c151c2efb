incidents order by all
