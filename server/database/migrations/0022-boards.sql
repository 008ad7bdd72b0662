-- The whiteboard of a class: a live document, made when somebody first enters.
create table class_boards (
  session_id uuid primary key references class_sessions on delete cascade,
  document_id uuid not null unique references documents,
  drawers text not null default 'teachers' check (drawers in ('lead', 'teachers', 'room'))
);

-- What filled the stage for everybody, one row a change; the latest is shown now.
create table class_shown (
  id bigint generated always as identity primary key,
  session_id uuid not null references class_sessions on delete cascade,
  account_id uuid not null references accounts,
  kind text not null check (kind in ('nothing', 'board', 'file')),
  page_id text check ((page_id is not null) = (kind = 'board')),
  file_id uuid references files check ((file_id is not null) = (kind = 'file')),
  page integer check ((page is not null) = (kind = 'file')),
  at timestamptz not null default now()
);
create index class_shown_session on class_shown (session_id, id);
create index class_shown_file on class_shown (file_id) where file_id is not null;
