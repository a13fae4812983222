import { problemCode } from '../../lib/api-call.ts';
import { useSubmit, type Submission } from '../../lib/use-submit.ts';
import { needsFreshFactor } from '../second-factor/components/prove-again.tsx';
import { useSignedOut } from '../session/use-signed-out.ts';

export type ProvenSubmission = Submission & {
  /** A second factor has to be proved before this can be sent; then `submit` sends it again. */
  needsProof: boolean;
};

/** A change of one's own account: the server may want a second factor first, or say that the session is over. */
export function useProvenSubmit(send: () => Promise<unknown>): ProvenSubmission {
  const onSignedOut = useSignedOut();
  const submission = useSubmit(async () => {
    try {
      await send();
    } catch (error) {
      if (problemCode(error) !== 'unauthenticated') throw error;
      onSignedOut();
    }
  });
  const needsProof = needsFreshFactor(submission.error);
  return { ...submission, error: needsProof ? null : submission.error, needsProof };
}
