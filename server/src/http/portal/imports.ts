import {
  importPreview,
  importResult,
  previewImportRequest,
  problem,
  runImportRequest,
} from '@keyturn/contract';
import type { Deps } from '../../domain/deps.ts';
import {
  ImportChangedError,
  previewImport,
  runPreviewedImport,
} from '../../domain/federation/preview-import.ts';
import { requireOperator } from '../../domain/policy.ts';
import { sendProblem } from '../problem.ts';
import { actorOf } from './authenticate.ts';
import type { PortalApp } from './portal-app.ts';
import { problems } from './problems-schema.ts';

const tags = ['imports'];

/** 20,000 organisations with their applications and people, as Entra writes them, are about 40 MB. */
const importBodyLimitBytes = 64 * 1024 * 1024;

/** Files by which an operator adds and changes much at once (R3.1), with a look at what they do first. */
export function registerImports(app: PortalApp, deps: Deps): void {
  app.post(
    '/imports/preview',
    {
      bodyLimit: importBodyLimitBytes,
      onRequest: async (request) => requireOperator(actorOf(request)),
      schema: {
        operationId: 'previewImport',
        summary: 'Say what an import of a file would do, and what stands against it; nothing is written',
        tags,
        body: previewImportRequest,
        response: { 200: importPreview, ...problems },
      },
    },
    (request) => previewImport(deps, actorOf(request), request.body),
  );

  app.post(
    '/imports',
    {
      bodyLimit: importBodyLimitBytes,
      onRequest: async (request) => requireOperator(actorOf(request)),
      schema: {
        operationId: 'runImport',
        summary: 'Do what a preview said, all of it or nothing',
        tags,
        body: runImportRequest,
        response: {
          200: importResult,
          412: {
            description: 'It would do something else by now: what, is in `preview`',
            content: {
              'application/problem+json': { schema: problem.extend({ preview: importPreview }) },
            },
          },
          ...problems,
        },
      },
    },
    async (request, reply) => {
      try {
        return await runPreviewedImport(deps, actorOf(request), request.body);
      } catch (error) {
        if (!(error instanceof ImportChangedError)) throw error;
        return sendProblem(error, request, reply, { preview: error.preview });
      }
    },
  );
}
