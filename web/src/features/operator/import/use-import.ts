import type { ImportAnswers, ImportPreview, ImportResult } from '@keyturn/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { announce } from '../../../components/ui/live-region.tsx';
import { text } from '../../../lib/messages.ts';
import { previewImport, previewInstead, runImport } from './import-api.ts';
import { totalWords } from './import-words.ts';
import type { ReadFile } from './read-file.ts';

type Chosen = { name: string; bytes: number; value: unknown };

const noAnswers: ImportAnswers = { organisations: {}, apis: {} };

export type Import = {
  /** What is looked at; null: nothing was chosen, or what cannot be read. */
  file: Chosen | null;
  /** Why what was chosen last cannot be read. */
  fileProblem: string | null;
  answers: ImportAnswers;
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
  lookAgain: () => void;
  run: () => void;
};

/** One import from the file to its outcome. What is shown is always about what is chosen and answered now. */
export function useImport(): Import {
  const queryClient = useQueryClient();
  const [file, setFile] = useState<Chosen | null>(null);
  const [fileProblem, setFileProblem] = useState<string | null>(null);
  const [answers, setAnswers] = useState(noAnswers);
  const [preview, setPreview] = useState<ImportPreview | null>(null);
  const [isStale, setStale] = useState(false);
  const [isLooking, setLooking] = useState(false);
  const [isRunning, setRunning] = useState(false);
  const [lookError, setLookError] = useState<unknown>(null);
  const [runError, setRunError] = useState<unknown>(null);
  const [result, setResult] = useState<ImportResult | null>(null);
  const turn = useRef(0);

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
    preview,
    isStale,
    isLooking,
    isRunning,
    lookError,
    runError,
    result,
    choose(read) {
      turn.current += 1;
      setResult(null);
      setPreview(null);
      setAnswers(noAnswers);
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
    lookAgain() {
      if (file !== null) void look(file.value, answers);
    },
    run() {
      if (file !== null && preview !== null && !isRunning) void run(file, preview);
    },
  };
}
