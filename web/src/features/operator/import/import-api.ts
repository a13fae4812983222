import {
  importPreview,
  importResult,
  type ImportAnswers,
  type ImportPreview,
  type ImportResult,
} from '@keyturn/contract';
import type { QueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { ApiProblem, callApi } from '../../../lib/api-call.ts';

const path = '/api/v1/imports';

type Input = { file: unknown; answers: ImportAnswers };

/** What an import of this file would do now. */
export const previewImport = (body: Input): Promise<ImportPreview> =>
  callApi(importPreview, `${path}/preview`, { method: 'POST', body });

/** Does what the preview with this digest said. */
export async function runImport(
  queryClient: QueryClient,
  body: Input & { digest: string },
): Promise<ImportResult> {
  const result = await callApi(importResult, path, { method: 'POST', body });
  // Whatever is shown may be another by now.
  void queryClient.invalidateQueries();
  return result;
}

const changed = z.object({ code: z.literal('import-changed'), preview: importPreview });

/** What an import would do instead of what was previewed; null: it failed for another reason. */
export const previewInstead = (failure: unknown): ImportPreview | null =>
  failure instanceof ApiProblem ? (changed.safeParse(failure.answer).data?.preview ?? null) : null;
