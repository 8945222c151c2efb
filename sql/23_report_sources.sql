-- One row: a report with the event it went into, its article's outlet and
-- address, and the first sentence that asserts it.
create view report_sources as
with members as (
    select report_id, event_id from attack_reports_merged
    union all
    select report_id, event_id from milestone_reports_merged
),
sentences as (
    select report_id, article_id, arg_min(quote, "start") as quote
    from evidence
    where field = 'event'
    group by report_id, article_id
)
select
    members.event_id, members.report_id, sentences.article_id,
    articles.outlet, articles.url, articles.title, articles.published, sentences.quote
from members
join sentences using (report_id)
join articles using (article_id);

comment on view report_sources is
'One row: a report, the event it belongs to, who published it where and the sentence that asserts it.';
