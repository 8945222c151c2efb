create view data_quality as select 'error' as severity, 'x' as "check", 's' as subject, 'd' as detail where false;
