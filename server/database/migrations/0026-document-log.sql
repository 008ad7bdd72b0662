-- Half of what a commit of the log cost were two foreign keys, each asked for every row by a query of its own. The rows are
-- written by one function, which looks once at what is referred to; triggers do what the keys did when that goes.
alter table document_updates
  drop constraint document_updates_document_id_fkey,
  drop constraint document_updates_account_id_fkey;

-- Appends to the logs of many documents, and answers how many rows that were. Update i is "lengths[i]" bytes of "updates" from
-- "starts[i]" on, counted from 1. Left out: rows that are there, and those of documents that are not. An account that is gone
-- leaves its words behind.
create function append_document_updates(
  document_ids uuid[], seqs bigint[], updates bytea, starts integer[], lengths integer[], account_ids uuid[]
) returns bigint language plpgsql as $$
declare
  appended bigint;
begin
  -- Taken before the next statement looks at what there is: nobody who removes a document or an account is half-way then.
  lock table document_updates in row exclusive mode;
  insert into document_updates (document_id, seq, update, account_id)
  select entry.document_id, entry.seq, substring(updates from entry.start for entry.length), accounts.id
  from unnest(document_ids, seqs, starts, lengths, account_ids) as entry (document_id, seq, start, length, account_id)
  join documents on documents.id = entry.document_id
  left join accounts on accounts.id = entry.account_id
  on conflict do nothing;
  get diagnostics appended = row_count;
  return appended;
end $$;

-- Whoever removes what the log refers to waits for the commits under way, and those that come wait for the removal.
create function hold_document_log() returns trigger language plpgsql as $$
begin
  lock table document_updates in share row exclusive mode;
  return null;
end $$;
create trigger hold_document_log before delete on documents for each statement execute function hold_document_log();
create trigger hold_document_log before delete on accounts for each statement execute function hold_document_log();

create function remove_document_log() returns trigger language plpgsql as $$
begin
  delete from document_updates where document_id = old.id;
  return null;
end $$;
create trigger remove_document_log after delete on documents for each row execute function remove_document_log();

create function forget_log_author() returns trigger language plpgsql as $$
begin
  update document_updates set account_id = null where account_id = old.id;
  return null;
end $$;
create trigger forget_log_author after delete on accounts for each row execute function forget_log_author();
