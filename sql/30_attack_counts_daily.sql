-- One row: a day, country, first-level division and type of attack.
-- Counted: incidents, never recurring series. `attacks` counts every evidence
-- grade, `attacks_fair` those graded fair or confirmed, `attacks_confirmed` the
-- confirmed. Daily zeros are filled in for the time the articles cover. The
-- rows whose day is null hold the incidents whose date is not known that exactly.
create view attack_counts_daily as
select period as day, country, admin1, type, attacks, attacks_fair, attacks_confirmed
from attack_series
where unit = 'day'
order by all;

comment on view attack_counts_daily is
'One row: incidents of one type in one division of a country in one day, by least evidence grade; zero-filled; null day: not dated that exactly.';
