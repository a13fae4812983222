import { randomUUID } from 'node:crypto';
import type { Application, ClientSecret, MessageKey } from '@keyturn/contract';
import type { Page, Route } from 'playwright-core';
import { text } from '../../server/src/messages.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
type Code =
  Extract<MessageKey, `problem.${string}.detail`> extends `problem.${infer Name}.detail` ? Name : never;
type Refusal = {
  status: number;
  code: Code;
  values?: Record<string, string | number>;
  errors?: { path: string; message: string }[];
};

const requestId = '4be7a7a2-2f0e-4c57-9b5e-2f8f9a1c0d11';

/**
 * What a page is answered instead of by the demo: for states that the demo cannot be in, and so that no picture
 * changes what another one shows. What nothing is said about goes to the demo.
 */
export class Answers {
  readonly #page: Page;
  #applications: Application[] | null = null;

  constructor(page: Page) {
    this.#page = page;
  }

  /** From now on these are the applications, in the list and one by one. */
  async applications(applications: Application[]): Promise<void> {
    const isFirst = this.#applications === null;
    this.#applications = applications;
    if (!isFirst) return;
    await this.#answer('GET', /\/api\/v1\/applications\?/, (route) =>
      route.fulfill({ json: { items: this.#applications, next: null } }),
    );
    await this.#answer('GET', /\/api\/v1\/applications\/[\w-]+\?/, (route) =>
      route.fulfill({
        json: this.#applications?.find(({ clientId }) => route.request().url().includes(clientId)),
      }),
    );
  }

  /** The created client secret, as asked for, and like another one for the rest; the demo creates nothing. */
  created(like: ClientSecret): Promise<void> {
    return this.#answer('POST', '**/secrets', (route) => {
      const asked = route.request().postDataJSON() as Pick<
        ClientSecret,
        'name' | 'expiresAt' | 'replacesSecretId'
      >;
      const hint = sampleValue.slice(0, 3);
      const json = { ...like, ...asked, id: randomUUID(), hint, clientSecret: sampleValue };
      return route.fulfill({ status: 201, json });
    });
  }

  /** The change is done, as far as the page can tell; `first`: what it changes. */
  done(method: Method, url: string | RegExp, first: () => unknown): Promise<void> {
    return this.#answer(method, url, async (route) => {
      await first();
      await route.fulfill({ status: 204 });
    });
  }

  /** The server refuses; `first`: what changes before it does. */
  refuse(
    method: Method,
    url: string | RegExp,
    { status, code, values, errors }: Refusal,
    first?: () => unknown,
  ): Promise<void> {
    const problem = {
      type: `urn:keyturn:problem:${code}`,
      title: text(`problem.${code}.title`),
      status,
      detail: text(`problem.${code}.detail`, values),
      code,
      requestId,
      ...(errors && { errors }),
    };
    return this.#answer(method, url, async (route) => {
      await first?.();
      await route.fulfill({
        status,
        contentType: 'application/problem+json',
        body: JSON.stringify(problem),
      });
    });
  }

  /** Any answer that is no refusal. */
  json(method: Method, url: string | RegExp, json: unknown): Promise<void> {
    return this.#answer(method, url, (route) => route.fulfill({ json }));
  }

  /** What the demo answers, changed. */
  changed<Json>(url: string | RegExp, change: (json: Json) => Json): Promise<void> {
    return this.#answer('GET', url, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: change((await response.json()) as Json) });
    });
  }

  /** No answer comes: the page waits. */
  hold(method: Method, url: string | RegExp): Promise<void> {
    return this.#answer(method, url, () => new Promise(() => {}));
  }

  /** The answer is lost; `first`: what the server did all the same. */
  lose(method: Method, url: string | RegExp, first?: () => unknown): Promise<void> {
    return this.#answer(method, url, async (route) => {
      await first?.();
      await route.abort();
    });
  }

  #answer(method: Method, url: string | RegExp, answer: (route: Route) => Promise<void>): Promise<void> {
    return this.#page
      .route(url, (route) => (route.request().method() === method ? answer(route) : route.fallback()))
      .then(() => {});
  }
}

/** Has the form of a client secret, and is none. */
const sampleValue = 'aB3_kt_5Qm2Zt8Wc1Rk7Xv4Ln9Hs3Jd6Fp0By2Gq8Tm5Vz1Nw7Kc4';
