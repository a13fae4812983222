// Before any module: zod looks whether it may compile parsers with eval as soon as a schema is made, and the content
// security policy forbids that.
// oxlint-disable-next-line no-underscore-dangle -- zod's name
globalThis.__zod_globalConfig = { jitless: true };
