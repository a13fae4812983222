import { useRef, useState, type ChangeEvent, type FormEvent } from 'react';
import { ApiProblem, problemCode, type Tagged } from '../../../lib/api-call.ts';
import { text } from '../../../lib/messages.ts';
import { useLeaveQuestion } from '../../../lib/use-leave-question.ts';
import { useSubmit } from '../../../lib/use-submit.ts';
import { changesOf } from './record-changes.ts';

type Options<Values extends object> = {
  /** As it was last read; an empty tag for what does not exist yet. */
  seen: Tagged<Values>;
  /** Sends what is changed; what comes back is seen from then on. Nothing comes back: the page is left. */
  save: (changes: Partial<Values>, etag: string, values: Values) => Promise<Tagged<Values> | undefined>;
  /** After somebody else saved something meanwhile. */
  readAgain?: () => Promise<Tagged<Values>>;
};

/** Both versions of a record that two people changed. */
export type Conflict<Values> = { before: Values; theirs: Values; yours: Values };

export type RecordForm<Values extends object> = {
  values: Values;
  set: <Key extends keyof Values>(key: Key, value: Values[Key]) => void;
  /** What a text field or a select of `key` needs. */
  field: (key: keyof Values & string) => {
    value: string;
    onChange: (event: ChangeEvent<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>) => void;
    error: string | undefined;
  };
  errorOf: (key: string) => string | undefined;
  errorCount: number;
  isChanged: boolean;
  isSaved: boolean;
  busy: boolean;
  error: unknown;
  submit: (event?: FormEvent) => void;
  undo: () => void;
  conflict: Conflict<Values> | null;
  /** Ends a conflict: `keep` saves what was typed over it. */
  resolve: (how: 'keep' | 'take') => void;
};

const conflictCodes = new Set(['record-changed', 'secrets-changed']);

/**
 * A record that is changed in a form. Only what was changed is sent, with the tag of what was seen; when somebody else was
 * faster nothing typed is lost. Leaving with unsaved changes asks first.
 */
export function useRecordForm<Values extends object>(options: Options<Values>): RecordForm<Values> {
  const { save, readAgain } = options;
  const [draft, setDraft] = useState<Partial<Values>>({});
  const [base, setBase] = useState(options.seen);
  const [conflict, setConflict] = useState<Omit<Conflict<Values>, 'yours'> | null>(null);
  const [isSaved, setSaved] = useState(false);
  const isLeaving = useRef(false);
  // As long as nothing is typed, the newest version is shown.
  const seen = Object.keys(draft).length === 0 ? options.seen : base;
  const values = { ...seen.value, ...draft };
  const isChanged = Object.keys(changesOf(seen.value, draft)).length > 0;

  useLeaveQuestion(() => isChanged && !isLeaving.current, text('web.record.leave'));

  function set<Key extends keyof Values>(key: Key, value: Values[Key]): void {
    setBase(seen);
    setSaved(false);
    // What is set back was not changed: it must never go over what somebody else saves meanwhile.
    setDraft((before) => changesOf(seen.value, { ...before, [key]: value }));
  }

  async function send(over: Tagged<Values>): Promise<void> {
    setSaved(false);
    isLeaving.current = true;
    try {
      const next = await save(changesOf(over.value, draft), over.etag, values);
      if (next === undefined) return;
      setBase(next);
      // What was typed since it was sent is not saved yet.
      setDraft((typed) => (typed === draft ? {} : changesOf(next.value, typed)));
      setConflict(null);
      setSaved(true);
    } catch (failure) {
      isLeaving.current = false;
      if (readAgain === undefined || !conflictCodes.has(problemCode(failure) ?? '')) throw failure;
      const theirs = await readAgain();
      setConflict({ before: over.value, theirs: theirs.value });
      setBase(theirs);
      return;
    }
    isLeaving.current = false;
  }

  const { busy, error, submit, clearError } = useSubmit(() => send(seen));
  const fieldErrors = new Map(
    error instanceof ApiProblem
      ? (error.problem.errors ?? []).map(({ path, message }) => [path.split(/[.[]/)[0] ?? '', message])
      : [],
  );
  const errorOf = (key: string): string | undefined => fieldErrors.get(key);

  return {
    values,
    set,
    field: (key) => ({
      value: String(values[key] ?? ''),
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what a field of text holds; others use `set`
      onChange: (event) => set(key, event.currentTarget.value as Values[typeof key]),
      error: errorOf(key),
    }),
    errorOf,
    errorCount: fieldErrors.size,
    isChanged,
    isSaved,
    busy,
    error,
    submit,
    undo: () => {
      setDraft({});
      setConflict(null);
      clearError();
    },
    conflict: conflict === null ? null : { ...conflict, yours: { ...conflict.before, ...draft } },
    resolve: (how) => {
      setConflict(null);
      clearError();
      if (how === 'take') setDraft({});
      else submit();
    },
  };
}
