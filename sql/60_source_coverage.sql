-- One row: an outlet and a month of publication.
-- What was read of it and what that gave; a month without articles is a gap in
-- the reading, not in the events.
create view source_coverage as
with reported as (
    select article_id, count(*) as reports from attack_reports group by article_id
),
stepped as (
    select article_id, count(*) as reports from milestone_reports group by article_id
)
select
    outlet,
    date_trunc('month', published)::date as month,
    count(*) as articles,
    count(reported.article_id) as articles_with_attacks,
    count(stepped.article_id) as articles_with_milestones,
    coalesce(sum(reported.reports), 0)::bigint as attack_reports,
    coalesce(sum(stepped.reports), 0)::bigint as milestone_reports
from articles
left join reported using (article_id)
left join stepped using (article_id)
group by outlet, date_trunc('month', published)
order by outlet, month;

comment on view source_coverage is
'One row: an outlet and a month, the articles read and the reports they gave.';
