/** Backups, restores, and moving to PostgreSQL. */
export const backupMessages = {
  'cli.backup.description': 'Write the whole database to a file, also while the server runs',
  'cli.backup.file': 'file to write; it must not exist',
  'cli.backup.force': 'replace the file',
  'cli.backup.progress': '{done, number} of {total, number} rows',
  'cli.backup.unrecorded': 'The database may only be read: that it is backed up is not in its audit log.',
  'cli.backup.done':
    'Wrote {file} and read it again: {rows, number} rows, SHA-256 {sha256}.\n\nThe master key is not in it. Keep that apart: nothing can be restored without it. Its fingerprint is {fingerprint}.',
  'cli.restore.description': 'Fill an empty database with a backup, and check that all of it is there',
  'cli.restore.file': 'file that keyturn backup wrote',
  'cli.restore.force': 'remove what the database holds, after a question',
  'cli.restore.question':
    'The database ({database}) holds the federation with the tenant ID {tenantId}. All of it will be removed: accounts, client secrets, usage and the audit log.\nTo go on, type {wanted} (the beginning of that ID).',
  'cli.restore.not-replaced': 'Nothing was changed.',
  'cli.restore.done':
    'Restored the backup of {createdAt}: {rows, number} rows, compared with the file after writing; {events, plural, one {# audit event} other {# audit events}} verified.{migrations, plural, =0 {} one { # later migration was applied.} other { # later migrations were applied.}}\nTenant ID: {tenantId}\n\nBefore you start the server: a client secret that was deleted or disabled after the backup works again, and mails that were queued then go out. Delete such secrets again.',
  'cli.restore.audit-problem':
    'Everything was written as it was, but the audit log is not whole. It was so before:',
  'cli.migrate-to.description': 'Move an embedded database to an empty PostgreSQL database, and compare them',
  'cli.migrate-to.url': 'postgres://user:password@host:port/database',
  'cli.migrate-to.url-invalid': 'The address must begin with postgres:// or postgresql:// and name a host.',
  'cli.migrate-to.not-embedded':
    'KEYTURN_DATABASE_URL is set, so this is no embedded database. Leave it out and set KEYTURN_DATA_DIR, or move between PostgreSQL servers with keyturn backup and keyturn restore.',
  'cli.migrate-to.done':
    'Moved: {rows, number} rows in {tables} tables, compared after writing; {events, plural, one {# audit event} other {# audit events}} verified.\n\nSet this for every server, with the password in its place, and start it:\n\n{variables}\n\nKeep the master key where backups of the database are not. The database in {directory} is as it was, and marked with the file MOVED, so that no server starts on it by mistake.',

  'backup.moved':
    'The database in {directory} was moved to {to} ({at}); whatever happened since is there. Set KEYTURN_DATABASE_URL to that database. To use this old one all the same, delete {marker}.',
  'backup.problem.nothing':
    'There is nothing to back up: no server was ever started on this database. Check KEYTURN_DATABASE_URL and KEYTURN_DATA_DIR.',
  'backup.problem.no-database':
    'There is no database in {directory}. Set KEYTURN_DATA_DIR to the data directory of the server.',
  'backup.problem.exists': '{file} exists. Choose another name, or replace it with --force.',
  'backup.problem.directory': '{file} is a directory. Name a file.',
  'backup.problem.no-directory': 'The directory {directory} does not exist.',
  'backup.problem.not-written': '{file} was not written: {reason}. Whatever it was before, it still is.',
  'backup.problem.unreadable': '{file} cannot be read: {reason}.',
  'backup.problem.no-backup': 'The file is not a backup of Keyturn. Nothing was changed.',
  'backup.problem.other-format':
    'The backup has the format {format}, which this version of Keyturn does not know. Restore it with the version that wrote it, or a later one. Nothing was changed.',
  'backup.problem.cut':
    'The backup is not whole: its end is missing. Copy the file again, or take another backup. Nothing was changed.',
  'backup.problem.altered':
    'The backup is not what was written: it is damaged or was altered. Copy the file again, or take another backup. Nothing was changed.',
  'backup.problem.master-key-missing':
    'There is no master key, and the backup cannot be used without the one that has the fingerprint {wanted}. Set KEYTURN_MASTER_KEY or KEYTURN_MASTER_KEY_FILE, or put the file master.key of the earlier data directory into the new one. Nothing was changed.',
  'backup.problem.other-master-key':
    'The backup needs the master key with the fingerprint {wanted}; the one that is set has {configured}. Set the key that the server had when the backup was made. Nothing was changed.',
  'backup.problem.master-key-opens-nothing':
    'The master key that is set (fingerprint {configured}) does not open the signing keys in the database. Set the key that the server has. Nothing was changed.',
  'backup.problem.not-empty':
    'The database is not empty: it holds the federation with the tenant ID {tenantId}. Name an empty one. (restore --force removes it first.) Nothing was changed.',
  'backup.problem.in-use':
    'The database is in use by {count, plural, one {another connection} other {# other connections}} of Keyturn. Stop every server and command on it. Nothing was changed.',
  'backup.problem.other-schema':
    'The database does not get the tables of the backup ({table}). Restore it with the version of Keyturn that wrote it. Nothing was changed.',
  'backup.problem.differs':
    'What was written to the database is not what the backup holds ({table}). Nothing was kept; please report this.',
} as const;
