import type { WebMessageKey } from '@keyturn/contract';
import { Button } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { announce } from '../../../components/ui/live-region.tsx';
import { text } from '../../../lib/messages.ts';
import { EmergencyDialog } from './emergency-dialog.tsx';
import { RecordSection } from './record-form.tsx';

type Texts = Record<
  'stops' | 'goesOn' | 'disable' | 'disableHeading' | 'disabled' | 'enable' | 'enableHeading' | 'enabled',
  WebMessageKey
>;

type Props = {
  isActive: boolean;
  name: string;
  texts: Texts;
  /** `reason`: why it is disabled, for its people. */
  onChange: (reason: string | null) => Promise<void>;
};

/** Stopping something at once with everything that hangs on it, or letting it go on. */
export function EmergencySection({ isActive, name, texts, onChange }: Props): ReactNode {
  const [isAsking, setAsking] = useState(false);
  async function change(reason: string | null): Promise<void> {
    await onChange(reason);
    setAsking(false);
    announce(text(isActive ? texts.disabled : texts.enabled, { name }));
  }
  return (
    <RecordSection title={text('web.emergency.heading')}>
      <p className="kt-muted">{text(isActive ? texts.stops : texts.goesOn)}</p>
      <div>
        <Button variant="default" {...(isActive ? { color: 'danger' } : {})} onClick={() => setAsking(true)}>
          {text(isActive ? texts.disable : texts.enable)}
        </Button>
      </div>
      {isAsking ? (
        <EmergencyDialog
          heading={text(isActive ? texts.disableHeading : texts.enableHeading, { name })}
          consequence={text(isActive ? texts.stops : texts.goesOn)}
          submitLabel={text(isActive ? 'web.emergency.disable' : 'web.emergency.enable')}
          hasReason={isActive}
          isDangerous={isActive}
          onSubmit={change}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </RecordSection>
  );
}
