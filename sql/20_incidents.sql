-- One row: an attack told as one incident; recurring series are left out.
-- Beside the columns of `attacks`: the day, the Monday of the week and the first
-- of the month in which it lies. Each is null when the date is not known that
-- exactly; a span of two days ("the night of Saturday to Sunday") counts on its first.
create view incidents as
select
    *,
    case when coalesce(date_end, date_start) - date_start <= 1 then date_start end as day,
    case
        when coalesce(date_end, date_start) - date_start <= 1
            or date_trunc('week', date_end) = date_trunc('week', date_start)
        then date_trunc('week', date_start)::date
    end as week,
    case
        when coalesce(date_end, date_start) - date_start <= 1
            or date_trunc('month', date_end) = date_trunc('month', date_start)
        then date_trunc('month', date_start)::date
    end as month
from attacks
where kind = 'incident';

comment on view incidents is
'One row: an attack told as one incident, with the day, week and month it lies in where its date is that exact.';
