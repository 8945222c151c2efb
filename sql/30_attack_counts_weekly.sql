-- One row: a week (its Monday), country, first-level division and type of attack.
-- Counted: incidents, never recurring series. `attacks` counts every evidence
-- grade, `attacks_fair` those graded fair or confirmed, `attacks_confirmed` the
-- confirmed. Weekly zeros are filled in for the time the articles cover. The
-- rows whose week is null hold the incidents whose date is not known that exactly.
create view attack_counts_weekly as
select period as week, country, admin1, type, attacks, attacks_fair, attacks_confirmed
from attack_series
where unit = 'week'
order by all;

comment on view attack_counts_weekly is
'One row: incidents of one type in one division of a country in one week, by least evidence grade; zero-filled; null week: not dated that exactly.';
