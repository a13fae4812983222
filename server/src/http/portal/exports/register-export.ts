import { z } from 'zod';
import type { Actor } from '../../../domain/audit/actor.ts';
import type { Deps } from '../../../domain/deps.ts';
import { beginExport } from '../../../domain/export/begin-export.ts';
import { actorOf } from '../authenticate.ts';
import type { PortalApp } from '../portal-app.ts';
import { problems } from '../problems-schema.ts';
import { toCsv, toJsonLines, type Cell } from './export-file.ts';

/** Who asks for which rows. */
export type Asked<Query> = { actor: Actor; query: Query };

/** A list as a file. */
type ExportOf<Query, View> = {
  list: string;
  operationId: string;
  summary: string;
  query: z.ZodType<Query>;
  pages: (asked: Asked<Query>) => AsyncIterable<View[]>;
} & (
  | {
      format: 'csv';
      /** By its title what stands in each column. */
      columns: Record<string, (view: View) => Cell>;
    }
  | { format: 'jsonl' }
);

const types = { csv: 'text/csv; charset=utf-8; header=present', jsonl: 'application/jsonl; charset=utf-8' };

/** Registers `GET /exports/<list>.<format>` (R7), for operators. */
export function registerExport<Query extends object, View extends object>(
  app: PortalApp,
  deps: Deps,
  exported: ExportOf<Query, View>,
): void {
  const { list, format, operationId, summary } = exported;
  app.get(
    `/exports/${list}.${format}`,
    {
      // It would be recorded as an export that nobody received.
      exposeHeadRoute: false,
      schema: {
        operationId,
        summary,
        tags: ['exports'],
        querystring: exported.query,
        response: { 200: z.string().describe(types[format]), ...problems },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- parsed by this very schema
      const query = request.query as Query;
      const { end } = await beginExport(deps, actor, list, definedOf(query));
      const pages = exported.pages({ actor, query });
      const file = exported.format === 'csv' ? toCsv(exported.columns, pages, end) : toJsonLines(pages, end);
      const date = deps.clock.now().toISOString().slice(0, 10);
      void reply
        .header('content-type', types[format])
        .header('content-disposition', `attachment; filename="keyturn-${list}-${date}.${format}"`);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the text of the schema, piece by piece
      return reply.send(file as unknown as string);
    },
  );
}

const definedOf = (query: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined));
