type Sheet = { title: string; made: string; note: string; codes: string[] };

/** The recovery codes with what somebody has to know who finds them again in a year. Lines end as Windows wants. */
export const recoveryCodesFile = ({ title, made, note, codes }: Sheet): string =>
  [
    title,
    made,
    '',
    ...codes.map((code, index) => `${String(index + 1).padStart(2)}. ${code}`),
    '',
    note,
    '',
  ].join('\r\n');
