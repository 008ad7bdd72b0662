-- Versions are also kept before and after a file is imported into a plan.
alter table plan_versions drop constraint plan_versions_reason_check;
alter table plan_versions add constraint plan_versions_reason_check
  check (reason in ('quiet', 'state', 'class', 'named', 'before-restore', 'restored', 'before-import', 'imported'));
