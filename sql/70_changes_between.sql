-- One row: a change of one field of one event after `earlier` and not after
-- `later`: what the dataset believed before and since, and why it changed its
-- mind. Values are JSON; `event` is the whole row of one that came or went.
create macro changes_between(earlier, later) as table
select valid_from as changed_at, "table", event_id, field, old, new, reason
from revisions
where valid_from > earlier::timestamptz and valid_from <= later::timestamptz
order by valid_from, "table", event_id, field;

comment on macro table changes_between is
'One row: a change of one field of one event after `earlier` and not after `later`, and why.';
