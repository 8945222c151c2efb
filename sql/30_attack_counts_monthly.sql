-- One row: a month (its first day), country, first-level division and type of attack.
-- Counted: incidents, never recurring series. `attacks` counts every evidence
-- grade, `attacks_fair` those graded fair or confirmed, `attacks_confirmed` the
-- confirmed. Monthly zeros are filled in for the time the articles cover. The
-- rows whose month is null hold the incidents whose date is not known that exactly.
create view attack_counts_monthly as
select period as month, country, admin1, type, attacks, attacks_fair, attacks_confirmed
from attack_series
where unit = 'month'
order by all;

comment on view attack_counts_monthly is
'One row: incidents of one type in one division of a country in one month, by least evidence grade; zero-filled; null month: not dated that exactly.';
