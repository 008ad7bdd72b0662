-- A commit writes one row a document and not one an update: a run of updates, one after another as they came. `first_seq` and `seq`
-- are the numbers of its first and last. A process that was taken for dead commits a run that begins where its successor's does.
alter table document_updates rename column update to updates;
alter table document_updates
  add column first_seq bigint,
  add column lengths integer[],
  add column account_ids uuid[];
update document_updates
set first_seq = seq, lengths = array[length(updates)], account_ids = array[account_id];
alter table document_updates
  alter column first_seq set not null,
  alter column lengths set not null,
  alter column account_ids set not null,
  drop column account_id,
  drop constraint document_updates_pkey,
  add primary key (document_id, first_seq),
  add constraint document_updates_run
    check (seq = first_seq + cardinality(lengths) - 1 and cardinality(account_ids) = cardinality(lengths));
-- Nobody waits for the packing of what is gone again after the next snapshot.
alter table document_updates alter column updates set storage external;

-- The updates of the runs one by one, and who sent each.
create view document_entries as
select run.document_id, run.first_seq + entry.number - 1 as seq,
  substring(run.updates from entry.upto - entry.length + 1 for entry.length) as update, entry.account_id, run.created_at
from document_updates run cross join lateral (
  select one.number, one.length, one.account_id, (sum(one.length) over (order by one.number))::integer as upto
  from unnest(run.lengths, run.account_ids) with ordinality as one (length, account_id, number)
) as entry;

-- Appends runs to the logs of many documents, and answers how many runs that were. The updates of all runs follow each other in
-- "updates", their lengths and accounts in "lengths" and "account_ids"; a run is so many of them ("counts"), and so many bytes
-- ("sizes"). Left out: runs whose first number is there, and those of documents that are not. An account that is gone leaves its
-- words behind.
drop function append_document_updates;
create function append_document_updates(
  document_ids uuid[], first_seqs bigint[], counts integer[], sizes integer[], updates bytea, lengths integer[], account_ids uuid[]
) returns bigint language plpgsql as $$
declare
  authors uuid[];
  gone uuid;
  appended bigint;
begin
  -- Taken before the next statement looks at what there is: nobody who removes a document or an account is half-way then.
  lock table document_updates in row exclusive mode;
  select array_agg(distinct author) into authors from unnest(account_ids) as author;
  if (select count(*) from accounts where id = any(authors)) < cardinality(authors) then
    foreach gone in array authors loop
      if not exists (select from accounts where id = gone) then
        account_ids := array_replace(account_ids, gone, null);
      end if;
    end loop;
  end if;
  insert into document_updates (document_id, first_seq, seq, updates, lengths, account_ids)
  select run.document_id, run.first_seq, run.first_seq + run.count - 1,
    substring(updates from run.size_upto - run.size + 1 for run.size),
    lengths[run.count_upto - run.count + 1 : run.count_upto],
    account_ids[run.count_upto - run.count + 1 : run.count_upto]
  from (
    select one.*, (sum(count) over runs)::integer as count_upto, (sum(size) over runs)::integer as size_upto
    from unnest(document_ids, first_seqs, counts, sizes) with ordinality as one (document_id, first_seq, count, size, number)
    window runs as (order by one.number)
  ) as run
  join documents on documents.id = run.document_id
  on conflict do nothing;
  get diagnostics appended = row_count;
  return appended;
end $$;

create or replace function forget_log_author() returns trigger language plpgsql as $$
begin
  update document_updates set account_ids = array_replace(account_ids, old.id, null) where old.id = any(account_ids);
  return null;
end $$;
