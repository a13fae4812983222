import type { ImportAnswers, ImportPreview, ImportResult } from '@keyturn/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import { announce } from '../../../components/ui/live-region.tsx';
import { text } from '../../../lib/messages.ts';
import { useLeaveQuestion } from '../../../lib/use-leave-question.ts';
import { previewImport, previewInstead, runImport } from './import-api.ts';
import { totalWords } from './import-words.ts';
import type { ReadFile } from './read-file.ts';

type Chosen = { name: string; bytes: number; value: unknown };

const noAnswers: ImportAnswers = { organisations: {}, apis: {} };
const noneEdited: ReadonlySet<string> = new Set();

export type Import = {
  /** What is looked at; null: nothing was chosen, or what cannot be read. */
  file: Chosen | null;
  /** Why what was chosen last cannot be read. */
  fileProblem: string | null;
  answers: ImportAnswers;
  /** Questions, by application, whose answer was edited and is not in the preview: the import waits for them. */
  edited: ReadonlySet<string>;
  preview: ImportPreview | null;
  /** The federation changed since the preview that was to be done. */
  isStale: boolean;
  isLooking: boolean;
  isRunning: boolean;
  lookError: unknown;
  runError: unknown;
  result: ImportResult | null;
  choose: (read: ReadFile) => void;
  answer: (answers: ImportAnswers) => void;
  /** Whether the answer about this application is edited and not given yet. */
  setEdited: (appId: string, isEdited: boolean) => void;
  lookAgain: () => void;
  run: () => void;
};

/**
 * One import from the file to its outcome. What is shown is always about what is chosen and answered now. Leaving, or
 * choosing another file, with answers that nothing was done with asks first.
 */
export function useImport(): Import {
  const queryClient = useQueryClient();
  const [file, setFile] = useState<Chosen | null>(null);
  const [fileProblem, setFileProblem] = useState<string | null>(null);
  const [answers, setAnswers] = useState(noAnswers);
  const [edited, setEdited] = useState<ReadonlySet<string>>(noneEdited);
  const [preview, setPreview] = useState<ImportPreview | null>(null);
  const [isStale, setStale] = useState(false);
  const [isLooking, setLooking] = useState(false);
  const [isRunning, setRunning] = useState(false);
  const [lookError, setLookError] = useState<unknown>(null);
  const [runError, setRunError] = useState<unknown>(null);
  const [result, setResult] = useState<ImportResult | null>(null);
  const turn = useRef(0);
  const hasAnswers = (): boolean => result === null && (answers !== noAnswers || edited.size > 0);
  useLeaveQuestion(hasAnswers, text('web.import.leave'));

  const markEdited = useCallback((appId: string, isEdited: boolean): void => {
    setEdited((before) => {
      const after = new Set(before);
      if (isEdited) after.add(appId);
      else after.delete(appId);
      return after.size === before.size ? before : after;
    });
  }, []);

  async function look(value: unknown, given: ImportAnswers): Promise<void> {
    turn.current += 1;
    const own = turn.current;
    setLooking(true);
    setLookError(null);
    setRunError(null);
    setStale(false);
    try {
      const seen = await previewImport({ file: value, answers: given });
      if (own !== turn.current) return;
      setPreview(seen);
      announce(totalWords(seen));
    } catch (failure) {
      if (own === turn.current) setLookError(failure);
    } finally {
      if (own === turn.current) setLooking(false);
    }
  }

  async function run(chosen: Chosen, seen: ImportPreview): Promise<void> {
    setRunning(true);
    setRunError(null);
    setStale(false);
    try {
      const done = await runImport(queryClient, { file: chosen.value, answers, digest: seen.digest });
      setResult(done);
    } catch (failure) {
      const instead = previewInstead(failure);
      if (instead === null) return setRunError(failure);
      setPreview(instead);
      setStale(true);
      announce(text('web.import.stale'));
    } finally {
      setRunning(false);
    }
  }

  return {
    file,
    fileProblem,
    answers,
    edited,
    preview,
    isStale,
    isLooking,
    isRunning,
    lookError,
    runError,
    result,
    choose(read) {
      if (hasAnswers() && !globalThis.confirm(text('web.import.leave-file'))) return;
      turn.current += 1;
      setResult(null);
      setPreview(null);
      setAnswers(noAnswers);
      setEdited(noneEdited);
      setLooking(false);
      setLookError(null);
      setRunError(null);
      setStale(false);
      setFileProblem('problem' in read ? read.problem : null);
      setFile('value' in read ? read : null);
      if ('value' in read) void look(read.value, noAnswers);
    },
    answer(next) {
      setAnswers(next);
      if (file !== null) void look(file.value, next);
    },
    setEdited: markEdited,
    lookAgain() {
      if (file !== null) void look(file.value, answers);
    },
    run() {
      if (file !== null && preview !== null && edited.size === 0 && !isRunning) void run(file, preview);
    },
  };
}
