-- Attachments and images. The bytes are in the file storage under "content"; a row is written after them, so that a row without
-- bytes cannot be. A file is read by those who see one of its lessons. "organisation_id" is whose quota it counts against.
create table files (
  id uuid primary key,
  content uuid not null unique,
  name text not null,
  size bigint not null,
  type text not null,
  width integer,
  height integer,
  sha256 bytea not null,
  organisation_id uuid not null references organisations,
  created_by uuid not null references accounts,
  created_at timestamptz not null default now(),
  check ((width is null) = (height is null))
);
create index files_organisation on files (organisation_id);

-- "used_at": when it was found in the plan or in a version of it. What never was is removed after some weeks.
create table lesson_files (
  lesson_id uuid not null references lessons on delete cascade,
  file_id uuid not null references files,
  added_at timestamptz not null default now(),
  used_at timestamptz,
  primary key (lesson_id, file_id)
);
create index lesson_files_file on lesson_files (file_id);
