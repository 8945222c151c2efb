report_sources order by all
