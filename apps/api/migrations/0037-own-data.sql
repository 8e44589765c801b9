-- Why: whoever asks for all their data gets one file of many lists, kept and removed like the file of a list.
-- Locks: exports for an instant; the table holds files of a day.
-- Back: delete files of format zip, then the constraint as it was.
alter table exports drop constraint exports_format;
alter table exports add constraint exports_format check (format in ('csv', 'xlsx', 'zip')) not valid;
alter table exports validate constraint exports_format;
