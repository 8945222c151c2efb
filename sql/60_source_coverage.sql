-- One row: an outlet and a month of publication.
-- What was read of it and what that gave; a month without articles is a gap in
-- the reading, not in the events. A configured outlet of which nothing was read
-- has one row, without a month; how each was doing when last visited stands on
-- all its rows.
create view source_coverage as
with reported as (
    select article_id, count(*) as reports from attack_reports group by article_id
),
stepped as (
    select article_id, count(*) as reports from milestone_reports group by article_id
),
monthly as (
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
)
select
    outlet,
    month,
    coalesce(articles, 0) as articles,
    coalesce(articles_with_attacks, 0) as articles_with_attacks,
    coalesce(articles_with_milestones, 0) as articles_with_milestones,
    coalesce(attack_reports, 0) as attack_reports,
    coalesce(milestone_reports, 0) as milestone_reports,
    state,
    last_article_at,
    fault
from monthly
full join source_states using (outlet)
order by outlet, month;

comment on view source_coverage is
'One row: an outlet and a month, the articles read and the reports they gave, and how the outlet is doing now.';
