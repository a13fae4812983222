export * from './application.ts';
export * from './audit-event.ts';
export * from './client-secret.ts';
export * from './import-file.ts';
export * from './introspection-credential.ts';
export * from './messages/catalogue.ts';
export * from './problem.ts';
export * from './primitives.ts';
