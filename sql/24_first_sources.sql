-- One row: an event with its earliest report: outlet, address and sentence.
create view first_sources as
select distinct on (event_id)
    event_id, outlet as source, url as source_url, quote as source_quote
from report_sources
order by event_id, published nulls last, report_id;

comment on view first_sources is
'One row: an event with the outlet, address and sentence of its earliest report.';
