import { describe, expect, test } from 'vitest';
import { plainName } from '../../src/mail/plain-name.ts';
import { renderMail, type MailLine } from '../../src/mail/render-mail.ts';

const url = 'https://portal.example.org/set-up#a_b-C3';

const footer =
  'We never ask for a client secret, password or code by e-mail. Federation & Friends, support@example.org';

const render = (lines: MailLine[]) =>
  renderMail({
    subject: 'Set up <your> account',
    operator: 'Federation & Friends',
    lines,
    support: 'support@example.org',
  });

const linksIn = (html: string): string[] =>
  Array.from(html.matchAll(/<a [^>]*>.*?<\/a>/gs), ([link]) => link.replace(/ (?:class|style)="[^"]*"/g, ''));

describe('a mail', () => {
  test('says the same in text and HTML; the link’s visible text is its whole address', () => {
    const { text, html } = render(['Hello Anna,', { link: url }, { code: '12345678' }]);
    expect(text).toBe(`Hello Anna,\n\n${url}\n\n12345678\n\n${footer}\n`);
    expect(linksIn(html)).toEqual([`<a href="${url}">${url}</a>`]);
    for (const said of ['>Hello Anna,</p>', '>12345678</p>', '>Federation &amp; Friends</td>'])
      expect(html).toContain(said);
    expect(html).toContain('<title>Set up &lt;your&gt; account</title>');
    expect(html).toContain(`>${footer.replace('&', '&amp;')}</td>`);
  });

  test('nothing is a link but what is marked as one, and nothing that people chose is markup', () => {
    const { html } = render([
      'https://evil.example.org/set-up',
      'Hello <a href="https://evil.example.org">you</a>',
      '<img src="https://evil.example.org/seen">',
    ]);
    expect(linksIn(html)).toEqual([]);
    expect(html).not.toContain('<img');
    expect(html).toContain('Hello &lt;a href=&quot;https://evil.example.org&quot;&gt;you&lt;/a&gt;');
  });

  test('loads nothing: no image, no font, no script, no address but the link’s', () => {
    const { html } = render(['Hello Anna,', { link: url }]);
    expect(html).not.toMatch(/<(?:img|link|script|iframe|picture|video)|url\(|@import|src=/i);
    expect(html.replaceAll(url, '')).not.toContain('://');
  });

  test('a link cannot leave its attribute', () => {
    const { html } = render([{ link: 'https://portal.example.org/"onclick="x' }]);
    expect(linksIn(html)).toEqual([
      '<a href="https://portal.example.org/&quot;onclick=&quot;x">https://portal.example.org/&quot;onclick=&quot;x</a>',
    ]);
  });
});

describe('a name that looks like an address', () => {
  test.each(['evil.example.org', 'http://evil.example.org/x', '//evil.example.org', 'anna@evil.example.org'])(
    '%s is taken apart invisibly, so that mail programs make no link of it',
    (name) => {
      const plain = plainName(name);
      expect(plain.replaceAll('\u{200c}', '')).toBe(name);
      expect(plain).not.toMatch(/\w[.@]\w|:\/|\/\//);
    },
  );

  test.each(['Anna Berg', 'J. R. Müller-Lüdenscheidt', 'Partner-DE-EastRegistry-DM', 'Dr. Who'])(
    '%s stays as it is',
    (name) => {
      expect(plainName(name)).toBe(name);
    },
  );
});
