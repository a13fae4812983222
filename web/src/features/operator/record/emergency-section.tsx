import type { WebMessageKey } from '@keyturn/contract';
import { Button } from '@mantine/core';
import { useRef, useState, type ReactNode } from 'react';
import { announce } from '../../../components/ui/live-region.tsx';
import { text, type MessageParameters } from '../../../lib/messages.ts';
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
  /** Of the texts besides the name. */
  parameters?: MessageParameters;
  /** Who is told why it is disabled; left out: nobody, and no reason is asked for. */
  reasonHint?: WebMessageKey;
  /** `reason`: why it is disabled, for its people. */
  onChange: (status: 'active' | 'disabled', reason: string | null) => Promise<void>;
};

/** Stopping something at once with everything that hangs on it, or letting it go on. */
export function EmergencySection(props: Props): ReactNode {
  const { isActive, name, texts, parameters = {}, reasonHint, onChange } = props;
  // What was pressed stays what is asked, also when somebody else was faster: it never turns into its opposite.
  const [asked, setAsked] = useState<'active' | 'disabled' | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const consequence = (stops: boolean): string => text(stops ? texts.stops : texts.goesOn, parameters);
  const close = (): void => {
    setAsked(null);
    // Once the page behind the dialog can have the focus again.
    setTimeout(() => button.current?.focus(), 0);
  };
  async function change(status: 'active' | 'disabled', reason: string | null): Promise<void> {
    await onChange(status, reason);
    close();
    announce(text(status === 'disabled' ? texts.disabled : texts.enabled, { name }));
  }
  return (
    <RecordSection title={text('web.emergency.heading')}>
      <p className="kt-muted">{consequence(isActive)}</p>
      <div>
        <Button
          ref={button}
          variant="default"
          {...(isActive ? { color: 'danger' } : {})}
          onClick={() => setAsked(isActive ? 'disabled' : 'active')}
        >
          {text(isActive ? texts.disable : texts.enable)}
        </Button>
      </div>
      {asked === null ? null : (
        <EmergencyDialog
          heading={text(asked === 'disabled' ? texts.disableHeading : texts.enableHeading, { name })}
          consequence={consequence(asked === 'disabled')}
          submitLabel={text(asked === 'disabled' ? 'web.emergency.disable' : 'web.emergency.enable')}
          {...(asked === 'disabled' && reasonHint !== undefined ? { reasonHint: text(reasonHint) } : {})}
          isDangerous={asked === 'disabled'}
          onSubmit={(reason) => change(asked, reason)}
          onClose={close}
        />
      )}
    </RecordSection>
  );
}
