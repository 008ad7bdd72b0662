-- Full-text search without extensions. Text is folded (NFKC: full width to half width; lower case) and cut into tokens: of Chinese,
-- Japanese and Korean every two neighbouring characters and the last one alone; of other scripts words. A query is cut in the same way
-- (server/search/words.ts), so that what is looked for is found by its tokens and then checked by its folded text.
create function search_fold(given text) returns text
  language sql immutable parallel safe strict
  as $$ select translate(lower(normalize(given, NFKC)), 'ς', 'σ') $$;

create function search_tokens(folded text) returns text[]
  language sql immutable parallel safe strict
  as $$
    with runs as (
      select found[1] as ideographs, left(found[2], 60) as word
      from regexp_matches(
        folded,
        '([\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+)|([0-9a-z\u00c0-\u0f0a\u0f15-\u1fff\u2c00-\u2dff\ua000-\uabff]+)',
        'g'
      ) as found
    )
    select coalesce(array_agg(token), '{}')
    from (
      select word as token from runs where word is not null
      union
      select substr(ideographs, at, 2) from runs, generate_series(1, length(ideographs)) as at where ideographs is not null
    ) as tokens
  $$;

-- One row for each text that can be found, and where it is. "anchor" and "field" name its place within the lesson: a section or step of
-- the plan and its written part, a thread, a file. "weight" says how much it counts: 4 titles, 3 names of steps, 2 files, 1 other text.
create table search_entries (
  id bigint generated always as identity primary key,
  lesson_id uuid references lessons on delete cascade,
  need_id uuid references needs on delete cascade,
  kind text not null check (kind in ('lesson', 'plan', 'step', 'comment', 'file', 'need')),
  anchor text not null default '',
  field text not null default '',
  position integer not null default 0,
  weight smallint not null,
  body text not null,
  folded text not null generated always as (search_fold(body)) stored,
  tokens tsvector not null generated always as (array_to_tsvector(search_tokens(search_fold(body)))) stored,
  check ((lesson_id is null) <> (need_id is null))
);
create unique index search_entries_lesson on search_entries (lesson_id, kind, anchor, field, position) where lesson_id is not null;
create unique index search_entries_need on search_entries (need_id, field) where need_id is not null;
create index search_entries_tokens on search_entries using gin (tokens) with (fastupdate = off);

-- What was changed last is looked at every few seconds.
create index lessons_updated on lessons (updated_at);

-- How far the entries of a plan follow its document, and by which rules they were made.
create table search_plans (
  document_id uuid primary key references documents on delete cascade,
  seq bigint not null,
  rules integer not null
);

-- What is written in rows is entered in the very transaction that writes it, whoever writes.
create function search_put(lesson uuid, need uuid, entry_kind text, entry_anchor text, entry_field text, entry_weight integer, words text)
  returns void language plpgsql as $$
  begin
    if btrim(words) = '' then
      delete from search_entries
        where lesson_id is not distinct from lesson and need_id is not distinct from need
          and kind = entry_kind and anchor = entry_anchor and field = entry_field;
    elsif lesson is null then
      insert into search_entries (need_id, kind, anchor, field, weight, body)
        values (need, entry_kind, entry_anchor, entry_field, entry_weight, left(words, 20000))
        on conflict (need_id, field) where need_id is not null do update set body = excluded.body;
    else
      insert into search_entries (lesson_id, kind, anchor, field, weight, body)
        values (lesson, entry_kind, entry_anchor, entry_field, entry_weight, left(words, 20000))
        on conflict (lesson_id, kind, anchor, field, position) where lesson_id is not null do update set body = excluded.body;
    end if;
  end
  $$;

create function search_note_lesson() returns trigger language plpgsql as $$
  begin
    perform search_put(new.id, null, 'lesson', '', 'title', 4, new.title);
    perform search_put(new.id, null, 'lesson', '', 'card', 1, concat_ws(' · ', new.subject, new.grade, nullif(new.textbook, '')));
    return null;
  end
  $$;
create trigger search_lesson after insert or update of title, subject, grade, textbook on lessons
  for each row execute function search_note_lesson();

create function search_note_need() returns trigger language plpgsql as $$
  begin
    perform search_put(null, new.id, 'need', '', 'title', 4, new.title);
    perform search_put(null, new.id, 'need', '', 'description', 1, new.description);
    return null;
  end
  $$;
create trigger search_need after insert or update of title, description on needs
  for each row execute function search_note_need();

create function search_note_comment() returns trigger language plpgsql as $$
  begin
    perform search_put(lesson_id, null, 'comment', id::text, new.id::text, 1, new.body) from threads where id = new.thread_id;
    return null;
  end
  $$;
create trigger search_comment after insert or update of body on comments
  for each row execute function search_note_comment();

create function search_forget_comment() returns trigger language plpgsql as $$
  begin
    delete from search_entries where kind = 'comment' and anchor = old.thread_id::text and field = old.id::text
      and lesson_id in (select lesson_id from threads where id = old.thread_id);
    return null;
  end
  $$;
create trigger search_comment_gone after delete on comments
  for each row execute function search_forget_comment();

create function search_note_thread() returns trigger language plpgsql as $$
  begin
    perform search_put(new.lesson_id, null, 'comment', new.id::text, 'wording', 1, coalesce(new.wording, ''));
    return null;
  end
  $$;
create trigger search_thread after insert or update of wording on threads
  for each row execute function search_note_thread();

create function search_forget_thread() returns trigger language plpgsql as $$
  begin
    delete from search_entries where lesson_id = old.lesson_id and kind = 'comment' and anchor = old.id::text;
    return null;
  end
  $$;
create trigger search_thread_gone after delete on threads
  for each row execute function search_forget_thread();

create function search_note_file() returns trigger language plpgsql as $$
  begin
    perform search_put(new.lesson_id, null, 'file', new.file_id::text, 'name', 2, name) from files where id = new.file_id;
    return null;
  end
  $$;
create trigger search_file after insert on lesson_files
  for each row execute function search_note_file();

create function search_forget_file() returns trigger language plpgsql as $$
  begin
    delete from search_entries where lesson_id = old.lesson_id and kind = 'file' and anchor = old.file_id::text;
    return null;
  end
  $$;
create trigger search_file_gone after delete on lesson_files
  for each row execute function search_forget_file();

-- What is there already.
insert into search_entries (lesson_id, kind, field, weight, body) select id, 'lesson', 'title', 4, title from lessons;
insert into search_entries (lesson_id, kind, field, weight, body)
  select id, 'lesson', 'card', 1, concat_ws(' · ', subject, grade, nullif(textbook, '')) from lessons;
insert into search_entries (need_id, kind, field, weight, body) select id, 'need', 'title', 4, title from needs;
insert into search_entries (need_id, kind, field, weight, body)
  select id, 'need', 'description', 1, description from needs where btrim(description) <> '';
insert into search_entries (lesson_id, kind, anchor, field, weight, body)
  select lesson_id, 'comment', threads.id::text, comments.id::text, 1, body
  from comments join threads on threads.id = comments.thread_id where btrim(body) <> '';
insert into search_entries (lesson_id, kind, anchor, field, weight, body)
  select lesson_id, 'comment', id::text, 'wording', 1, wording from threads where btrim(wording) <> '';
insert into search_entries (lesson_id, kind, anchor, field, weight, body)
  select lesson_id, 'file', file_id::text, 'name', 2, name from lesson_files join files on files.id = file_id;
