import { TextInput } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import styles from '../../../components/ui/form.module.css';
import { problemCode } from '../../../lib/api-call.ts';
import { errorText } from '../../../lib/error-text.ts';
import { text } from '../../../lib/messages.ts';

/** The digits of an authenticator, those of a mail, or a recovery code. */
type CodeKind = 'authenticator' | 'mailed' | 'recovery-code';

const texts = {
  authenticator: {
    label: 'web.factor.code',
    hint: 'web.factor.code-hint',
    missing: 'web.factor.code-missing',
    // As the server says: it knows why.
    wrong: null,
  },
  mailed: {
    label: 'web.sign-in.enrolment-code',
    hint: 'web.sign-in.enrolment-code-hint',
    missing: 'web.sign-in.enrolment-code-missing',
    wrong: 'web.sign-in.enrolment-code-wrong',
  },
  'recovery-code': {
    label: 'web.factor.recovery-code',
    hint: 'web.factor.recovery-code-hint',
    missing: 'web.factor.recovery-code-missing',
    wrong: 'web.factor.recovery-code-wrong',
  },
} as const;

const fieldCodes = new Set(['code-wrong', 'code-used']);

/** Whether a failure is about what was typed; anything else belongs above the form. */
export const isAboutCode = (error: unknown): boolean => fieldCodes.has(problemCode(error) ?? '');

type Props = {
  kind: CodeKind;
  value: string;
  onChange: (value: string) => void;
  /** What the last attempt failed with. */
  error: unknown;
  missing: boolean;
  autoFocus?: boolean;
};

/** The one field for a code; pasting works, spaces do not count. */
export function CodeField({ kind, value, onChange, error, missing, autoFocus = false }: Props): ReactNode {
  const { label, hint, missing: missingText, wrong } = texts[kind];
  const isDigits = kind !== 'recovery-code';
  const isWrong = isAboutCode(error);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!isWrong && !missing) return;
    field.current?.focus();
    field.current?.select();
  }, [error, isWrong, missing]);
  return (
    <TextInput
      ref={field}
      className={styles.code ?? ''}
      label={text(label)}
      description={text(hint)}
      name={isDigits ? 'code' : 'recovery-code'}
      inputMode={isDigits ? 'numeric' : 'text'}
      autoComplete={isDigits ? 'one-time-code' : 'off'}
      autoCapitalize="none"
      spellCheck={false}
      autoFocus={autoFocus}
      data-autofocus={autoFocus || undefined}
      maxLength={40}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={missing ? text(missingText) : isWrong ? (wrong === null ? errorText(error) : text(wrong)) : null}
    />
  );
}
