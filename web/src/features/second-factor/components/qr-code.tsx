import { QRCodeSVG } from 'qrcode.react';
import type { ReactNode } from 'react';
import { text } from '../../../lib/messages.ts';

/** Loaded when it is needed: the default export is what React's `lazy` takes. */
export default function QrCode({ value }: { value: string }): ReactNode {
  return <QRCodeSVG value={value} size={176} title={text('web.factor.qr')} marginSize={2} />;
}
