-- One row: an attack told as one incident; recurring series are left out.
-- Beside the columns of `attacks`: the day, the Monday of the week and the first
-- of the month in which it lies. Each is null when the date is not known that
-- exactly; a span of two days ("the night of Saturday to Sunday") counts on its first.
create view incidents as
with spans as (
    select *, coalesce(date_end, date_start) as last_day
    from attacks
    where kind = 'incident'
)
select
    * exclude (last_day),
    case when last_day - date_start <= 1 then date_start end as day,
    case
        when last_day - date_start <= 1
            or date_trunc('week', last_day) = date_trunc('week', date_start)
        then date_trunc('week', date_start)::date
    end as week,
    case
        when last_day - date_start <= 1
            or date_trunc('month', last_day) = date_trunc('month', date_start)
        then date_trunc('month', date_start)::date
    end as month
from spans;

comment on view incidents is
'One row: an attack told as one incident, with the day, week and month it lies in where its date is that exact.';
