-- Views by the names of the tables, each of the rows that a publication touches
-- and of those that these refer to: what data_quality can find among them is all
-- that it can find anew. The tables lie in the database `rasid`; what came into
-- or went out of each is in `changed_` and its name.
create temp table touched_articles as
select article_id from changed_articles
union select article_id from changed_evidence
union select article_id from changed_attack_reports
union select article_id from changed_milestone_reports
union select article_id from rasid.attack_reports semi join changed_attack_reports_merged using (report_id)
union select article_id from rasid.milestone_reports semi join changed_milestone_reports_merged using (report_id);

create temp table touched_events as
select attack_id as event_id from changed_attacks
union select milestone_id from changed_milestones
union select event_id from changed_attack_reports_merged
union select event_id from changed_milestone_reports_merged;

create temp view articles as select * from rasid.articles semi join touched_articles using (article_id);
create temp view evidence as select * from rasid.evidence semi join touched_articles using (article_id);
create temp view attack_reports as select * from rasid.attack_reports semi join touched_articles using (article_id);
create temp view milestone_reports as select * from rasid.milestone_reports semi join touched_articles using (article_id);

create temp view attacks as select * from rasid.attacks where attack_id in (select event_id from touched_events);
create temp view milestones as select * from rasid.milestones where milestone_id in (select event_id from touched_events);

create temp view attack_reports_merged as
select * from rasid.attack_reports_merged
where report_id in (select report_id from attack_reports) or event_id in (select event_id from touched_events);

create temp view milestone_reports_merged as
select * from rasid.milestone_reports_merged
where report_id in (select report_id from milestone_reports) or event_id in (select event_id from touched_events);

create temp view places as select * from rasid.places;
