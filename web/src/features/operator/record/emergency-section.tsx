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
  /** Whether people are told why it is disabled. */
  hasReason?: boolean;
  /** `reason`: why it is disabled, for its people. */
  onChange: (reason: string | null) => Promise<void>;
};

/** Stopping something at once with everything that hangs on it, or letting it go on. */
export function EmergencySection(props: Props): ReactNode {
  const { isActive, name, texts, parameters = {}, hasReason = true, onChange } = props;
  const [isAsking, setAsking] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const consequence = text(isActive ? texts.stops : texts.goesOn, parameters);
  const close = (): void => {
    setAsking(false);
    // Once the page behind the dialog can have the focus again.
    setTimeout(() => button.current?.focus(), 0);
  };
  async function change(reason: string | null): Promise<void> {
    await onChange(reason);
    close();
    announce(text(isActive ? texts.disabled : texts.enabled, { name }));
  }
  return (
    <RecordSection title={text('web.emergency.heading')}>
      <p className="kt-muted">{consequence}</p>
      <div>
        <Button
          ref={button}
          variant="default"
          {...(isActive ? { color: 'danger' } : {})}
          onClick={() => setAsking(true)}
        >
          {text(isActive ? texts.disable : texts.enable)}
        </Button>
      </div>
      {isAsking ? (
        <EmergencyDialog
          heading={text(isActive ? texts.disableHeading : texts.enableHeading, { name })}
          consequence={consequence}
          submitLabel={text(isActive ? 'web.emergency.disable' : 'web.emergency.enable')}
          hasReason={isActive && hasReason}
          isDangerous={isActive}
          onSubmit={change}
          onClose={close}
        />
      ) : null}
    </RecordSection>
  );
}
