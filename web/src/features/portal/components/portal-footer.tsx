import type { ReactNode } from 'react';
import { FooterEnd } from '../../../components/ui/page-frame.tsx';
import { text } from '../../../lib/messages.ts';
import { usePortal } from '../api/portal.ts';

/** Support, guide, terms, privacy and version; `children` in between. `supportBody`: what a mail to support begins with. */
export function PortalFooter({
  children,
  supportBody,
}: {
  children?: ReactNode;
  supportBody?: string;
}): ReactNode {
  const { supportEmail, apiGuideUrl, termsVersion, privacyUrl, version } = usePortal();
  const query = new URLSearchParams({ subject: text('web.footer.support-subject') });
  if (supportBody) query.set('body', supportBody);
  return (
    <>
      <a href={`mailto:${supportEmail}?${query.toString().replaceAll('+', '%20')}`}>
        {text('web.footer.support', { email: supportEmail })}
      </a>
      <a href={apiGuideUrl}>{text('web.footer.guide')}</a>
      {termsVersion === null ? null : <a href="/terms">{text('web.footer.terms')}</a>}
      {privacyUrl === null ? null : <a href={privacyUrl}>{text('web.footer.privacy')}</a>}
      {children}
      <FooterEnd>{text('web.footer.version', { version })}</FooterEnd>
    </>
  );
}
